"""Entities that tie two parties: offices, holdings, connections; an end that is not in the source is a problem."""

from __future__ import annotations

import re
from fractions import Fraction

from graph_service.facts import Day, Share
from graph_service.facts.types import Connection, Holding, Office
from graph_service.facts.vocabulary import post_of
from graph_service.loaders.followthemoney.desk import PERSONAL, Basket, earliest, latest
from graph_service.loaders.followthemoney.entities import Entity
from graph_service.loaders.followthemoney.sheet import CONNECTIONS, ORGANISATION

ONE_PPM = Fraction(1, 1_000_000)
"""A share may be above the whole by so much, from rounding; it then counts as the whole."""

_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%?")
_BETWEEN = re.compile(r"(\d+(?:[.,]\d+)?)\s*%?\s*(?:-|–|to|bis|至|and)\s*(\d+(?:[.,]\d+)?)\s*%?")
_ABOVE = re.compile(r"(>=|≥|>|more than|over|at least)\s*(\d+(?:[.,]\d+)?)\s*%?")
_BELOW = re.compile(r"(<=|≤|<|less than|under|up to)\s*(\d+(?:[.,]\d+)?)\s*%?")
_BAND = re.compile(r"(ownership-of-shares|voting-rights)-(\d+)-to-(\d+)-percent")
_KIN = re.compile(
    r"\b(famil\w*|relative|spouse|wife|husband|son|daughter|child|parent|father|mother|brother|sister|sibling"
    r"|cousin|uncle|aunt|nephew|niece|grand\w+|\w+-in-law|partner of)\b"
    r"|亲属|配偶|夫妻|父|母|子女|儿子|女儿|兄|弟|姐|妹|родств|супруг|жена|муж\b|сын|дочь|брат|сестр|отец|мать"
)
"""Words of kinship: a connection between two persons that is called so is refused like a Family row."""


def span(basket: Basket, entity: Entity) -> tuple[Day | None, Day | None] | None:
    """The span of a tie: where it has several beginnings or ends, the span in which all agree. None, and a problem,
    where it ends before it begins."""
    starts, stops = basket.days(entity, "startDate"), basket.days(entity, "endDate")
    for name, days in (("startDate", starts), ("endDate", stops)):
        if len(days) > 1:
            basket.several(entity, name, "the span in which all agree was taken")
    since, until = latest(starts), earliest(stops)
    if since is not None and until is not None and until.last < since.first:
        basket.problem(
            entity,
            "until_before_since",
            "it ends before it begins; the tie was left out",
            "Correct it in the source.",
            field="endDate",
            value=until,
        )
        return None
    return since, until


def ends(basket: Basket, entity: Entity, first: str, second: str) -> tuple[str, str] | None:
    """The two parties of a tie. None, and a problem, where one is not in the source or both are the same."""
    found: list[str] = []
    for name in (first, second):
        known = [key for key in entity.all(name) if key in basket.survey.kinds]
        if not known:
            kind = "unknown_holder" if name == first else "unknown_party"
            basket.problem(
                entity,
                kind,
                f"the {name} of this {entity.schema} is no party of the source; the tie was left out",
                "Load the whole network.",
                field=name,
            )
            return None
        if len(known) > 1:
            basket.several(entity, name, "the first was taken")
        found.append(known[0])
    if found[0] == found[1]:
        kind = "self_holding" if entity.schema == "Ownership" else "self_tie"
        basket.problem(
            entity,
            kind,
            "both ends are one party; the tie was left out",
            "Correct it in the source.",
            field=first,
        )
        return None
    return found[0], found[1]


def office(basket: Basket, entity: Entity) -> None:
    """A Directorship: an office. A role that is no registered post, or none, is the post `other` and a problem."""
    pair = ends(basket, entity, "director", "organization")
    when = span(basket, entity) if pair else None
    if pair is None or when is None:
        return
    roles = entity.all("role") or ("",)
    for role in roles:
        post = post_of(role.strip()) if role else None
        if post is None:
            kind = "unknown_post" if role else "post_not_stated"
            basket.problem(
                entity,
                kind,
                "it is no registered post that is known; it carries no legal role",
                "Nothing to do, unless the register says which post it is.",
                field="role",
                value=role[:60] or None,
            )
        basket.facts.append(
            Office(
                record=basket.record(pair[0]),
                enterprise=basket.record(pair[1]),
                post=post or "other",
                since=when[0],
                until=when[1],
                disclosed_on=basket.disclosed(entity),
                origin=basket.origin(entity, "role", role),
            )
        )


