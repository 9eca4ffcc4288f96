"""What hidden actors do, each written down by the mechanism that acts: who hides what, how, and why.

A mechanism changes what the register will show before it is written. What it meant is a deed, kept in a file beside
the facts and never among them: facts hold only what an authority or a register could see.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from graph_service.loaders.province.firms import Firms
from graph_service.loaders.province.plans import Plan
from graph_service.loaders.province.texts import Ints, day_text
from graph_service.loaders.province.ties import FORMER, WHOLE, Holdings, Members, join_holdings


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One deed: the actor and the records it shows, as source records; the firms; what is hidden; why; since when."""

    mechanism: str
    actor: str
    why: str
    hides: str
    enterprises: tuple[str, ...]
    records: tuple[str, ...] = ()
    since: str | None = None

    def as_line(self) -> str:
        """The deed as a line of JSON."""
        row = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) is not None}
        return json.dumps(row, ensure_ascii=False)


@dataclass(slots=True)
class Scene:
    """A part of the province while mechanisms act in it. `nominees` are persons who lend their names."""

    firms: Firms
    members: Members
    holdings: Holdings
    plans: list[Plan]
    nominees: Ints
    rng: np.random.Generator
    firm_record: Callable[[int], str]
    member_record: Callable[[int], str]
    deeds: list[Deed] = field(default_factory=list)

    def nominee(self) -> int:
        """A person who lends his name."""
        return int(self.rng.choice(self.nominees))

    def head(self, firm: int) -> int:
        """The member who is the head of a firm."""
        return int(self.members.first[firm])

    def quiet_firms(self, count: int) -> list[int]:
        """Companies in whose cases nobody acts."""
        decided = {plan.firm for plan in self.plans}
        found = self.rng.permutation(np.flatnonzero(self.firms.type == 0))[: count + len(decided)]
        return [int(firm) for firm in found if int(firm) not in decided][:count]


def act(scene: Scene) -> list[Deed]:
    """Let every mechanism act; the deeds in order."""
    for mechanism in (flight_from_the_post, phoenix, nominee_holder, cross_holding, shelf_companies):
        mechanism(scene)
    return scene.deeds


def flight_from_the_post(scene: Scene) -> None:
    """A head who sees the decision coming hands his post to a lent name, so that no order can name him."""
    for plan in scene.plans:
        if not plan.flight:
            continue
        head = scene.head(plan.firm)
        former = head + 1
        assert scene.members.rank[former] == FORMER
        scene.members.person[head] = scene.nominee()
        scene.deeds.append(
            Deed(
                mechanism="flight_from_the_post",
                actor=scene.member_record(former),
                why="to be out of the post on the day of the decision",
                hides="he still runs the firm; the new head lends his name",
                enterprises=(scene.firm_record(plan.firm),),
                records=(scene.member_record(head),),
                since=day_text(int(scene.firms.changed[plan.firm])),
            )
        )


def phoenix(scene: Scene) -> None:
    """After a decision the business goes on in a new firm, at the same address and telephone, under a lent name."""
    chosen = [plan for plan in scene.plans if plan.line.against == "firm" and scene.rng.random() < 0.05]
    for plan, risen in zip(chosen, scene.quiet_firms(len(chosen)), strict=False):
        firms, old = scene.firms, plan.firm
        founded = plan.day + 10 + int(scene.rng.random() * 110)
        if founded > int(firms.established.max()):
            continue
        firms.established[risen] = founded
        for column in (firms.place, firms.place_city, firms.phone, firms.trade, firms.city):
            column[risen] = column[old]
        scene.members.person[scene.head(risen)] = scene.nominee()
        scene.deeds.append(
            Deed(
                mechanism="phoenix",
                actor=scene.member_record(scene.head(old)),
                why="to go on trading without the decision",
                hides="the new firm is the old one's business",
                enterprises=(scene.firm_record(old), scene.firm_record(risen)),
                records=(scene.member_record(scene.head(risen)),),
                since=day_text(founded),
            )
        )


