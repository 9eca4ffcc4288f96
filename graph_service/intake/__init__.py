"""What a source owes us: source sheets and their promises, cleaning of values, and the account of a load.

How a loader is written (`loaders/<source>/__init__.py` offers `LOADER`, an object with `sheet` and `shape`):

    class Register:
        sheet = SourceSheet(name="register_cn", …)
        def shape(self, files: Sequence[SourceFile], context: Context) -> Iterator[Batch]:
            table = reading(files, self.sheet, report)   # or decode lines by itself
            …
            yield Batch(facts=…, cards=…, problems=…, rows={"officers": Rows(read=500, readable=499)})
    LOADER = Register()

`shape` is pure: the same files and context give the same batches. It opens nothing (files are handed in), reads
no clock (`context.today`) and keeps no identity number (`context.digester` at once). It yields often, so that
memory stays flat. An odd row is a Problem and its neighbours go on; an unusable file is a Problem too. What it
yields is staged by the door; `Account` counts it, `broken_promises` judges it, and only then it is sealed.
Because fact ids are digests of facts, the same file loaded twice states nothing twice.

Reading of folders is not done here: this room is below the line where everything is pure, and gets files as
`SourceFile` values that give their bytes when iterated. `BytesFile` is one held in memory; the door makes those
of a folder.
"""

from graph_service.intake.account import Account, broken_promises
from graph_service.intake.census import Census
from graph_service.intake.loader import ArrowTable, Batch, BytesFile, Context, Loader, Rows, SourceFile
from graph_service.intake.sheets import Column, SourceSheet, TableSheet

__all__ = [
    "Account",
    "ArrowTable",
    "Batch",
    "BytesFile",
    "Census",
    "Column",
    "Context",
    "Loader",
    "Rows",
    "SourceFile",
    "SourceSheet",
    "TableSheet",
    "broken_promises",
]
