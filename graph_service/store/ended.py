"""Which look-ups meet the facts that an entry ends, and those that it lets stand again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph_service.facts import keys_of
from graph_service.store.connection import Run
from graph_service.store.endings import with_taken_back
from graph_service.store.reads import found_by_id
from graph_service.store.shape import ON_RECORD, expanded, kind_of

PAGE = 5_000
"""Records looked through at a time."""


def keys_of_ended(run: Run, ended: Iterable[str], near: Iterable[str], known: int) -> set[str]:
    """The look-up keys of facts (ids) that later facts speak of, and of whatever those had ended before.

    Ties and nodes are found by their ids. What a record says of itself is not: it is looked for on the records
    `near`, on those that took it back, and, as anybody may correct anything, on all records that cases ever read."""
    asked = with_taken_back(run, ended)
    found = found_by_id(run, asked, known)
    keys = {key for one in found for key in keys_of(one.fact)}
    missing = {fact for fact in asked if kind_of(fact) in ON_RECORD}
    pages = [list(dict.fromkeys([*near, *(one.fact.record for one in found)]))]
    for page in _then(pages, run, missing):
        for row in run(_SAID, ids=page):
            for one in expanded(row["record"], row["facts"] or (), row["places"] or ()):
                if one.id in missing:
                    missing.discard(one.id)
                    keys.update(keys_of(one.fact))
    return keys


def _then(first: Sequence[list[str]], run: Run, missing: set[str]) -> Iterator[list[str]]:
    """Pages of records: the likely ones, and then, while something is missing, all that cases read for its sake."""
    if missing:
        yield from first
    if missing:
        fields = sorted({f"{kind_of(fact)}.record" for fact in missing})
        read = [row["record"] for row in run(_READ, fields=fields)]
        for start in range(0, len(read), PAGE):
            if missing:
                yield read[start : start + PAGE]


_SAID = (
    "UNWIND $ids AS id MATCH (n:Record {record: id}) "
    "RETURN n.record AS record, n.facts AS facts, n.places AS places"
)
_READ = (
    "UNWIND $fields AS field MATCH (:Case)-[t:READS]->(k:Key) WHERE field IN t.fields "
    "RETURN DISTINCT k.id AS record ORDER BY record"
)
