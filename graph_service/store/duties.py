"""What a write owes to others: certificates of what it takes back, and alerts as of the day on which it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from graph_service.store.certificates import Certify, certify_nothing


def utc_day(at: datetime) -> date:
    """The day of an instant, UTC."""
    return at.astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class Duties:
    """`certify` signs for changes; `day_of` gives the day of an instant in the zone of the jurisdiction."""

    certify: Certify = certify_nothing
    day_of: Callable[[datetime], date] = utc_day
