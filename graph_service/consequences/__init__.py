"""Who is bound, and why: the law applied to facts, with proofs. Risk has no door into this room."""

from graph_service.consequences.engine import derive
from graph_service.consequences.model import (
    CaseReport,
    Consequence,
    Hint,
    Look,
    NotRecognised,
    Proof,
    Span,
    State,
    Used,
    canonical,
    consequence_from_json,
    to_json,
)

__all__ = [
    "CaseReport",
    "Consequence",
    "Hint",
    "Look",
    "NotRecognised",
    "Proof",
    "Span",
    "State",
    "Used",
    "canonical",
    "consequence_from_json",
    "derive",
    "to_json",
]
