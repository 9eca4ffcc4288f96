"""The routes of /v1 for timelines of parties and cases: as JSON, as text, as a picture."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from graph_service.api import recall_examples as examples
from graph_service.api.answers import answer, described
from graph_service.api.asking import Asks, At, Here
from graph_service.assemble import Caller, Clocks, Workspace
from graph_service.timelines import lines, picture, words_of

router = APIRouter(prefix="/v1")
Id = Annotated[str, Path(min_length=1, max_length=512)]
Form = Literal["json", "text", "svg"]
_MEDIA = {"text": "text/plain; charset=utf-8", "svg": "image/svg+xml"}


class Drawn:
    """How a timeline is asked for."""

    def __init__(
        self,
        form: Annotated[Form, Query(description="`json`, `text`, or `svg` for a picture")] = "json",
        review: Annotated[bool, Query(description="Also drafts; for reviewers")] = False,
        receipt: Annotated[bool, Query(description="With a signed receipt; as JSON only")] = False,
    ) -> None:
        self.form, self.review, self.receipt = form, review, receipt


As = Annotated[Drawn, Depends()]


def _responses() -> dict[int | str, dict[str, object]]:
    found = described(examples.TIMELINE, 404)
    found[200]["content"] |= {
        "text/plain": {"schema": {"type": "string"}, "example": "主体时间线 Timeline of 某某食品有限公司\n…"},
        "image/svg+xml": {"schema": {"type": "string"}, "example": "<svg …>…</svg>"},
    }
    return found


@router.get(
    "/parties/{party}/timeline",
    tags=["parties"],
    summary="The timeline of a party, on both clocks",
    responses=_responses(),
)
def of_party(workspace: Here, caller: Asks, clocks: At, drawn: As, party: Id) -> Response:
    """What was stated, decided, opened, suspended, resumed and ended: when it is valid, and since which entry it is
    known. States other than in force are for those who review the case."""
    return _timeline(workspace, party, caller, clocks, drawn)


@router.get(
    "/cases/{case}/timeline",
    tags=["cases"],
    summary="The timeline of a case, on both clocks",
    responses=_responses(),
)
def of_case(workspace: Here, caller: Asks, clocks: At, drawn: As, case: Id) -> Response:
    """Its acts, and what the law made of them for whomever; without a purpose, for firms only."""
    return _timeline(workspace, case, caller, clocks, drawn)


@router.get(
    "/timelines",
    tags=["cases"],
    summary="The timeline of a party or a case, on both clocks",
    responses=_responses(),
)
def of_either(
    workspace: Here,
    caller: Asks,
    clocks: At,
    drawn: As,
    about: Annotated[
        str, Query(min_length=1, max_length=512, description="The id of a record, or a case's key")
    ],
) -> Response:
    """The same, for keys that hold a slash."""
    return _timeline(workspace, about, caller, clocks, drawn)


def _timeline(workspace: Workspace, about: str, caller: Caller, clocks: Clocks, drawn: Drawn) -> Response:
    page = workspace.timeline(about, caller=caller, clocks=clocks, review=drawn.review)
    if drawn.form == "json":
        if drawn.receipt:
            asked = {"about": about, "review": drawn.review}
            page = workspace.receipted("timeline", page, caller=caller, clocks=clocks, **asked)
        return answer(page)
    words = words_of(page, workspace.book)
    shown = picture(page, words) if drawn.form == "svg" else "\n".join(lines(page, words)) + "\n"
    return Response(shown, headers={"Cache-Control": "no-store"}, media_type=_MEDIA[drawn.form])
