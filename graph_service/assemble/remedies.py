"""What would lift a consequence, as an answer: by time, subject and authority, each with the facts it supposes."""

from __future__ import annotations

from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.showing import Showing
from graph_service.assemble.sight import Sight
from graph_service.consequences import Consequence, to_json
from graph_service.consequences.ways_out import WayOut, ways_out
from graph_service.errors import NotFound
from graph_service.facts import to_row


def ways_out_json(sight: Sight, one: Consequence, caller: Caller) -> dict[str, Any]:
    """The ways out of a consequence on the day. Raises NotFound where it may not be shown to this caller."""
    if not Showing(caller, sight).shows(one):
        raise NotFound("there is no such consequence at that time")
    day = sight.clocks.as_of
    sight.index.prefetch([one.case])
    found = ways_out(one, sight.index, sight.book, day)
    return {
        **sight.clocks.as_json(),
        "consequence": one.id,
        "case": one.case,
        "measure": one.measure,
        "state": to_json(one.on(day)),
        "ways_out": [_way(way) for way in found],
        "total": len(found),
    }


def _way(way: WayOut) -> dict[str, Any]:
    said = {name: to_json(getattr(way, name)) for name in way.__dataclass_fields__ if name != "facts"}
    return {**said, "facts": [{"fact_type": fact.kind, **to_row(fact)} for fact in way.facts]}
