"""The bodies of dry runs and confirmations."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph_service.api.bodies import MOST_ROWS, Text

MOST_FILES = 2_000
Texts = Annotated[
    dict[Text, Annotated[str, Field(max_length=4_000_000)]],
    Field(
        max_length=MOST_FILES,
        description="The files of the rulebook: name (`book/…`, `tables/…`, `vocabulary/…`) and YAML text",
    ),
]


class RulesBody(BaseModel):
    """A whole rulebook, to be tried."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    texts: Texts
    limit: Annotated[int, Field(ge=1, le=10_000, strict=True)] = Field(
        1_000, description="Lines of each kind in the answer; its totals are exact"
    )


class ConfirmBody(BaseModel):
    """What is confirmed: the name of a dry run, and the batch or the rulebook that it was of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dry_run: Text = Field(description="`dry_run` of the answer or of the problem `confirmation-needed`")
    facts: Annotated[list[dict[str, Any]], Field(max_length=MOST_ROWS)] | None = None
    cards: Annotated[list[dict[str, Any]], Field(max_length=MOST_ROWS)] = []
    texts: Texts | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> ConfirmBody:
        if (self.facts is None) == (self.texts is None):
            raise ValueError("give facts (with their cards) or texts: what the dry run was of")
        return self
