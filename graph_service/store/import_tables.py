"""The statements by which DuckDB works out what a bulk import writes; texts only, no rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from graph_service.facts import fields_of
from graph_service.facts.identity import JOINING_SCHEMES
from graph_service.facts.numbers import DOCUMENT_TYPES
from graph_service.store.import_texts import BARE, id_of
from graph_service.store.shape import (
    CONTACTS,
    IDENTIFIED_BY,
    OFFICE_TYPES,
    ON_RECORD,
    PARTY_LABELS,
    POST_TYPES,
    SHOWN,
    TIE_FIELDS,
    TIE_TYPES,
)

LIST_SIGN = "\x1f"
"""What parts the members of a list in a cell: the unit separator, which no text of a source keeps."""

PAIRS = pa.schema([("record", pa.string()), ("grouped", pa.string())])
JOINED = """
CREATE TABLE joined AS SELECT g.record, first_value(g.record) OVER (PARTITION BY grouped ORDER BY r.place, g.record)
AS party FROM grouped g JOIN record r USING (record) WHERE grouped NOT IN (SELECT * FROM apart_groups)
"""
NODES = """
CREATE TABLE node AS SELECT r.record, r.place, coalesce(j.party, r.record) AS party, s.facts, s.places,
shown.* EXCLUDE (record) FROM record r LEFT JOIN joined j USING (record) LEFT JOIN said s USING (record)
LEFT JOIN shown USING (record)
"""
LEDGER = """SELECT 'ledger' AS id, 0 AS "schema:long", 0 AS "head:long", true AS "importing:boolean\""""
UNSETTLED = "SELECT record FROM grouped WHERE grouped IN (SELECT * FROM apart_groups) ORDER BY record"
_LATER = 1 << 40
"""Records that are only named at the end of a tie come after all that something is stated on, as in a post."""

_ENDS = {
    **{kind: TIE_FIELDS[rel] for kind, rel in TIE_TYPES.items()},
    "office": "enterprise",
    "identity": "same_as",
}
_SHOWN_FIELDS = [(kind, name, name) for kind, names in SHOWN.items() for name in names]
_SHOWN_FIELDS += [(kind, field, kind) for kind, field in CONTACTS.items()]


def records(kinds: Iterable[str]) -> str:
    """Every record, stated on or named at the end of a tie, with its place in the order of parties."""
    parts = [f'SELECT record, ordinal FROM "{kind}"' for kind in kinds]
    parts += [
        f'SELECT "{end}" AS record, ordinal + {_LATER} FROM "{kind}"'
        for kind, end in _ENDS.items()
        if kind in kinds
    ]
    return (
        "CREATE TABLE record AS SELECT record, min(ordinal) AS place FROM "
        f"({' UNION ALL '.join(parts)}) WHERE record IS NOT NULL GROUP BY record"
    )


def ended(kinds: Iterable[str]) -> str:
    """What ends what; the identity facts that join nothing; the records whose cards were erased."""
    endings = [
        f'SELECT replaces AS "of", id AS "by", ordinal, false FROM "{k}" WHERE replaces IS NOT NULL'
        for k in kinds
    ]
    endings += ['SELECT "of", id, ordinal, true FROM retraction'] if "retraction" in kinds else []
    apart = 'SELECT "of" FROM ending' + (
        " UNION ALL SELECT identity FROM unmerge" if "unmerge" in kinds else ""
    )
    erased = "SELECT record FROM card_erased" if "card_erased" in kinds else "SELECT '' AS record"
    return (
        f'CREATE TABLE ending ("of", "by", ordinal, retracts) AS {" UNION ALL ".join(endings)}; '
        f"CREATE TABLE apart AS {apart}; CREATE TABLE erased AS {erased}"
    )


def joins(kinds: Iterable[str]) -> str:
    """Lists of records that are one party: by one document, by one number given once, or said to be the same."""
    standing = "id NOT IN (SELECT * FROM apart)"
    schemes = _listed(JOINING_SCHEMES)
    parts = ["SELECT ['', ''] AS members WHERE false"]
    if "identity" in kinds:
        level = f"level <> 'CANDIDATE' AND {standing}"
        parts.append(
            _shared(f"SELECT document AS key, record FROM identity WHERE document IS NOT NULL AND {level}")
        )
        parts.append(f"SELECT [record, same_as] FROM identity WHERE same_as IS NOT NULL AND {level}")
    if "identifier" in kinds:
        number = f"scheme IN ({schemes}) AND coalesce(valid, true) AND {standing}"
        parts.append(_shared(f"SELECT scheme || value AS key, record FROM identifier WHERE {number}"))
    return " UNION ALL ".join(parts)


