"""Rows at the door: a number of a person stands in no field but the one that digests it."""

from datetime import date

import pytest

from graph_service.assemble.receiving import Receiver, RowsRefused
from graph_service.facts.digests import Digester

NUMBER, FAILS = "440106197001010030", "440106197001010031"
REG_NO = "440106000012344"


def errors(row: dict[str, str]) -> list[dict[str, str]]:
    try:
        Receiver(Digester(b"a key for tests only"), date(2026, 7, 1)).read([row], [])
    except RowsRefused as refused:
        return refused.errors
    return []


@pytest.mark.parametrize(
    "row",
    [
        {"type": "identifier", "record": "gsxt:A", "scheme": "uscc", "value": NUMBER},
        {"type": "identifier", "record": "gsxt:A", "scheme": "uscc", "value": FAILS},
        {"type": "identifier", "record": "gsxt:A", "scheme": "reg_no", "value": "440106700101003"},
        {"type": "enterprise", "record": f"gsxt:{NUMBER}"},
        {"type": "enterprise", "record": f"gsxt:{FAILS}"},
        {"type": "address", "record": "gsxt:A", "address": f"一号 {NUMBER[:6]} {NUMBER[6:]}"},
    ],
)
def test_a_number_of_a_person_is_refused_in_every_other_field_and_not_repeated(row: dict[str, str]) -> None:
    """In an identifier too, which is for numbers of organisations: it would be found, shown and put into URLs."""
    (error,) = errors(row)
    assert error["at"] == "facts.0"
    assert "number of an identity document" in error["why"]
    assert "0101" not in error["why"]


@pytest.mark.parametrize("value", ["91440101MA5A1B2C1G", REG_NO, "440106700101004", "11440106MB2D0123X4"])
def test_numbers_of_organisations_are_identifiers(value: str) -> None:
    """A registration number whose digits could be a birth date too, when its check digit holds."""
    assert errors({"type": "identifier", "record": "gsxt:A", "scheme": "uscc", "value": value}) == []
