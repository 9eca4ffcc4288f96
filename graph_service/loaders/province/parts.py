"""One part of the province from beginning to end: firms and plans, seats, what hidden actors do, register, cases."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa

from graph_service.facts import Card, Fact, Row, fields_of, to_row
from graph_service.facts.digests import Digester
from graph_service.facts.types import Decision
from graph_service.loaders.province.afterwards import Course, persons_in
from graph_service.loaders.province.documents import Clerk, authorities
from graph_service.loaders.province.firms import Firms, draw_firms
from graph_service.loaders.province.mechanisms import Scene, act
from graph_service.loaders.province.people import NameKeys, People, draw_people, seat
from graph_service.loaders.province.plans import Plan, draw_plans, rows_of
from graph_service.loaders.province.register import Register
from graph_service.loaders.province.settings import Settings
from graph_service.loaders.province.texts import NEVER, day_number
from graph_service.loaders.province.ties import (
    OTHER,
    Members,
    Offices,
    draw_holdings,
    draw_members,
    draw_offices,
)

STRANGERS = 3
"""Persons outside the register that are kept ready, per case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A part as columns: type of fact (or `card`) to a table of its row's fields; the deeds of hidden actors as lines
    of JSON; and the counts that an account asks for."""

    columns: dict[str, pa.Table]
    hidden: tuple[str, ...]
    source_records: int
    parties: int
    proved_persons: int


def make_part(settings: Settings, part: int, digester: Digester, keys: NameKeys | None = None) -> Chunk:
    """Part `part` (from 0) of the province; the same settings and key give the same bytes. `keys` keeps name keys
    from one part to the next."""
    rng = np.random.default_rng([settings.seed, part])
    keys = keys or NameKeys(digester)
    firms = draw_firms(settings, part, rng)
    plans = draw_plans(settings, part, firms, rng)
    members = draw_members(firms, rng)
    members.person = seat(members.firm, rng)
    seated = int(members.person.max()) + 1
    offices = draw_offices(firms, members, rng)
    strangers = STRANGERS * len(plans) + 1
    scene = Scene(
        firms=firms, members=members, holdings=draw_holdings(firms, members, rng), plans=plans, rng=rng,
        nominees=rng.choice(seated, size=max(3, len(firms) // 400), replace=False),
        firm_record=lambda row: f"{settings.source}:E{int(firms.number[row]):07d}",
        member_record=lambda seat: f"{settings.source}:P{int(firms.number[0]) * 8 + seat:08d}",
    )  # fmt: skip
    young = _seat_minors(scene, offices, seated + strangers)
    people = draw_people(settings, part, seated + strangers, young, rng)
    deeds = act(scene)
    offices = _in_their_time(firms, members, offices, people)
    plain = rows_of([plan for plan in plans if plan.plain])
    register = Register.of(settings, firms, members, offices, scene.holdings, people, plain, rng)
    tables: dict[str, list[pa.Table]] = defaultdict(list)
    for kind, table in register.tables(digester, keys, rng).items():
        tables[kind].append(table)
    clerk = _clerk(settings, part, register, digester, keys, range(seated, seated + strangers))
    facts: list[Fact] = [*authorities(settings.source)] if part == 0 else []
    for plan in plans:
        facts += _case(clerk, plan, settings)
    for kind, table in _fact_tables(facts, clerk.cards):
        tables[kind].append(table)
    return _chunk(
        {kind: _merged(found) for kind, found in tables.items()}, [deed.as_line() for deed in deeds]
    )


def _in_their_time(firms: Firms, members: Members, offices: Offices, people: People) -> Offices:
    """No office begins before its firm (a mechanism may have founded it later) or before its holder is of age; one
    that would have ended by then was never held."""
    earliest = np.maximum(
        firms.established[members.firm[offices.member]], people.adult_days(members.person[offices.member])
    )
    since = np.maximum(offices.since, earliest)
    held = offices.until > since
    held |= offices.since == NEVER
    return Offices(offices.member[held], offices.post[held], since[held], offices.until[held])


def _seat_minors(scene: Scene, offices: Offices, first: int) -> int:
    """A few seats without an office, in firms without a case, go to persons under age: how many."""
    members = scene.members
    free = np.flatnonzero(members.rank == OTHER)
    free = free[~np.isin(free, offices.member) & ~np.isin(members.firm[free], rows_of(scene.plans))]
    chosen = scene.rng.permutation(free)[: max(1, min(900, len(scene.firms) // 1_000))]
    members.person[chosen] = first + np.arange(len(chosen))
    return len(chosen)


def _clerk(
    settings: Settings, part: int, register: Register, digester: Digester, keys: NameKeys, strangers: range
) -> Clerk:
    return Clerk(
        source=settings.source, firms=register.firms, members=register.members, offices=register.offices,
        people=register.people, digester=digester, keys=keys, codes=register.codes,
        member_record=register.member_records, strangers=iter(strangers),
        chance=random.Random(settings.seed * 1_000_003 + part),
    )  # fmt: skip


def _case(clerk: Clerk, plan: Plan, settings: Settings) -> list[Fact]:
    facts = clerk.document(plan)
    decision = facts[0]
    assert isinstance(decision, Decision)
    head = int(clerk.members.first[plan.firm])
    course = Course(
        plan=plan, decision=decision, persons=persons_in(facts), head=str(clerk.member_record[head]),
        today=day_number(settings.today), chance=clerk.chance,
    )  # fmt: skip
    return facts + course.run()


def _fact_tables(facts: list[Fact], cards: list[Card]) -> Iterator[tuple[str, pa.Table]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for fact in facts:
        rows[fact.kind].append(to_row(fact))
    for kind, found in rows.items():
        shapes = {field.name: field.holds for field in fields_of(kind)}
        names = [name for name in shapes if any(name in row for row in found)]
        arrays = [
            pa.array([row.get(name) for row in found], _ARROW.get(shapes[name], pa.string()))
            for name in names
        ]
        yield kind, pa.table(dict(zip(names, arrays, strict=True)))
    if cards:
        names = [field.name for field in fields(Card)]
        yield (
            "card",
            pa.table({name: pa.array([getattr(one, name) for one in cards], pa.string()) for name in names}),
        )


_ARROW = {"list": pa.list_(pa.string()), "bool": pa.bool_(), "int": pa.int64()}


def _merged(tables: list[pa.Table]) -> pa.Table:
    """Tables of one type of fact as one; a column that one of them lacks is empty there."""
    if len(tables) == 1:
        return tables[0]
    names = dict.fromkeys(name for table in tables for name in table.column_names)
    columns = {}
    for name in names:
        types = [_value_type(table.schema.field(name).type) for table in tables if name in table.column_names]
        columns[name] = pa.concat_arrays(
            [
                table.column(name).cast(types[0]).combine_chunks()
                if name in table.column_names
                else pa.nulls(table.num_rows, types[0])
                for table in tables
            ]
        )
    return pa.table(columns)


def _value_type(arrow: pa.DataType) -> pa.DataType:
    return arrow.value_type if pa.types.is_dictionary(arrow) else arrow


def _chunk(columns: dict[str, pa.Table], hidden: list[str]) -> Chunk:
    enterprises, persons = columns["enterprise"].num_rows, columns["person"].num_rows
    identified = columns["identity"]
    distinct = len(identified.column("document").unique())
    return Chunk(
        columns=columns,
        hidden=tuple(hidden),
        source_records=enterprises + persons,
        parties=len(columns["identifier"].column("value").unique())
        + distinct
        + persons
        - identified.num_rows,
        proved_persons=distinct,
    )
