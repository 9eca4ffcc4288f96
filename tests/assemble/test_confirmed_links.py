"""What a link that a reviewer confirmed carries to a number, and what it does not (law decision 11, I02)."""

from __future__ import annotations

from graph_service.assemble import Subject, Workspace
from tests.assemble.test_reading import answer, measures
from tests.workspaces import DAY, FIRM, FIRM_CODE, NUMBER, ORDER_PERSON, PERSON, state

OTHER = "440106198801010017"
"""Another made-up number that passes its check."""


def test_a_confirmed_link_to_someone_with_a_number_of_his_own_carries_no_restriction(
    named: Workspace,
) -> None:
    """N has a number of his own and a reviewer confirms that he is the person of the order: asked by N's number
    nothing is in force, now and as it was known then; asked by the number in the order its holder is bound."""
    state(
        named,
        [
            {"type": "person", "record": "gsxt:N"},
            {"type": "identity", "record": "gsxt:N", "level": "PROVED", "document_number": OTHER},
            {"type": "identity", "record": "gsxt:N", "level": "CONFIRMED", "same_as": ORDER_PERSON, "by": "reviewer:1"},
        ],
        [{"record": "gsxt:N", "name": "王伟", "birth_date": "1988-01-01"}],
    )  # fmt: skip
    head = named.resolve_clocks().entry
    state(named, [{"type": "name", "record": FIRM, "name": "粤海"}], [])
    assert measures(answer(named, Subject(document_number=OTHER))) == {}
    assert measures(answer(named, Subject(document_number=NUMBER))) == {"M01": "bound"}
    then = {"as_of": None, "clocks": named.resolve_clocks(DAY, head)}
    assert measures(answer(named, Subject(document_number=OTHER), **then)) == {}
    assert measures(answer(named, Subject(document_number=NUMBER), **then)) == {"M01": "bound"}


def test_a_firms_number_on_a_persons_record_is_still_the_firms(named: Workspace) -> None:
    """Asked by its number the firm is answered; asked by his, the person is, and he is not the firm."""
    state(named, [{"type": "identifier", "record": PERSON, "scheme": "uscc", "value": FIRM_CODE}], [])
    firm = answer(named, Subject(uscc=FIRM_CODE))
    assert firm["party"] == FIRM
    assert {"M19", "M01"} <= set(measures(firm))
    assert measures(answer(named, Subject(document_number=NUMBER))) == {"M01": "bound"}
