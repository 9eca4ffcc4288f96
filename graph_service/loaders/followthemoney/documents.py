"""Identity documents: numbers on a party and documents of their own, digested at once; and what each may prove."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_service.facts.numbers import Document, identity_document, normalise
from graph_service.facts.types import Identity, Level
from graph_service.loaders.followthemoney.desk import Basket
from graph_service.loaders.followthemoney.entities import Entity

_COUNTRIES = ("nationality", "citizenship", "country")
_CHINESE_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")


def documents(basket: Basket, entity: Entity) -> Iterator[tuple[Document, str]]:
    """Numbers that stand on the party itself: a sound Chinese number tells its issuer, others do not."""
    today = basket.context.today
    chinese = "cn" in {value.casefold() for value in entity.any(*_COUNTRIES)}
    for name in ("idNumber", "socialSecurityNumber", "passportNumber", "taxNumber", "innCode"):
        for text in entity.all(name):
            if name == "passportNumber":
                yield identity_document(text, today, kind="passport"), name
                continue
            plain = normalise(text).replace(" ", "").replace("-", "")
            own = identity_document(text, today) if name == "idNumber" else None
            if own is not None and (own.proves or (chinese and _CHINESE_NUMBER.fullmatch(plain))):
                yield own, name
            else:
                yield identity_document(text, today, kind="other"), name


def identity(basket: Basket, entity: Entity, record: str, found: Document, name: str) -> Identity:
    """The identity fact of a document. PROVED where one single list states the number in full; on a record that a
    publisher merged from several lists CONFIRMED at most; CANDIDATE where the number alone tells no one."""
    if found.errors and not found.masked:
        basket.problem(
            entity,
            "document_fails_check",
            f"as {found.type}: {', '.join(found.errors)}; it proves nothing",
            "Compare it with the document.",
            field=name,
        )
    level: Level = "CANDIDATE" if not found.proves else "PROVED" if len(entity.datasets) == 1 else "CONFIRMED"
    return Identity(
        record=record,
        level=level,
        document=basket.context.digester.document(found.type, found.number, found.issuer),
        basis=name,
        origin=basket.origin(entity),
        disclosed_on=basket.disclosed(entity),
    )


def document(basket: Basket, entity: Entity) -> None:
    """A Passport or Identification: the document of its holder. Without country it is CANDIDATE at most; a card
    of another kind than passport counts per country and kind."""
    holders = [key for key in entity.all("holder") if key in basket.survey.kinds]
    numbers = entity.any("number", "passportNumber")
    if not holders:
        basket.problem(
            entity,
            "unknown_holder",
            "the holder of the document is not in the source",
            "Load the whole network.",
            field="holder",
        )
        return
    if not numbers:
        basket.problem(
            entity,
            "document_without_number",
            "the document has no number; it says nothing of who its holder is",
            "Nothing to do.",
            field="number",
        )
    countries = entity.all("country")
    kind = next(iter(entity.all("type")), "").casefold()
    passport = entity.schema == "Passport" or "passport" in kind
    issuer = countries[0].upper() if len(countries) == 1 else None
    if not passport:
        issuer = f"{issuer} {kind}" if issuer and kind else None
    for number in numbers:
        own = identity_document(number, basket.context.today) if issuer in (None, f"CN {kind}") else None
        found = (
            own
            if own is not None and own.proves and not passport
            else identity_document(number, basket.context.today, "passport" if passport else "other", issuer)
        )
        name = "passportNumber" if passport else "number"
        basket.facts += [identity(basket, entity, basket.record(key), found, name) for key in holders]
