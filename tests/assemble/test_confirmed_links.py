"""What a link that a reviewer confirmed carries to a number, and what it does not (law decision 11, I02)."""

from __future__ import annotations

from typing import Any

from graph_service.assemble import Subject, Workspace
from tests.assemble.test_reading import answer, measures
from tests.workspaces import DAY, FIRM, FIRM_CODE, NUMBER, ORDER, ORDER_PERSON, PERSON, as_role, state

OTHER = "440106198801010017"
"""Another made-up number that passes its check."""


JOINED: list[dict[str, Any]] = [
    {"type": "enterprise", "record": "gsxt:B", "enterprise_type": "limited_company"},
    {"type": "person", "record": "gsxt:N"},
    {"type": "identity", "record": "gsxt:N", "level": "PROVED", "document_number": OTHER},
    {"type": "office", "record": "gsxt:N", "enterprise": "gsxt:B", "post": "director", "since": "2015-08-01"},
    {"type": "identity", "record": "gsxt:N", "level": "CONFIRMED", "same_as": ORDER_PERSON, "by": "reviewer:1"},
]  # fmt: skip
"""N has a number of his own and a post in firm B; a reviewer confirms that he is the person of the order."""
JOINED_CARDS = [{"record": "gsxt:N", "name": "王伟", "birth_date": "1988-01-01"}]
INVESTIGATOR = as_role("investigator")


def test_asked_by_a_number_of_his_own_nothing_is_in_force(named: Workspace) -> None:
    """Asked by N's number nothing is in force, now and as it was known then; asked by the number in the order its
    holder is bound."""
    state(named, JOINED, JOINED_CARDS)
    head = named.resolve_clocks().entry
    state(named, [{"type": "name", "record": FIRM, "name": "粤海"}], [])
    assert measures(answer(named, Subject(document_number=OTHER))) == {}
    assert measures(answer(named, Subject(document_number=NUMBER))) == {"M01": "bound"}
    then = {"as_of": None, "clocks": named.resolve_clocks(DAY, head)}
    assert measures(answer(named, Subject(document_number=OTHER), **then)) == {}
    assert measures(answer(named, Subject(document_number=NUMBER), **then)) == {"M01": "bound"}


def test_no_page_shows_a_restriction_on_one_who_is_joined_by_a_reviewer_alone(named: Workspace) -> None:
    """Party page, consequences, why-not, screening and the questions of the library speak of N apart from the person
    of the order, on both clocks; N is said to be joined with him, and why the order does not bind him."""
    state(named, JOINED, JOINED_CARDS)
    head = named.resolve_clocks().entry
    state(named, [{"type": "name", "record": FIRM, "name": "粤海"}], [])
    for known_at in (None, head):
        who: dict[str, Any] = {"caller": INVESTIGATOR, "clocks": named.resolve_clocks(DAY, known_at)}
        page = named.party("gsxt:N", **who)
        assert (page["id"], page["records"], page["confirmed_with"]) == (
            "gsxt:N",
            ["gsxt:N"],
            [PERSON, ORDER_PERSON],
        )
        assert named.party(ORDER_PERSON, **who)["confirmed_with"] == ["gsxt:N"]
        assert named.consequences("gsxt:N", **who)["total"] == 0
        bound = named.consequences(ORDER_PERSON, **who)["consequences"]
        assert [(one["measure"]["code"], one["binds"]) for one in bound] == [("M01", [PERSON, ORDER_PERSON])]
        near = named.why_not(ORDER, "gsxt:N", **who)
        assert near["reached"] == []
        assert "identity_not_proved" in {one["reason"] for one in near["why_not"]}
        parties = {one["party"]: one for one in named.screen([ORDER], **who)["parties"]}
        assert "gsxt:N" not in parties
        assert parties[PERSON]["records"] == [PERSON, ORDER_PERSON]
        assert parties[PERSON]["confirmed_with"] == ["gsxt:N"]
        assert named.query("bound-in-firm", {"firm": "gsxt:B"}, **who)["rows"] == []
        bars = {"firm": "gsxt:B", "measures": "M01"}
        assert named.query("offices-against-bar", bars, **who)["rows"] == []
        bars = {"firm": FIRM, "measures": "M01"}
        assert [row["person"] for row in named.query("offices-against-bar", bars, **who)["rows"]] == [PERSON]


def test_once_the_link_is_proved_the_restriction_is_on_him_too(named: Workspace) -> None:
    """The number of the order stated on N's record makes them one: his post in firm B is held against the bar."""
    state(named, JOINED, JOINED_CARDS)
    made = state(
        named,
        [{"type": "identity", "record": "gsxt:N", "level": "PROVED", "document_number": NUMBER}],
    )
    assert [one["measure"] for one in made["changed"]] == ["M01"]
    who: dict[str, Any] = {"caller": INVESTIGATOR, "clocks": named.resolve_clocks(DAY)}
    rows = named.query("offices-against-bar", {"firm": "gsxt:B", "measures": "M01"}, **who)["rows"]
    assert [row["person"] for row in rows] == [PERSON]
    (bound,) = named.consequences("gsxt:N", **who)["consequences"]
    assert bound["binds"] == [PERSON, "gsxt:N", ORDER_PERSON]


def test_a_firms_number_on_a_persons_record_is_still_the_firms(named: Workspace) -> None:
    """Asked by its number the firm is answered; asked by his, the person is, and he is not the firm."""
    state(named, [{"type": "identifier", "record": PERSON, "scheme": "uscc", "value": FIRM_CODE}], [])
    firm = answer(named, Subject(uscc=FIRM_CODE))
    assert firm["party"] == FIRM
    assert {"M19", "M01"} <= set(measures(firm))
    assert measures(answer(named, Subject(document_number=NUMBER))) == {"M01": "bound"}