def unsettled(kinds: Iterable[str]) -> str:
    """The groups of records that only all facts can tell apart: a person and an organisation would meet in them, or
    one's document stands on the other's record, or what a record is was taken back."""
    told = [f"SELECT record, '{kind}' AS kind FROM \"{kind}\"" for kind in PARTY_LABELS if kind in kinds]
    told.append("SELECT '' AS record, '' AS kind WHERE false")
    ended = [
        f'SELECT record FROM "{kind}" WHERE EXISTS (FROM ending WHERE "of" LIKE \'{kind}:%\') '
        f'AND {id_of(kind)} IN (SELECT "of" FROM ending)'
        for kind in PARTY_LABELS
        if kind in kinds
    ]
    documents, schemes = _listed(DOCUMENT_TYPES), _listed(JOINING_SCHEMES)
    if "identity" in kinds and "enterprise" in kinds:
        ended.append(
            f"SELECT record FROM identity SEMI JOIN enterprise USING (record) "
            f"WHERE split_part(document, ':', 1) IN ({documents})"
        )
    if "identifier" in kinds and "person" in kinds:
        ended.append(
            f"SELECT record FROM identifier SEMI JOIN person USING (record) WHERE scheme IN ({schemes})"
        )
    doubtful = " UNION ALL ".join([*ended, "SELECT '' WHERE false"])
    return (
        f"CREATE TABLE apart_groups AS SELECT grouped FROM grouped JOIN ({' UNION ALL '.join(told)}) "
        "USING (record) GROUP BY grouped HAVING count(DISTINCT kind) > 1 "
        f"UNION SELECT grouped FROM grouped SEMI JOIN ({doubtful}) doubtful(record) USING (record)"
    )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


def _shared(select: str) -> str:
    return f"SELECT list(DISTINCT record) AS members FROM ({select}) GROUP BY key HAVING count(DISTINCT record) > 1"


def said(kinds: set[str], entry: int) -> str:
    """Per record the texts it keeps of itself, with their places, each a list joined to one cell."""
    parts = [
        f'SELECT record, ordinal, text FROM "{kind}"' + (f" WHERE {BARE}" if kind == "identity" else "")
        for kind in sorted(kinds & (ON_RECORD | {"identity"}))
    ]
    parts.append("SELECT '' AS record, 0 AS ordinal, '' AS text WHERE false")
    return (
        f"CREATE TABLE said AS SELECT record, string_agg(text, '{LIST_SIGN}' ORDER BY ordinal) AS facts, "
        f"string_agg('{entry}:' || ordinal, '{LIST_SIGN}' ORDER BY ordinal) AS places "
        f"FROM ({' UNION ALL '.join(parts)}) GROUP BY record"
    )


def shown(kinds: set[str]) -> str:
    """Per record what its node shows, as `plan` works it out."""
    parts = []
    for kind, label in PARTY_LABELS.items():
        if kind in kinds:
            parts.append(
                f"SELECT record, 'label' AS what, arg_max('{label}', ordinal) AS value FROM {kind} GROUP BY record"
            )
    for kind, name, what in _SHOWN_FIELDS:
        if kind in kinds:
            open_only = "AND until IS NULL" if kind in CONTACTS else ""
            parts.append(
                f"SELECT record, '{what}', arg_max(\"{name}\"::VARCHAR, ordinal) FROM {kind} "
                f'WHERE "{name}" IS NOT NULL {open_only} GROUP BY record'
            )
    if "name" in kinds:
        current = '"use" IS NULL AND until IS NULL'
        parts.append(
            f"SELECT record, 'name', coalesce(arg_max(name, ordinal) FILTER (WHERE {current}), "
            "arg_min(name, ordinal)) FROM name GROUP BY record"
        )
    if "identifier" in kinds:
        for scheme in sorted(JOINING_SCHEMES):
            parts.append(
                f"SELECT record, '{scheme}', arg_min(value, ordinal) FROM identifier "
                f"WHERE scheme = '{scheme}' AND coalesce(valid, true) GROUP BY record"
            )
    columns = ["label", "name", *sorted(JOINING_SCHEMES), *(what for _, _, what in _SHOWN_FIELDS)]
    chosen = ", ".join(f"any_value(value) FILTER (WHERE what = '{what}') AS \"{what}\"" for what in columns)
    parts.append("SELECT '', '', '' WHERE false")
    united = " UNION ALL ".join(parts)
    return f"CREATE TABLE shown AS SELECT record, {chosen} FROM ({united}) t(record, what, value) GROUP BY record"


