"""Receipts of answers: how a question is written down without a number of a person, and how it is read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph_service.alerts import Receipt, Signed
from graph_service.alerts.receipt import digests_of
from graph_service.alerts.signing import name_of
from graph_service.assemble.access import Caller
from graph_service.assemble.subjects import Asked
from graph_service.errors import BadInput, BadValue
from graph_service.facts.numbers import holds_personal_number, normalise

ACTS = ("check", "consequences", "explain", "timeline")
"""The questions whose answers a receipt is given of."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the act, and what it was asked of, as plain values. `role` and `authority` are those of whoever
    asked, where what is shown depends on them."""

    act: str
    of: Mapping[str, Any]
    role: str | None = None
    authority: str | None = None

    @classmethod
    def of_check(cls, whom: Sequence[Asked], measures: Sequence[str]) -> Question:
        """A check. Raises BadValue where a number that was sent as an organisation's reads as that of a person's
        document: what is handed on holds none."""
        for place, one in enumerate(whom):
            if not one.person and holds_personal_number(normalise(one.value)):
                raise BadValue(
                    f"subject {place} reads as the number of an identity document, and a receipt holds none: send it"
                    " as document_number"
                )
        subjects = [{"value": one.value, "person": one.person, "odd": list(one.odd)} for one in whom]
        return cls("check", {"subjects": subjects, "measures": list(measures)})

    @classmethod
    def of_page(cls, act: str, caller: Caller, **of: Any) -> Question:
        """A page that shows what the caller may see."""
        return cls(act, of, caller.role.code, caller.authority)

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Question:
        """The question of a sound receipt; raises BadInput for one of a version that asks what is not known here."""
        given = dict(body["question"])
        act = given.pop("act", None)
        if act not in ACTS:
            raise BadInput(
                "this receipt is of a question that is not known here: it was given by a later version"
            )
        asked_as = given.pop("asked_as", {})
        return cls(act, given, asked_as.get("role"), asked_as.get("authority"))

    def as_json(self) -> dict[str, Any]:
        """As it stands in a receipt."""
        asked_as = {"asked_as": {"role": self.role, "authority": self.authority}} if self.role else {}
        return {"act": self.act, **self.of, **asked_as}

    def whom(self) -> tuple[Asked, ...]:
        """Whom a check asked about."""
        return tuple(Asked(one["value"], one["person"], tuple(one["odd"])) for one in self.of["subjects"])


def receipt_of(
    question: Question,
    answer: Mapping[str, Any],
    sources: Sequence[Any],
    rulebook: str,
    at: datetime,
    version: str,
) -> Receipt:
    """The receipt of an answer that echoes both clocks, given at the instant `at` (UTC) by this `version`."""
    return Receipt.of(
        {
            "question": question.as_json(),
            "as_of": answer["as_of"],
            "known_at": answer["known_at"],
            "rulebook": rulebook,
            "sources": [dict(one) for one in sources],
            "answer": digests_of(answer),
            "at": at.isoformat(),
            "version": version,
        }
    )


def receipt_in(document: Any) -> Signed:
    """The signed receipt that a document is; raises BadInput where it is none."""
    name = name_of(document)
    if name != "receipt":
        other = "this is a certificate, which holds no question: " if name else ""
        raise BadInput(f"{other}a signed receipt is `receipt` and `signature`, and nothing else")
    found: Signed = document
    return found


def rulebook_json(then: str, now: str, kept: bool) -> dict[str, Any]:
    """The rulebooks of an answer then and of the ledger now, and what follows for asking again."""
    if then == now:
        says = "the rulebook is the same"
    elif kept:
        says = (
            "the rulebook is another now; the one of the receipt is kept whole in this ledger, and the question was"
            " asked under the one that stood at the entry"
        )
    else:
        says = (
            "the rulebook of the receipt is not kept in this ledger: restore the ledger it was given from, or open a"
            " copy of this one with that rulebook (--rules FOLDER)"
        )
    return {"then": then, "now": now, "kept": kept, "says": says}
