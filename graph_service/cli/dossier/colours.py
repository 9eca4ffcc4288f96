"""The colour of each state: dark enough for text on white (WCAG AA); every colour stands beside its word."""

from __future__ import annotations

COLOURS: dict[str, str] = {
    "in_force": "#b3261e",
    "proposed": "#b26a00",
    "offered": "#b26a00",
    "suspended": "#0b6a87",
    "temporarily_lifted": "#0b6a87",
    "draft": "#6b4fa3",
    "expired": "#8a8f98",
    "repaired": "#2e7d4f",
    "retracted": "#2e7d4f",
    "superseded": "#8a8f98",
}
