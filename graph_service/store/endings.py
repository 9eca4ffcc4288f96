"""Which facts no longer stand, from the endings kept in the graph; and marking that on ties and fact nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph_service.facts import Fact, Stated, ends
from graph_service.facts.types import Retraction
from graph_service.store.connection import Run
from graph_service.store.shape import IDENTIFIED_BY, LINK_KINDS, NODE_KINDS, OFFICE_TYPES, kind_of

_ENDINGS = """
UNWIND $ids AS id MATCH (e:Ending {of: id}) WHERE e.entry_in <= $known
RETURN e.of AS of, e.by AS by, e.retracts AS retracts, e.entry_in AS entry, e.ordinal AS ordinal
"""
RELATIONSHIPS: dict[str, tuple[str, ...]] = {
    "office": OFFICE_TYPES,
    "holding": ("SHAREHOLDER_OF",),
    "branch_of": ("BRANCH_OF",),
    "connection": ("CONNECTED_WITH",),
    "guarantee": ("GUARANTEES",),
    "identity": (IDENTIFIED_BY, "SAME_AS"),
    "identifier": (IDENTIFIED_BY,),
}
"""Types of relationship in which a type of fact may lie."""


def endings(run: Run, facts: Iterable[str], known: int) -> dict[str, tuple[str, int]]:
    """Those of `facts` (ids) that no longer stand at entry `known`, each with the fact that ended it and its entry.

    What ended a fact may itself have been taken back, so the endings of endings are read too."""
    wanted = list(dict.fromkeys(facts))
    weighed: list[Stated] = []
    seen = set(wanted)
    ask = wanted
    while ask:
        found = run(_ENDINGS, ids=ask, known=known)
        weighed += [_as_stated(row) for row in found]
        ask = [row["by"] for row in found if row["by"] not in seen]
        seen.update(ask)
    if not weighed:
        return {}
    weighed.sort(key=lambda one: (one.entry, one.ordinal))
    entries = {one.id: one.entry for one in weighed}
    asked = set(wanted)
    return {fact: (by, entries[by]) for fact, by in ends(weighed).items() if fact in asked}


def _as_stated(row: dict[str, object]) -> Stated:
    """An ending as the fact it came from, as far as weighing it needs."""
    of = str(row["of"])
    fact = Retraction(record="", of=of) if row["retracts"] else Fact(record="", replaces=of)
    return Stated(fact, int(str(row["entry"])), int(str(row["ordinal"])), str(row["by"]))


def mark_endings(run: Run, facts: Iterable[str], entry: int) -> set[str]:
    """Put `entry_out` on the ties and fact nodes among `facts` that ended in this entry, and take it off those that
    came back; `unmerged` on identity facts. Gives the records whose identity facts this concerns.

    `facts` are the ids that endings and unmerges of this entry speak of."""
    asked = with_taken_back(run, facts)
    gone = endings(run, asked, entry)
    now = [fact for fact in asked if fact in gone and gone[fact][1] == entry]
    back = [fact for fact in asked if fact not in gone]
    concerned: set[str] = set()
    for ids, setting in ((now, "SET {}.entry_out = $entry"), (back, "REMOVE {}.entry_out")):
        nodes = [fact for fact in ids if kind_of(fact) in NODE_KINDS]
        if nodes:
            run(f"UNWIND $ids AS id MATCH (f:Fact {{id: id}}) {setting.format('f')}", ids=nodes, entry=entry)
        for rel, group in _by_relationship(ids).items():
            rows = run(_link(rel, setting.format("t")), ids=group, entry=entry)
            if rel in (IDENTIFIED_BY, "SAME_AS"):
                concerned.update(row["record"] for row in rows)
    return concerned | _mark_unmerged(run, asked, entry)


def with_taken_back(run: Run, facts: Iterable[str]) -> list[str]:
    """`facts`, and what those of them that ended or unmerged something spoke of: it may stand again."""
    asked = list(dict.fromkeys(facts))
    ask = asked
    while ask:
        found = [*run(_SPOKEN_OF, ids=ask), *run(_ENDED_BY, ids=ask)]
        ask = list(dict.fromkeys(row["of"] for row in found if row["of"] not in asked))
        asked = [*asked, *ask]
    return asked


_SPOKEN_OF = (
    "UNWIND $ids AS id MATCH (f:Fact {id: id}) WHERE f.reference IS NOT NULL RETURN f.reference AS of"
)
_ENDED_BY = "UNWIND $ids AS id MATCH (e:Ending {by: id}) RETURN e.of AS of"


def _mark_unmerged(run: Run, facts: Iterable[str], entry: int) -> set[str]:
    identities = [fact for fact in facts if kind_of(fact) == "identity"]
    if not identities:
        return set()
    rows = run("UNWIND $ids AS id MATCH (f:Fact {reference: id}) RETURN id, f.id AS unmerge", ids=identities)
    rows = [row for row in rows if kind_of(row["unmerge"]) == "unmerge"]
    gone = endings(run, [row["unmerge"] for row in rows], entry)
    apart = {row["id"] for row in rows if row["unmerge"] not in gone}
    concerned: set[str] = set()
    for ids, setting in ((apart, "SET t.unmerged = true"), (set(identities) - apart, "REMOVE t.unmerged")):
        for rel, group in _by_relationship(sorted(ids)).items():
            concerned.update(row["record"] for row in run(_link(rel, setting), ids=group))
    return concerned


def _by_relationship(facts: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        if kind_of(fact) in LINK_KINDS:
            for rel in RELATIONSHIPS[kind_of(fact)]:
                groups[rel].append(fact)
    return groups


def _link(rel: str, setting: str) -> str:
    return f"MATCH (a)-[t:{rel}]->(b) WHERE t.fact IN $ids {setting} RETURN t.record AS record"
