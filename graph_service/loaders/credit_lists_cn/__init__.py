"""Chinese credit lists: 双公示 penalties and licences, published lists, court list and consumption orders, red lists,
commitments, objections, repairs, annulments; as CSV, XLSX or JSON lines.

`LOADER.shape(files, context)` takes from the context the tables `published_acts` (law decision 17: cited law, article,
outcome to act, category, conditions) and `authorities` (an authority's name to its department). A pair that is not
there is a problem, and the decision is stated with a category that no clause has.

The legal representative beside a party is a datum and names nobody. A person is reached only where the document names
him in columns of his own, by a role of its own words. A number in full proves, a masked one is a candidate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from graph_service.errors import Problem
from graph_service.intake import Batch, Context, SourceFile, SourceSheet
from graph_service.intake.rows import SourceRow
from graph_service.intake.tables import FoundTable, Reading, survey
from graph_service.loaders.credit_lists_cn.court import consumption_order, court_list
from graph_service.loaders.credit_lists_cn.decisions import listing, penalty
from graph_service.loaders.credit_lists_cn.docket import Docket
from graph_service.loaders.credit_lists_cn.json_lines import ENDS, found_table
from graph_service.loaders.credit_lists_cn.sheet import SHEET
from graph_service.loaders.credit_lists_cn.standing import (
    annulment,
    commitment,
    licence,
    objection,
    red_list,
    repair,
)

ROWS_A_BATCH = 1_000
"""Rows after which a batch is given, so that memory stays flat."""

SHAPES: dict[str, Callable[[Docket, SourceRow], bool]] = {
    "penalty": penalty,
    "court_list": court_list,
    "consumption_orders": consumption_order,
    "listing": listing,
    "licence": licence,
    "red_list": red_list,
    "commitments": commitment,
    "objections": objection,
    "repairs": repair,
    "annulments": annulment,
}
"""What is made of a row of each table, in the order of reading: decisions before what speaks of them."""


class CreditLists:
    """The loader of Chinese credit lists."""

    sheet: SourceSheet = SHEET

    def shape(self, files: Sequence[SourceFile], context: Context) -> Iterator[Batch]:
        """The facts of the files; pure. Rows of several files about one party and one case are joined."""
        docket = Docket.of(context, context.source or self.sheet.name)
        tables, problems = _tables(files, self.sheet)
        yield Batch(problems=problems)
        for name in SHAPES:
            for table in (one for one in tables if one.name == name):
                yield from _shape(docket, table)


def _tables(
    files: Sequence[SourceFile], sheet: SourceSheet
) -> tuple[tuple[FoundTable, ...], tuple[Problem, ...]]:
    lines = [file for file in files if file.name.lower().endswith(ENDS)]
    found = survey([file for file in files if file not in lines], sheet)
    tables, problems = list(found.tables), list(found.problems)
    for file in lines:
        table = found_table(file, sheet)
        if isinstance(table, Problem):
            problems.append(table)
        else:
            tables.append(table)
    return tuple(tables), tuple(problems)


def _shape(docket: Docket, table: FoundTable) -> Iterator[Batch]:
    reading = Reading(table)
    for number, row in enumerate(reading.rows(), start=1):
        if not SHAPES[table.name](docket, row):
            reading.give_up(row)
        if number % ROWS_A_BATCH == 0:
            yield _batch(docket, reading)
    yield _batch(docket, reading)


def _batch(docket: Docket, reading: Reading) -> Batch:
    facts, cards, _ = docket.take()
    rows, problems = reading.take()
    return Batch(facts=facts, cards=cards, problems=problems, rows={reading.table.name: rows})


LOADER = CreditLists()
