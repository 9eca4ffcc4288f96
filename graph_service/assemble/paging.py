"""Pages of long lists: a cursor says how far the reader came, and belongs to the clocks it was given at."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from graph_service.assemble.access import Clocks
from graph_service.errors import BadInput

MOST = 10**9


def skip_of(cursor: str | None, clocks: Clocks) -> int:
    """How many rows come before the page; raises BadInput for a cursor that is not ours, or of other clocks."""
    if not cursor:
        return 0
    try:
        skip, as_of, entry = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise BadInput("this cursor is not one of ours: take `next` of the page before") from error
    if type(skip) is not int or not 0 <= skip <= MOST:
        raise BadInput("this cursor is not one of ours: take `next` of the page before")
    if (as_of, entry) != (clocks.as_of.isoformat(), clocks.entry):
        raise BadInput(
            "this cursor was given at other clocks: ask with the as_of and known_at that its page echoed"
        )
    return skip


def paged(clocks: Clocks, content: Mapping[str, Any], skip: int, rows: int, total: int) -> dict[str, Any]:
    """A page with its clocks, the exact total, and the cursor of the next page (None: this was the last)."""
    more = skip + rows < total and rows > 0
    text = json.dumps([skip + rows, clocks.as_of.isoformat(), clocks.entry], separators=(",", ":"))
    cursor = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=") if more else None
    return {**clocks.as_json(), **content, "total": total, "next": cursor}