def nominee_holder(scene: Scene) -> None:
    """The owner of one firm owns another through a lent name; one in ten times a document says so (代持)."""
    firms = scene.quiet_firms(max(2, len(scene.firms) // 250))
    for owned, own in zip(firms[::2], firms[1::2], strict=False):
        head = scene.head(owned)
        scene.members.person[head] = scene.nominee()
        held = np.flatnonzero((scene.holdings.firm == owned) & (scene.holdings.member == head))
        scene.holdings.nominee[held] = scene.rng.random() < 0.1
        scene.deeds.append(
            Deed(
                mechanism="nominee_holder",
                actor=scene.member_record(scene.head(own)),
                why="to keep what the firm earns from his creditors",
                hides="the share is his; the registered holder lends his name",
                enterprises=(scene.firm_record(owned), scene.firm_record(own)),
                records=(scene.member_record(head),),
                since=day_text(int(scene.firms.established[owned])),
            )
        )


def cross_holding(scene: Scene) -> None:
    """A firm lets its child hold a part of itself, so that the same money is capital twice. Cycles have size 2."""
    holdings, rng = scene.holdings, scene.rng
    parents = np.bincount(holdings.firm[holdings.investor >= 0], minlength=len(scene.firms))
    edges = np.flatnonzero((holdings.investor >= 0) & (parents[holdings.firm] == 1))
    taken: set[int] = set()
    pairs: list[tuple[int, int, int]] = []
    for edge in rng.permutation(edges)[: max(2, len(edges) // 50)]:
        parent, child = int(holdings.investor[edge]), int(holdings.firm[edge])
        owners = np.flatnonzero((holdings.firm == parent) & (holdings.member >= 0))
        # A pair takes part in one exchange only: that is what keeps every cycle at two.
        if {parent, child} & taken or not len(owners) or holdings.subscribed[owners[0]] < 2_000:
            continue
        taken |= {parent, child}
        part = int(rng.integers(1, 11)) * 100
        holdings.subscribed[owners[0]] -= part
        holdings.paid[owners[0]] = np.minimum(holdings.paid[owners[0]], holdings.subscribed[owners[0]])
        pairs.append((parent, child, part))
        scene.deeds.append(
            Deed(
                mechanism="cross_holding",
                actor=scene.member_record(scene.head(parent)),
                why="to show paid-in capital that is not there",
                hides="the child paid for its parent's shares with the parent's own money",
                enterprises=(scene.firm_record(parent), scene.firm_record(child)),
            )
        )
    scene.holdings = join_holdings(holdings, _crossed(scene.firms, pairs))


def _crossed(firms: Firms, pairs: list[tuple[int, int, int]]) -> Holdings:
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    parent, child, part = columns[:, 0], columns[:, 1], columns[:, 2]
    assert (part < WHOLE).all()
    since = np.maximum(firms.established[parent], firms.established[child])
    nobody = np.full(len(pairs), -1, dtype=np.int64)
    return Holdings(parent, nobody, child, part, part, since, np.zeros(len(pairs), dtype=np.bool_))


def shelf_companies(scene: Scene) -> None:
    """A filing agent founds companies in stock, at one address and telephone and under lent names, to sell them."""
    firms, rng = scene.firms, scene.rng
    agents = np.unique(firms.agent[firms.agent >= 0])
    stock = scene.quiet_firms(max(10, len(firms) // 60))
    while len(stock) >= 5:
        size = int(rng.integers(5, 31))
        batch, stock = stock[:size], stock[size:]
        agent = int(rng.choice(agents))
        begun = int(firms.established[batch[0]])
        for firm in batch:
            firms.established[firm] = min(begun + int(rng.integers(0, 60)), int(firms.established.max()))
            firms.agent[firm] = agent
            for column in (firms.place, firms.place_city, firms.phone):
                column[firm] = column[batch[0]]
            scene.members.person[scene.head(firm)] = scene.nominee()
        scene.deeds.append(
            Deed(
                mechanism="shelf_companies",
                actor=scene.member_record(scene.head(agent)),
                why="to sell companies that have a history",
                hides="they do no business and their heads lend their names",
                enterprises=tuple(scene.firm_record(firm) for firm in batch),
                since=day_text(begun),
            )
        )
