"""A generated province: a register of 1,000 to 5 million enterprises with decisions, as columns and with flat memory.

Everything in it is invented and deterministic by seed and day. Its numbers pass every check and belong to no one
(`codes`); its statistics are those counted in real registers (`ties`, `people`); its cases are those of the `docket`;
and what hidden actors did lies beside the facts (`mechanisms`), never among them.

    chunk = make_part(Settings(enterprises=20_000), 0, digester)      # columns and deeds of one part
    LOADER.shape((), context)                                         # the same, by the protocol of every loader
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph_service.intake import Batch, Context, Rows, SourceFile, SourceSheet
from graph_service.loaders.province.parts import Chunk, make_part
from graph_service.loaders.province.people import NameKeys
from graph_service.loaders.province.settings import DEFAULT_TODAY, Settings, read_settings

HIDDEN = "hidden"
"""The name of the file, beside the facts, of what hidden actors did: a line of JSON per deed."""

SHEET = SourceSheet(
    name="province",
    title="A generated province",
    zh="生成的示例省份",
    binds="nobody: every firm, person, number and decision in it is invented",
)


class Province:
    """The loader; options are `enterprises`, `seed`, `decided_ppm`, `part` and `today`."""

    sheet = SHEET

    def shape(self, files: Sequence[SourceFile], context: Context) -> Iterator[Batch]:
        """The province as batches of columns, one per part; `files` are not needed. The day it is seen from is the
        option `today`, else the constant DEFAULT_TODAY, so that the same options give the same province."""
        settings = read_settings(context.options, DEFAULT_TODAY, context.source)
        keys = NameKeys(context.digester)
        for number in range(settings.parts):
            chunk = make_part(settings, number, context.digester, keys)
            made = len(settings.firms_of(number))
            yield Batch(
                columns=dict(chunk.columns),
                beside={HIDDEN: chunk.hidden},
                rows={"enterprises": Rows(read=made, readable=made)},
                source_records=chunk.source_records,
                parties=chunk.parties,
                proved_persons=chunk.proved_persons,
            )


LOADER = Province()

__all__ = [
    "DEFAULT_TODAY",
    "LOADER",
    "Chunk",
    "NameKeys",
    "Province",
    "Settings",
    "make_part",
    "read_settings",
]
