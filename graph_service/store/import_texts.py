"""How a bulk import writes facts as texts and makes their ids, in SQL: sign for sign what a post stores."""

from __future__ import annotations

from graph_service.facts import fields_of
from graph_service.store.shape import ON_RECORD

QUOTED = r"""
CREATE MACRO quoted(x) AS CASE WHEN regexp_matches(x, '["\\\x00-\x1f]') THEN '"' || array_to_string(list_transform(
string_split(x, ''), lambda c: CASE WHEN c IN ('"', '\') THEN '\' || c WHEN c = chr(10) THEN '\n' WHEN c = chr(13)
THEN '\r' WHEN c = chr(9) THEN '\t' WHEN c = chr(8) THEN '\b' WHEN c = chr(12) THEN '\f' WHEN unicode(c) < 32
THEN '\u' || printf('%04x', unicode(c)) ELSE c END), '') || '"' ELSE '"' || x || '"' END
"""
"""A text as JSON writes it, sign for sign as `facts.rows` does, since ids are digests of it."""

BARE = "document IS NULL AND same_as IS NULL"
"""An identity fact that its record's node keeps."""


def taken(kind: str) -> str:
    """The columns of a table: the fields, and the id; for a fact that its record's node keeps, the text that is kept
    there, and the id only where something may ask for it."""
    if kind == "card":
        return "SELECT *"
    fact = f"coalesce(id, {id_of(kind)})"
    if kind in ON_RECORD:
        fact = f"CASE WHEN replaces IS NOT NULL THEN {fact} END"
        return f"SELECT * EXCLUDE (id), {fact} AS id, {_text(kind)} AS text"
    text = f", CASE WHEN {BARE} THEN {_text(kind)} END AS text" if kind == "identity" else ""
    return f"SELECT * EXCLUDE (id), {fact} AS id{text}"


def id_of(kind: str) -> str:
    """The id of a fact, as `facts.rows.row_id` makes it."""
    return f"'{kind}:' || left(sha256({_text(kind, 'record')}), 24)"


def _text(kind: str, *also: str) -> str:
    """The compact text of a fact, as `shape.compact` writes it: without its record, unless that is asked for."""
    cells = [
        f"""'"{one.name}":' || {_VALUE.get(one.holds, _QUOTED_VALUE).format(name=one.name)}"""
        for one in sorted(fields_of(kind), key=lambda one: one.name)
        if one.name != "record" or also
    ]
    return f"""'["{kind}",{{' || concat_ws(',', {", ".join(cells)}) || '}}]'"""


_QUOTED_VALUE = 'quoted("{name}")'
_VALUE = {
    "int": '"{name}"::VARCHAR',
    "bool": '"{name}"::VARCHAR',
    "list": "'[' || array_to_string(list_transform(\"{name}\", lambda one: quoted(one)), ',') || ']'",
}


def once(kind: str) -> str:
    """Keep the first of a fact that is stated twice."""
    key = "record, text" if kind in ON_RECORD else "id"
    return (
        f'DELETE FROM "{kind}" WHERE rowid IN (SELECT unnest(list(rowid ORDER BY ordinal)[2:]) FROM "{kind}" '
        f"GROUP BY {key} HAVING count(*) > 1)"
    )