def holding(basket: Basket, entity: Entity) -> None:
    """An Ownership: a holding, its share exact, ranged or unknown (unknown is not zero)."""
    pair = ends(basket, entity, "owner", "asset")
    when = span(basket, entity) if pair else None
    if pair is None or when is None:
        return
    bands = _bands(entity)
    amounts = entity.all("sharesValue")
    basket.facts.append(
        Holding(
            record=basket.record(pair[0]),
            enterprise=basket.record(pair[1]),
            subscribed=_share(basket, entity) or bands.get("ownership-of-shares"),
            votes=bands.get("voting-rights"),
            subscribed_amount=amounts[0] if len(amounts) == 1 and _PERCENT.fullmatch(amounts[0]) else None,
            currency=next(iter(entity.all("sharesCurrency")), None),
            since=when[0],
            until=when[1],
            disclosed_on=basket.disclosed(entity),
            origin=basket.origin(entity),
        )
    )


def _share(basket: Basket, entity: Entity) -> Share | None:
    texts = entity.all("percentage")
    shares = {read_percentage(text) for text in texts}
    if len(shares) > 1:
        basket.several(entity, "percentage", "the share is unknown")
        return None
    for text, share in zip(texts, shares, strict=False):
        if isinstance(share, str):
            basket.problem(
                entity,
                share,
                "the share is unknown",
                "Correct it in the source.",
                field="percentage",
                value=text[:40],
            )
            return None
        return share
    return None


def read_percentage(text: str) -> Share | str:
    """A share from per cents as written: `49`, `49,5 %`, `25-50`, `>50`, `less than 25%`; else the kind of the problem:
    `bad_share`, or `share_above_whole` (beyond 1 ppm)."""
    plain = text.strip().casefold()
    if found := _PERCENT.fullmatch(plain):
        low = high = _part(found[1])
        inside = (True, True)
    elif found := _BETWEEN.fullmatch(plain):
        low, high, inside = _part(found[1]), _part(found[2]), (True, True)
    elif found := _ABOVE.fullmatch(plain):
        low, high, inside = _part(found[2]), Fraction(1), (found[1] in (">=", "≥", "at least"), True)
    elif found := _BELOW.fullmatch(plain):
        low, high, inside = Fraction(0), _part(found[2]), (True, found[1] in ("<=", "≤", "up to"))
    else:
        return "bad_share"
    if high > 1 + ONE_PPM or low > 1 + ONE_PPM:
        return "share_above_whole"
    low, high = min(low, Fraction(1)), min(high, Fraction(1))
    if low > high or (low == high and not all(inside)):
        return "bad_share"
    return Share(low, high, *inside)


def _part(text: str) -> Fraction:
    return Fraction(text.replace(",", ".")) / 100


def _bands(entity: Entity) -> dict[str, Share]:
    """Bands of share or votes that a register of persons with significant control writes as a role."""
    bands: dict[str, Share] = {}
    for text in entity.any("role", "ownershipType", "status"):
        for what, low, high in _BAND.findall(text.casefold()):
            if int(low) < int(high) <= 100:
                # Companies House: more than the lower bound; not more than the upper, save 75 and more.
                bands[what] = Share(Fraction(int(low), 100), Fraction(int(high), 100), int(low) == 75, True)
    return bands


def connection(basket: Basket, entity: Entity) -> None:
    """An UnknownLink, Membership, Employment …: a connection, of which no law here asks. Between two persons, one in
    words of kinship is refused."""
    first, second, nature = CONNECTIONS[entity.schema]
    words = entity.any("role", "summary", "description")
    persons = all(
        basket.survey.kinds.get(key) != ORGANISATION for name in (first, second) for key in entity.all(name)
    )
    if persons and any(_KIN.search(word.casefold()) for word in words):
        basket.problem(
            entity,
            "out_of_scope",
            "it speaks of kinship, which is out of scope; nothing of it is kept",
            "Nothing to do.",
            field="role",
        )
        return
    pair = ends(basket, entity, first, second)
    when = span(basket, entity) if pair else None
    if pair is None or when is None:
        return
    # The wording may name a person, so it is kept only where both ends are organisations.
    free = not any(basket.survey.kinds.get(key) in PERSONAL for key in pair)
    basket.facts.append(
        Connection(
            record=basket.record(pair[0]),
            other=basket.record(pair[1]),
            nature=nature,
            wording=next(iter(entity.all("role")), None) if free else None,
            since=when[0],
            until=when[1],
            disclosed_on=basket.disclosed(entity),
            origin=basket.origin(entity),
        )
    )
