"""Screening: the whole argument on one page. Facts, a rulebook, a day and cases in; a result out.

Per case and per party: who is bound to which measure, by which clause of which law, since when and until when, on
which records; what is proposed, offered or drafted, kept apart; who is near and not reached, and why not.
"""

from graph_service.screening.result import (
    Bearing,
    CasePage,
    NearMiss,
    PartyPage,
    ScreeningResult,
    Totals,
    fact_json,
    to_plain,
)
from graph_service.screening.screen import Screening, screen

__all__ = [
    "Bearing",
    "CasePage",
    "NearMiss",
    "PartyPage",
    "Screening",
    "ScreeningResult",
    "Totals",
    "fact_json",
    "screen",
    "to_plain",
]