def record_columns(entry: int, more: str = "") -> str:
    """The columns of a record's node."""
    names = ["name", *sorted(JOINING_SCHEMES), *(what for _, _, what in _SHOWN_FIELDS)]
    kept = ", ".join(f'"{name}"' for name in names)
    return (
        f'SELECT record AS "record:ID(record)", {entry} AS "entry_in:long", place AS "place:long"{more}, {kept}, '
        'facts AS "facts:string[]", places AS "places:string[]", '
        'CASE WHEN erased.record IS NOT NULL THEN true END AS "erased:boolean" '
        "FROM node LEFT JOIN erased USING (record)"
    )


def party_columns(entry: int) -> str:
    """The columns of a record that stands for a party."""
    return record_columns(entry, ", record AS id")


def identifiers(kinds: Iterable[str]) -> str:
    """Every value at which a number or document ends."""
    parts = ["SELECT '' AS value WHERE false"]
    parts += ["SELECT value FROM identifier"] if "identifier" in kinds else []
    parts += ["SELECT document FROM identity WHERE document IS NOT NULL"] if "identity" in kinds else []
    return f'SELECT DISTINCT value AS "value:ID(identifier)" FROM ({" UNION ALL ".join(parts)})'


def link_parts(kinds: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """The parts of all links: type of relationship, type of fact, which of its rows, and the field at their end."""
    parts = [(rel, kind, "true", TIE_FIELDS[rel]) for kind, rel in TIE_TYPES.items() if kind in kinds]
    if "office" in kinds:
        for rel in OFFICE_TYPES:
            posts = [post for post, other in POST_TYPES.items() if other == rel] or list(POST_TYPES)
            listed = ", ".join(f"'{post}'" for post in posts)
            parts.append(
                (rel, "office", f"f.post {'NOT ' if rel == 'OFFICER_OF' else ''}IN ({listed})", "enterprise")
            )
    if "identifier" in kinds:
        parts.append((IDENTIFIED_BY, "identifier", "true", "value"))
    if "identity" in kinds:
        parts.append((IDENTIFIED_BY, "identity", "f.document IS NOT NULL", "document"))
        parts.append(("SAME_AS", "identity", "f.same_as IS NOT NULL", "same_as"))
    return parts


def cited(kind: str) -> list[tuple[str, str]]:
    """How a fact node is tied to cases: type of relationship and the column that names the case."""
    names = {one.name for one in fields_of(kind)}
    found = [("IN_CASE", 'f."case"')] if "case" in names else []
    if kind == "decision":
        found += [("RESTS_ON", "unnest(f.rests_on)"), ("SUPERSEDES", "unnest(f.supersedes)")]
    return found


def cases(kinds: Sequence[str]) -> str:
    """Every case that a fact names; empty where none does."""
    parts = [f'SELECT {column} AS id FROM "{kind}" f' for kind in kinds for _, column in cited(kind)]
    if not parts:
        return ""
    return f'SELECT DISTINCT id AS "id:ID(case)" FROM ({" UNION ALL ".join(parts)}) WHERE id IS NOT NULL'


def spoken_of(kinds: Sequence[str]) -> str:
    """The cases of which facts say that they are theirs."""
    parts = [
        f'SELECT "case" FROM "{kind}"' for kind in kinds if any(one.name == "case" for one in fields_of(kind))
    ]
    parts.append("SELECT '' WHERE false")
    united = " UNION ALL ".join(parts)
    return f'SELECT DISTINCT "case" FROM ({united}) t("case") WHERE "case" IS NOT NULL ORDER BY 1'
