"""A question of the library: one native Cypher file, with a typed header that is read strictly.

    // query: officers-of-firm
    // zh: 某日在任的登记职务
    // en: Officers of a firm on a day
    // question: Who held which registered post in this firm on the day?
    // access: investigator, reviewer, administrator
    // reads: persons
    // param firm: party -- the firm, by the id of any of its records
    // param days: integer = 90 -- how far ahead to look
    // given officers: firm -- the records of each who holds or held a post in it
    // column person: party -- who
    // total: rows

A parameter of type `party` reaches the statement as the list of the records that were known then to be that party; what
is `given` (officers, proofs, subject) is worked out from one parameter the same way. A column of type `party` or `name`
is returned as a record, and answered as the party it was known to be, or that party's registered name; so no question
says itself who is who. `// known: head -- why` stands in a question that cannot be asked of the past.

Then the statement. It ends in one plain `RETURN` of exactly the columns, in order, then `ORDER BY`; it bounds
nothing itself. From it two statements are made: one page (SKIP, LIMIT), and the exact total. `$as_of` and
`$known_at` are given to every question; `-- differs: embedded: why` names a graph that cannot answer it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from graph_service.errors import BadInput

PARAM_TYPES = ("party", "case", "text", "integer", "measure", "list")
COLUMN_TYPES = (
    "party",
    "name",
    "case",
    "text",
    "integer",
    "day",
    "yesno",
    "share",
    "list",
    "measure",
    "clause",
    "consequence",
    "fact",
)
GIVEN = frozenset({"as_of", "known_at"})
"""Parameters that every question is given: a day (ISO text) and an entry number."""

WORKED_OUT = {"officers": "party", "proofs": "party", "subject": "case"}
"""What a statement may be given beyond its parameters, with the type of the parameter it is worked out from."""

READS = ("firms", "persons")
_KNOWN = "known"
_ONCE = ("query", "zh", "en", "question", "access", "reads", "total")
_LINE = re.compile(r"// (param|given|column|[a-z]+)(?: ([a-z_]+))?: (.+)")
_WORDS = re.compile(r"([a-z]+)(?: = (\S+))? -- (.+)")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_BOUNDS = re.compile(r"\b(SKIP|LIMIT|DISTINCT)\b")
_WRITES = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|CALL|LOAD|FOREACH)\b")


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: name, type, what it is, and its default (None: it must be given)."""

    name: str
    type: str
    says: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer: name, type and what it is."""

    name: str
    type: str
    says: str


@dataclass(frozen=True, slots=True)
class Given:
    """What the statement is given beyond its parameters: its name, and the parameter it is worked out from."""

    name: str
    param: str


@dataclass(frozen=True, kw_only=True)
class Query:
    """One question: its header, and its statement as the file has it. `access` are codes of access roles;
    `persons` tells whether its rows speak of persons (then a purpose is asked for and the read is logged);
    `head_only` is why it cannot be asked of the past (None: it can)."""

    id: str
    zh: str
    en: str
    question: str
    access: tuple[str, ...]
    persons: bool
    params: tuple[Param, ...]
    given: tuple[Given, ...]
    columns: tuple[Column, ...]
    statement: str
    head_only: str | None = None

    @cached_property
    def parts(self) -> tuple[str, str]:
        """The statement before its last RETURN, and from it on."""
        at = self.statement.rindex("\nRETURN ") + 1
        return self.statement[:at], self.statement[at:]

    @property
    def page(self) -> str:
        """The statement of one page of the answer."""
        return f"{self.statement}\nSKIP $skip LIMIT $limit"

    @property
    def count(self) -> str:
        """The statement of the exact total of rows."""
        return f"{self.parts[0]}RETURN count(*) AS total"


def read_query(name: str, text: str) -> Query:
    """The question of a file `name`; raises BadInput with file, line and reason."""
    head, statement = _split(name, text)
    once: dict[str, str] = {}
    params: list[Param] = []
    given: list[Given] = []
    columns: list[Column] = []
    for number, line in enumerate(head, start=1):
        found = _LINE.fullmatch(line)
        if not found:
            raise BadInput(f"{name}:{number}: a line of the header reads `// key: value`")
        key, word, value = found.groups()
        if key == "param" and word:
            params.append(Param(*_typed(name, number, word, value, PARAM_TYPES)))
        elif key == "given" and word:
            given.append(_given(name, number, word, value, params))
        elif key == "column" and word:
            kind, *rest = _typed(name, number, word, value, COLUMN_TYPES)[:3]
            columns.append(Column(kind, *rest))
        elif word is None and key in (*_ONCE, _KNOWN) and key not in once:
            once[key] = value.strip()
        else:
            raise BadInput(f"{name}:{number}: {key!r} is unknown here or stands twice")
    query = _query(name, once, tuple(params), tuple(given), tuple(columns), statement)
    _check_statement(name, query)
    return query


def _split(name: str, text: str) -> tuple[list[str], str]:
    lines = text.splitlines()
    head = []
    for line in lines:
        if not line.startswith("//"):
            break
        head.append(line)
    statement = "\n".join(lines[len(head) :]).strip()
    if not head or not statement:
        raise BadInput(f"{name}: a question is a header of `//` lines and then a statement")
    return head, statement


def _typed(
    name: str, number: int, word: str, value: str, types: tuple[str, ...]
) -> tuple[str, str, str, str | None]:
    found = _WORDS.fullmatch(value)
    if not found or found[1] not in types:
        raise BadInput(f"{name}:{number}: write `type -- what it is`, the type one of {', '.join(types)}")
    return word, found[1], found[3], found[2]


def _given(name: str, number: int, word: str, value: str, params: list[Param]) -> Given:
    """What is worked out from a parameter: `firm -- what it is`."""
    param, _, says = value.partition(" -- ")
    types = {one.name: one.type for one in params}
    if not says or word not in WORKED_OUT or types.get(param) != WORKED_OUT[word]:
        known = ", ".join(f"{one} (of a {kind})" for one, kind in WORKED_OUT.items())
        raise BadInput(f"{name}:{number}: write `given <one of {known}>: parameter -- what it is`")
    return Given(word, param)


def _query(
    name: str,
    once: dict[str, str],
    params: tuple[Param, ...],
    given: tuple[Given, ...],
    columns: tuple[Column, ...],
    statement: str,
) -> Query:
    missing = [key for key in _ONCE if key not in once]
    if missing:
        raise BadInput(f"{name}: the header lacks {missing[0]!r}")
    if not _ID.fullmatch(once["query"]) or f"{once['query']}.cypher" != name.rpartition("/")[2]:
        raise BadInput(f"{name}: the id of the question is the name of its file")
    if once["reads"] not in READS:
        raise BadInput(f"{name}: `reads` is one of {', '.join(READS)}")
    if once["total"] != "rows":
        raise BadInput(f"{name}: `total` is `rows`: no answer is bounded without its exact total")
    only, _, why = once.get(_KNOWN, "").partition(" -- ")
    if _KNOWN in once and (only != "head" or not why):
        raise BadInput(f"{name}: `known` is `head -- why`, or left out")
    names = [*(one.name for one in params), *(one.name for one in given)]
    if len({*names, *GIVEN}) != len(names) + len(GIVEN) or len({c.name for c in columns}) != len(columns):
        raise BadInput(f"{name}: a parameter or column stands twice")
    return Query(
        id=once["query"],
        zh=once["zh"],
        en=once["en"],
        question=once["question"],
        access=tuple(role.strip() for role in once["access"].split(",")),
        persons=once["reads"] == "persons",
        params=params,
        given=given,
        columns=columns,
        statement=statement,
        head_only=why or None,
    )


def _check_statement(name: str, query: Query) -> None:
    statement = query.statement
    if "\nRETURN " not in statement or "\nORDER BY " not in statement:
        raise BadInput(f"{name}: the statement ends in lines that begin with RETURN and ORDER BY")
    if "//" in statement or _WRITES.search(statement):
        raise BadInput(f"{name}: the statement only reads, and has no comments")
    last = query.parts[1].partition("\nORDER BY ")[0].removeprefix("RETURN ")
    if _BOUNDS.search(query.parts[1]):
        raise BadInput(f"{name}: the last RETURN has no DISTINCT, SKIP or LIMIT: the page is added to it")
    returned = tuple(part.strip() for part in last.split(","))
    if returned != tuple(column.name for column in query.columns):
        raise BadInput(f"{name}: the last RETURN gives exactly the columns of the header, by name, in order")
    used = set(re.findall(r"\$(\w+)", statement))
    declared = {*(one.name for one in query.params), *(one.name for one in query.given)}
    if used - GIVEN != declared:
        odd = sorted((used - GIVEN) ^ declared)
        raise BadInput(f"{name}: the parameter {odd[0]!r} is used and not declared, or declared and not used")
