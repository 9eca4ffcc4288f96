"""The closed vocabulary of the law: every word a clause may use where the choice is small and final.

Longer lists, which lawyers add to (roles, measures, categories, conditions, ways to end), are data and live
in `vocabulary/*.yaml`. A word outside its list is refused, never guessed.
"""

from __future__ import annotations

from enum import StrEnum


class By(StrEnum):
    """How a clause finds whom it reaches."""

    ENTITY = "entity"
    OFFICE = "office"
    NAMED = "named"
    FINDING = "finding"
    OWN_STATUS = "own_status"
    FORWARD = "forward"
    RECORD = "record"

    @property
    def propagation(self) -> str:
        """The propagation type, P0 to P6."""
        return _PROPAGATION[self]


_PROPAGATION = {
    By.ENTITY: "P0",
    By.OFFICE: "P1",
    By.NAMED: "P2",
    By.FINDING: "P3",
    By.OWN_STATUS: "P4",
    By.FORWARD: "P5",
    By.RECORD: "P6",
}


class Act(StrEnum):
    """What an authority did: the act that a clause is triggered by."""

    DECISION = "decision"
    LISTING = "listing"
    ORDER = "order"
    JUDGMENT = "judgment"
    REVOCATION = "revocation"
    REGISTRATION = "registration"
    DETERMINATION = "determination"


class Target(StrEnum):
    """What kind of party a clause binds; ANY is for foreign lists."""

    ENTERPRISE = "enterprise"
    PERSON = "person"
    ANY = "any"


class Kind(StrEnum):
    """What a measure does to a party (`measure_kinds` in the vocabulary says it in a sentence)."""

    K1 = "K1"
    K2 = "K2"
    K3 = "K3"
    PENALTY = "PENALTY"
    RATING = "RATING"
    RECORD = "RECORD"
    FOREIGN = "FOREIGN"

    @property
    def level(self) -> IdentityAsked:
        """The links between records that it follows. Credit entries and K2 follow those that a reviewer confirmed; so
        does a foreign listing, which is shown and never executed here. All else asks that records are proved to be
        one party (law decision 11, I02)."""
        follows = self in (Kind.RECORD, Kind.K2, Kind.FOREIGN)
        return IdentityAsked.CONFIRMED if follows else IdentityAsked.PROVED


class Force(StrEnum):
    """Where a clause gets its force: the statute itself, the authority's decision, or nobody's command."""

    MANDATORY = "mandatory"
    BY_DECISION = "by_decision"
    RECOMMENDED = "recommended"


class IdentityAsked(StrEnum):
    """The identity proof a clause asks for; LISTED: the listing is stated on this very source record."""

    PROVED = "PROVED"
    CONFIRMED = "CONFIRMED"
    LISTED = "LISTED"


class Moment(StrEnum):
    """The moment on which the role counts."""

    CONDUCT = "conduct"
    DECISION = "decision"
    LISTING = "listing"
    ORDER = "order"
    REVOCATION = "revocation"
    REQUEST = "request"
    NOW = "now"
    AS_NAMED = "as_named"


class ClockStart(StrEnum):
    """The event a clock starts at."""

    DECISION = "decision"
    LISTING = "listing"
    ORDER = "order"
    JUDGMENT = "judgment"
    REVOCATION = "revocation"
    SERVICE = "service"
    COMPLETION = "completion"
    PROCEEDINGS_ENDED = "proceedings_ended"
    SENTENCE_END = "sentence_end"
    PROBATION_END = "probation_end"


class TermForm(StrEnum):
    """How the length of a measure is known."""

    FIXED = "fixed"
    LIFE = "life"
    OPEN = "open"
    AS_DECIDED = "as_decided"
    AS_PUBLICATION = "as_publication"
    AS_BAR = "as_bar"


class OnObjection(StrEnum):
    """What an accepted objection does."""

    SUSPENDS = "suspends"
    DISPUTED = "disputed"


class Repair(StrEnum):
    """Whether credit repair ends a measure, and who must apply."""

    NONE = "none"
    OWN = "own"
    WITH_DECISION = "with_decision"


class Initial(StrEnum):
    """The state in which a consequence of a clause begins."""

    IN_FORCE = "in_force"
    PROPOSED = "proposed"
    OFFERED = "offered"


class Status(StrEnum):
    """Enabled clauses make consequences; draft clauses make drafts for a reviewer."""

    ENABLED = "enabled"
    DRAFT = "draft"


class Review(StrEnum):
    """Whether a lawyer has read the rule: shown with it, decides nothing."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


class Evidence(StrEnum):
    """V: seen in the text; S: seen in a secondary source; B: background knowledge."""

    V = "V"
    S = "S"
    B = "B"


class Rank(StrEnum):
    """The rank of the text a clause rests on: it decides whether a K1 measure may rest on it."""

    LAW = "law"
    REGULATION = "regulation"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    CENTRAL_POLICY = "central_policy"
    LOCAL_REGULATION = "local_regulation"
    DEPARTMENT_RULE = "department_rule"
    LOCAL_POLICY = "local_policy"
    NORMATIVE_DOCUMENT = "normative_document"
    MEMO = "memo"
    FOREIGN_LAW = "foreign_law"


class ConditionKind(StrEnum):
    """CODE: one code; ANY_OF: one of several; BASIS: the act cites this article; CRIME: one of these."""

    CODE = "code"
    ANY_OF = "any_of"
    BASIS = "basis"
    CRIME = "crime"


class HowKnown(StrEnum):
    """STATED: must stand in the act's own conditions; COMPUTED: the engine reads it from facts."""

    STATED = "stated"
    COMPUTED = "computed"


class Actor(StrEnum):
    """Who can end a measure: the party itself, an authority, or time alone."""

    SUBJECT = "subject"
    AUTHORITY = "authority"
    TIME = "time"


class ProvedBy(StrEnum):
    """The type of fact that proves an ending."""

    ANNULMENT = "annulment"
    REPAIR = "repair"
    EVENT = "event"


class Circle(StrEnum):
    """Whether a clause may reach a person by a role: by office, naming or finding; only by finding; never."""

    ANY = "any"
    FINDING = "finding"
    NEVER = "never"
