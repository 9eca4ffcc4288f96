"""How a judged write is told: proofs and timelines of its changes, and their proportion to the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from graph_service.alerts.alert import told_of, turn_of
from graph_service.alerts.effect import Effect
from graph_service.assemble.judging import Judged
from graph_service.assemble.titles import measure_title
from graph_service.consequences.model import Change, to_json
from graph_service.rules.rulebook import Rulebook
from graph_service.store import reach
from graph_service.store.store import Store

Json = dict[str, Any]


def line_more(change: Change, day: date) -> Json:
    """What a dry run adds to the line of a change: what turns on the day, the whole timelines, and the proof, by which
    clause of which law and on which facts (of a consequence that is no more made: what it stood on)."""
    one = change.after or change.before
    assert one is not None
    return {
        "target": one.target,
        "turn": turn_of(told_of(change.before, day), told_of(change.after, day)),
        "law": one.proof.law,
        "article": one.proof.article,
        "stands_on": [{"part": used.part, "fact": used.fact} for used in one.proof.facts],
        "timeline": {
            "before": to_json(change.before.timeline) if change.before else [],
            "after": to_json(change.after.timeline) if change.after else [],
        },
    }


def records_of_persons(changes: Iterable[Change]) -> list[str]:
    """The records of persons that changes speak of."""
    sides = (side for one in changes for side in (one.before, one.after) if side is not None)
    return sorted(
        {record for one in sides if one.target != "enterprise" for record in (*one.binds, *one.near)}
    )


def proportion_json(store: Store, book: Rulebook, judged: Judged, entry: int) -> Json:
    """Persons and firms newly bound, freed, and touched in any way, of how many in the register; and by measure, of how
    many on whom it is in force, as known at the entry."""
    by_measure: dict[str, list[Change]] = defaultdict(list)
    for change in judged.changes:
        one = change.after or change.before
        assert one is not None
        by_measure[one.measure].append(change)
    run = store.graph.read
    now = reach.in_force_of(run, list(by_measure), entry, judged.day) if by_measure else {}
    size = reach.register_size(run)
    return {
        **_of(judged.effect),
        "of_register": size,
        "share_newly_bound": {
            kind: round(count / size[kind], 6) if size[kind] else None
            for kind, count in judged.effect.bound.as_json().items()
        },
        "measures": [
            {
                "measure": measure_title(book, code),
                **_of(Effect.of(changes, judged.day)),
                "in_force_now": {"persons": now.get((code, False), 0), "firms": now.get((code, True), 0)},
            }
            for code, changes in sorted(by_measure.items())
        ],
    }


def _of(effect: Effect) -> Json:
    return {
        "newly_bound": effect.bound.as_json(),
        "freed": effect.freed.as_json(),
        "touched": effect.touched.as_json(),
    }
