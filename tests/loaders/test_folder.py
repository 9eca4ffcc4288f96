"""Finding loaders by name, and files of a folder for them."""

from pathlib import Path

import pytest

from graph_service.errors import NotFound, Unavailable
from graph_service.loaders import find, names
from graph_service.loaders.folder import CHUNK, files_of


def test_a_loader_is_found_by_the_name_of_its_folder() -> None:
    assert "register_cn" in names()
    assert find("register_cn").sheet.name == "register_cn"


def test_an_unknown_loader_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="register_cn"):
        find("register_of_mars")


def test_files_come_sorted_with_their_path_inside_the_source(tmp_path: Path) -> None:
    """What editors leave behind is no part of the source."""
    (tmp_path / "b").mkdir()
    for name in ("b/二.csv", "a.csv", ".hidden", "~lock.xlsx"):
        (tmp_path / name).write_bytes(b"x" * 3)
    assert [(file.name, file.size) for file in files_of(tmp_path)] == [("a.csv", 3), ("b/二.csv", 3)]


def test_a_single_file_is_a_source_and_gives_its_bytes_anew_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"y" * (CHUNK + 1))
    (file,) = files_of(path)
    assert [len(chunk) for chunk in file.chunks()] == [CHUNK, 1]
    assert [len(chunk) for chunk in file.chunks()] == [CHUNK, 1]


def test_nothing_there_and_a_file_gone_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no folder with files"):
        files_of(tmp_path)
    path = tmp_path / "a.csv"
    path.write_bytes(b"y")
    (file,) = files_of(path)
    path.unlink()
    with pytest.raises(Unavailable, match=r"a\.csv cannot be read"):
        list(file.chunks())
