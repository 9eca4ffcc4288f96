"""Entities that are parties: what they are, their names, numbers and places; of persons only what may be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_service.facts import Card, Day, Fact
from graph_service.facts.digests import adult_on
from graph_service.facts.numbers import Document, normalise, uscc
from graph_service.facts.types import (
    Address,
    Enterprise,
    Identifier,
    Identity,
    Name,
    Person,
    Phone,
    UndecidedParty,
)
from graph_service.facts.vocabulary import enterprise_type_of, status_of
from graph_service.loaders.followthemoney.desk import Basket, latest
from graph_service.loaders.followthemoney.documents import documents, identity
from graph_service.loaders.followthemoney.entities import Entity
from graph_service.loaders.followthemoney.sheet import ORGANISATION, PERSON, UNDECIDED

PROMISE = "the source promises that one id is one party"

SCHEMES: tuple[tuple[str, str], ...] = (
    ("uscCode", "uscc"),
    ("leiCode", "lei"),
    ("registrationNumber", "reg_no"),
    ("ogrnCode", "ogrn"),
    ("innCode", "inn"),
    ("taxNumber", "tax_no"),
    ("vatCode", "vat"),
    ("idNumber", "id_no"),
    ("dunsCode", "duns"),
    ("imoNumber", "imo"),
    ("swiftBic", "swift"),
    ("okpoCode", "okpo"),
    ("cikCode", "cik"),
    ("permId", "permid"),
    ("uniqueEntityId", "sam_uei"),
    ("cageCode", "cage"),
    ("npiCode", "npi"),
    ("icijId", "icij"),
    ("wikidataId", "wikidata"),
)
"""Properties that hold a number of an organisation, and its scheme."""

_NAMES = (
    ("name", "registered"),
    ("previousName", "former"),
    ("alias", "alias"),
    ("weakAlias", "alias"),
    ("abbreviation", "alias"),
)
_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")


def party(basket: Basket, entity: Entity) -> None:
    """A party into the basket; one whose schema contradicts an earlier line of the same id is a problem."""
    kind = basket.survey.kinds[entity.id]
    mine = {"Person": PERSON, "LegalEntity": UNDECIDED}.get(entity.schema, ORGANISATION)
    if mine not in (kind, UNDECIDED):
        basket.problem(
            entity,
            "conflicting_duplicate",
            f"the id was a {kind} before",
            "Ask the publisher which it is.",
            field="schema",
            value=entity.schema,
        )
        return
    if entity.id not in basket.survey.listed and "sanction" in entity.all("topics"):
        basket.problem(
            entity,
            "sanction_without_statement",
            "it is called sanctioned, and no Sanction says by whom",
            "Load the export that holds the Sanction entities.",
            field="topics",
            value="sanction",
        )
    basket.facts += _organisation(basket, entity) if kind == ORGANISATION else _personal(basket, entity, kind)


def _organisation(basket: Basket, entity: Entity) -> Iterator[Fact]:
    record, origin, seen = basket.record(entity.id), basket.origin(entity), basket.disclosed(entity)
    founded, dissolved = basket.days(entity, "incorporationDate"), basket.days(entity, "dissolutionDate")
    if len(founded) > 1:
        basket.several(entity, "incorporationDate", "none was taken")
    forms = [found for words in entity.all("legalForm") if (found := enterprise_type_of(words))]
    status = next((found for word in entity.all("status") if (found := status_of(word))), None)
    yield Enterprise(
        record=record,
        origin=origin,
        disclosed_on=seen,
        type="state_organ" if entity.schema == "PublicBody" else forms[0] if forms else "other",
        status=status or ("deregistered" if len(dissolved) == 1 else None),
        established=founded[0] if len(founded) == 1 else None,
        region=_region(entity),
    )
    for name, use in _NAMES:
        for value in _captioned(entity, name):
            yield Name(
                record=record,
                name=value,
                use=use,
                origin=basket.origin(entity, name, value),
                disclosed_on=seen,
            )
    yield from _identifiers(basket, entity, SCHEMES)
    for value in _places(basket, entity):
        yield Address(record=record, address=value, use="other", origin=origin, disclosed_on=seen)
    for value in entity.all("phone"):
        yield Phone(record=record, phone=value, origin=origin, disclosed_on=seen)


def _captioned(entity: Entity, name: str) -> tuple[str, ...]:
    values = entity.all(name)
    if name == "name" and entity.caption in values:
        return (entity.caption or "", *(value for value in values if value != entity.caption))
    return values


def _region(entity: Entity) -> str | None:
    for name in ("jurisdiction", "mainCountry", "country"):
        values = entity.all(name)
        if len(values) == 1:
            return values[0].upper()
    return None


def _places(basket: Basket, entity: Entity) -> tuple[str, ...]:
    far = (basket.survey.addresses.get(key) for key in entity.all("addressEntity"))
    return tuple(dict.fromkeys((*entity.all("address"), *(text for text in far if text))))


def _identifiers(
    basket: Basket, entity: Entity, schemes: tuple[tuple[str, str], ...]
) -> Iterator[Identifier]:
    known: set[tuple[str, str]] = set()
    for name, usual in schemes:
        for text in entity.all(name):
            scheme, value, valid = _number(usual, text)
            if (scheme, value) in known:
                continue
            known.add((scheme, value))
            if not valid:
                basket.problem(
                    entity,
                    "number_fails_check",
                    f"as {scheme} it does not pass its check; it proves nothing",
                    "Compare it with the register.",
                    field=name,
                    value=value[:40],
                )
            yield Identifier(
                record=basket.record(entity.id),
                scheme=scheme,
                value=value,
                valid=valid,
                origin=basket.origin(entity, name, text),
                disclosed_on=basket.disclosed(entity),
            )


def _number(scheme: str, text: str) -> tuple[str, str, bool]:
    """Scheme, number and whether it passes its check; a registration number that is a sound credit code is one."""
    if scheme == "uscc" or (scheme == "reg_no" and uscc(text).valid):
        number = uscc(text)
        return "uscc", number.value, number.valid
    value = normalise(text)
    return scheme, value, scheme != "lei" or _lei(value)


def _lei(value: str) -> bool:
    """ISO 17442: 18 signs and two check digits, ISO 7064 mod 97-10."""
    return bool(_LEI.fullmatch(value)) and int("".join(str(int(sign, 36)) for sign in value)) % 97 == 1


def _personal(basket: Basket, entity: Entity, kind: str) -> Iterator[Fact]:
    """A person, or a party that may be one: names and places on the card, numbers as tokens."""
    record, origin, seen = basket.record(entity.id), basket.origin(entity), basket.disclosed(entity)
    names = _captioned(entity, "name") or entity.any("alias", "weakAlias")
    key = basket.context.digester.name(names[0]) if names else None
    born = _born(basket, entity)
    papers = tuple(documents(basket, entity))
    if kind == PERSON:
        inside = next((found.birth for found, _ in papers if found.birth is not None), None)
        yield Person(
            record=record, name_key=key, adult_on=adult_on(born or inside), origin=origin, disclosed_on=seen
        )
    else:
        yield UndecidedParty(record=record, name_key=key, origin=origin, disclosed_on=seen)
        yield from _identifiers(basket, entity, SCHEMES[:2])
    token = basket.context.digester.document("ftm", entity.id, issuer=basket.source)
    yield Identity(
        record=record, level="CONFIRMED", document=token, basis=PROMISE, origin=origin, disclosed_on=seen
    )
    for found, name in papers:
        yield identity(basket, entity, record, found, name)
    basket.cards.append(_card(basket, entity, record, names, born, papers))


def _card(
    basket: Basket,
    entity: Entity,
    record: str,
    names: tuple[str, ...],
    born: Day | None,
    papers: tuple[tuple[Document, str], ...],
) -> Card:
    others = dict.fromkeys((*names[1:], *entity.any("alias", "weakAlias", "previousName")))
    masked = next((found for found, _ in papers if found.masked), None)
    return Card(
        record=record,
        name=names[0] if names else None,
        birth_date=born,
        sex=next(iter(entity.all("gender")), None),
        address="; ".join(_places(basket, entity)) or None,
        phone="; ".join(entity.all("phone")) or None,
        document_type=masked.type if masked else None,
        document_masked=masked.number if masked else None,
        note="; ".join(name for name in others if name != (names[:1] or ("",))[0]) or None,
    )


def _born(basket: Basket, entity: Entity) -> Day | None:
    """The birth date; of several the latest, so that nobody is an adult too early."""
    days = basket.days(entity, "birthDate", personal=True)
    if len(days) > 1:
        basket.several(entity, "birthDate", "the latest was taken: nobody is an adult too early")
    return latest(days)
