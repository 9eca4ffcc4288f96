"""FollowTheMoney: companies, people, offices, holdings and sanctions, as OpenSanctions and Aleph publish them.

`LOADER.shape(files, context)` reads the files twice: first which id is what, then the facts, so that a tie may stand
before its ends. It takes from the context the table `listings` (which list is which clause; law decision 22).

One id is one party, because the source promises it: an identity fact CONFIRMED at most. A number in full on a record
of one single list proves; on a record merged from several lists it confirms. Family and Associate are refused and
counted, and nothing of them is kept. Who is listed is so on this very record; nobody else is reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph_service.errors import Problem
from graph_service.intake import Batch, Context, SourceFile, SourceSheet
from graph_service.loaders.followthemoney.desk import Basket, Survey
from graph_service.loaders.followthemoney.documents import document
from graph_service.loaders.followthemoney.entities import Entity, read
from graph_service.loaders.followthemoney.listings import listing
from graph_service.loaders.followthemoney.parties import party
from graph_service.loaders.followthemoney.sheet import CONNECTIONS, DOCUMENTS, PARTIES, REFUSED, SHEET
from graph_service.loaders.followthemoney.ties import connection, holding, office

LINES_A_BATCH = 1_000
"""Lines after which a batch is given, so that memory stays flat."""

_SHAPES = {
    **dict.fromkeys(PARTIES, party),
    **dict.fromkeys(DOCUMENTS, document),
    **dict.fromkeys(CONNECTIONS, connection),
    "Directorship": office,
    "Ownership": holding,
    "Sanction": listing,
}


class FollowTheMoney:
    """The loader of FollowTheMoney entities."""

    sheet: SourceSheet = SHEET

    def shape(self, files: Sequence[SourceFile], context: Context) -> Iterator[Batch]:
        """The facts of the files; pure. The same id in two files is one party."""
        survey = Survey()
        files, others = _readable(files)
        yield Batch(problems=others)
        for file in files:
            for line in read(file):
                for entity in line.entities:
                    survey.add(entity)
        basket = Basket(context, context.source or self.sheet.name, survey)
        for file in files:
            for number, line in enumerate(read(file), start=1):
                if line.counts:
                    basket.count("lines", readable=line.readable)
                basket.problems += line.problems
                for entity in line.entities:
                    shape_entity(basket, entity)
                if number % LINES_A_BATCH == 0:
                    yield basket.emptied()
        yield basket.emptied()


def _readable(files: Sequence[SourceFile]) -> tuple[tuple[SourceFile, ...], tuple[Problem, ...]]:
    """The files that hold entities, by their ends; a single file is read whatever it is called."""
    ends = SHEET.tables[0].files
    read = tuple(file for file in files if len(files) == 1 or file.name.lower().endswith(ends))
    others = tuple(
        Problem(
            kind="file_not_read",
            why=f"only files that end in {', '.join(ends)} are read",
            todo="Nothing to do, unless entities are in it.",
            file=file.name,
        )
        for file in files
        if file not in read
    )
    return read, others


def shape_entity(basket: Basket, entity: Entity) -> None:
    """One entity into the basket, by its schema; one that is out of scope is counted and nothing of it is kept."""
    shape = _SHAPES.get(entity.schema)
    if shape is not None:
        basket.count(entity.schema)
        shape(basket, entity)
    elif entity.schema == "Address":
        basket.count(entity.schema)
    else:
        known = entity.schema in REFUSED
        basket.count(entity.schema if known else "other", refused=True)
        basket.problems.append(
            Problem(
                kind="out_of_scope" if known else "unknown_schema",
                file=entity.file,
                line=entity.line,
                field="schema",
                value=entity.schema[:40],
                why=REFUSED.get(entity.schema, "the schema is not known here; nothing of it is kept"),
                todo="Nothing to do." if known else "Say what it is, and the loader can learn it.",
            )
        )


LOADER = FollowTheMoney()
