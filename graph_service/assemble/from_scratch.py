"""A derivation from nothing, in a process of its own: facts in columns and a rulebook in a folder, reports out.

    python -m graph_service.assemble.from_scratch FOLDER

reads `FOLDER/facts` and `FOLDER/rules`, and writes `FOLDER/derived.jsonl`: the canonical report of every case that a
fact names, a line each, in order. How many are done is told on standard output. It opens no graph and knows nothing
of what is kept there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from graph_service.assemble.deriving import derive_cases
from graph_service.bulk import Columns, screen_columns
from graph_service.bulk.snapshot import cases_named
from graph_service.consequences import CaseReport, canonical
from graph_service.facts import FactIndex
from graph_service.rules.load import load_rulebook

FACTS, RULES, DERIVED = "facts", "rules", "derived.jsonl"
TOLD_EVERY = 500


def derive_folder(folder: Path) -> None:
    """See the module."""
    book = load_rulebook(folder / RULES)
    columns = Columns.staged(folder / FACTS)
    cases = cases_named(columns)

    def report(case: str, index: FactIndex) -> CaseReport:
        return derive_cases(index, [case], book)[0]

    with (folder / DERIVED).open("w", encoding="utf-8") as derived:
        for done, (_, made) in enumerate(screen_columns(columns, report, cases), start=1):
            derived.write(canonical(made) + "\n")
            if done % TOLD_EVERY == 0 or done == len(cases):
                sys.stdout.write(f"{done} {len(cases)}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    derive_folder(Path(sys.argv[1]))
