"""The id of a party is that of the record the graph heard of first, and no later correction changes what it was."""

from __future__ import annotations

from graph_service.assemble import Workspace
from graph_service.facts import fact_id
from graph_service.facts.types import Enterprise
from graph_service.frames import Register
from tests.workspaces import FIRM, FIRM_CODE, as_role, state

SECOND = [
    {"type": "enterprise", "record": "two:A", "enterprise_type": "limited_company"},
    {"type": "identifier", "record": "two:A", "scheme": "uscc", "value": FIRM_CODE},
]


def test_a_correction_does_not_give_a_party_of_the_past_another_id(listed: Workspace) -> None:
    """The firm is on two records; what the first says it is gets corrected. Its id stays, at head and before."""
    joined = state(listed, SECOND)["entry"]
    first = fact_id(Enterprise(record=FIRM, type="limited_company"))
    fixed = {"type": "enterprise", "record": FIRM, "enterprise_type": "joint_stock_company"}
    corrected = state(listed, [{**fixed, "replaces": first}])["entry"]
    who = as_role("investigator")
    for known in (joined, corrected):
        clocks = listed.resolve_clocks("2026-07-01", known)
        page = listed.party("two:A", caller=who, clocks=clocks)
        assert (page["id"], page["records"]) == (FIRM, [FIRM, "two:A"]), known
        frame = Register(listed).parties(known_at=known, purpose="tender review", inquiry="2026-117")
        assert frame[frame.kind == "enterprise"].party.to_list() == [FIRM], known
