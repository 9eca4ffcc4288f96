"""A province written to columns: the same files each time, taken up again after a stop, and fast."""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path

import pytest

from graph_service.assemble.generating import write_province
from graph_service.bulk import Columns, entry_folder
from graph_service.facts.digests import Digester
from graph_service.loaders.province import HIDDEN, Settings

DIGESTER = Digester(b"a key of the tests")
SETTINGS = Settings(enterprises=3_000, part=1_000, seed=11)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}


def test_the_same_settings_give_the_same_files(tmp_path: Path) -> None:
    """Parquet, deeds and manifest alike; another key changes tokens."""
    for name in ("one", "two"):
        write_province(tmp_path / name, SETTINGS, DIGESTER)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    write_province(tmp_path / "three", SETTINGS, Digester(b"quite another key"))
    assert files(tmp_path / "three") != files(tmp_path / "one")


def test_a_province_that_stopped_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    """Stopped after its second part, begun again, it has the files of one that never stopped."""
    whole = write_province(tmp_path / "whole", SETTINGS, DIGESTER)

    def stop(done: int, total: int) -> None:
        if done == 2_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_province(tmp_path / "stopped", SETTINGS, DIGESTER, stop)
    assert Columns.of(tmp_path / "stopped").rows == {}
    told: list[tuple[int, int]] = []
    again = write_province(tmp_path / "stopped", SETTINGS, DIGESTER, lambda *done: told.append(done))
    assert told == [(3_000, 3_000)]
    assert again.rows == whole.rows
    assert files(tmp_path / "stopped") == files(tmp_path / "whole")


def test_deeds_lie_beside_the_facts(tmp_path: Path) -> None:
    """One file of deeds per part, in the folder of the entry and not in any table."""
    write_province(tmp_path, SETTINGS, DIGESTER)
    found = sorted((entry_folder(tmp_path, 1) / HIDDEN).iterdir())
    deeds = [json.loads(line) for path in found for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(found) == SETTINGS.parts
    assert {"mechanism", "actor", "why", "hides", "enterprises"} <= set.intersection(
        *(set(deed) for deed in deeds)
    )


@pytest.mark.soak
def test_three_hundred_thousand_rows_a_second_with_flat_memory(tmp_path: Path) -> None:
    """A million enterprises; cards are not counted."""
    begun = time.perf_counter()
    columns = write_province(tmp_path, Settings(enterprises=1_000_000), DIGESTER)
    seconds = time.perf_counter() - begun
    facts = sum(manifest.facts for _, manifest in columns.parts)
    assert facts / seconds >= 300_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1024 * 1024
