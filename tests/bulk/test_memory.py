"""How much memory a register as columns needs does not depend on how large it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

RUN = """
import json, resource, sys
from pathlib import Path
from graph_service.assemble.generating import write_province
from graph_service.bulk import Columns, Effort, screen_columns
from graph_service.consequences import derive
from graph_service.facts.digests import Digester
from graph_service.loaders.province import Settings
from graph_service.rules.load import load_rulebook

folder, enterprises = Path(sys.argv[1]), int(sys.argv[2])
write_province(folder, Settings(enterprises=enterprises, part=10_000), Digester(b"a key of the tests"))
staged = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
book, effort = load_rulebook(), Effort()
law = lambda case, index: len(derive(case, index, book).consequences)
found = sum(count for _, count in screen_columns(Columns.of(folder), law, partition=500, effort=effort))
screened = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps(dict(staged=staged, screened=screened, cases=effort.cases, consequences=found)))
"""
"""Generate, stage and screen a whole register; the most memory (MiB) that this took."""


def measured(folder: Path, enterprises: int) -> Any:
    """What a process of its own needed for a register of this size."""
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(folder), str(enterprises)], capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


@pytest.mark.soak
def test_a_register_four_times_as_large_needs_hardly_more_memory(tmp_path: Path) -> None:
    """Generated, staged and screened whole: 200,000 enterprises beside 50,000, and below one GiB."""
    small, large = measured(tmp_path / "small", 50_000), measured(tmp_path / "large", 200_000)
    assert large["cases"] > 3 * small["cases"] > 1_500
    assert large["consequences"] > large["cases"]
    assert large["staged"] < 1.25 * small["staged"]
    assert large["screened"] < 1.5 * small["screened"]
    assert large["screened"] < 1_024
