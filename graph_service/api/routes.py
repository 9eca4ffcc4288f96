"""The routes of /v1 that read and write facts, parties, cases, checks and searches."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Path, Query
from fastapi.responses import Response

from graph_service.api import examples
from graph_service.api.answers import answer, described
from graph_service.api.asking import Asks, At, Cursor, Here, Limit, with_purpose
from graph_service.api.bodies import FactsBody, KnownAtBody, QueryBody
from graph_service.facts import BY_KIND, fields_of

router = APIRouter(prefix="/v1")
Id = Annotated[str, Path(min_length=1, max_length=512)]
Receipted = Annotated[bool, Query(description="With a signed receipt of the answer: see /v1/receipts/replay")]


@router.post(
    "/facts",
    tags=["facts"],
    summary="State a batch of facts; the answer is the difference it made",
    responses=described(examples.DIFFERENCE, 409, 413),
)
def post_facts(
    workspace: Here,
    caller: Asks,
    body: Annotated[FactsBody, Body(examples=[examples.FACTS_BODY])],
    idempotency_key: Annotated[
        str | None,
        Header(min_length=1, max_length=200, description="The same key gives the same answer again"),
    ] = None,
) -> Response:
    """All of the batch or nothing of it: the facts, and the consequences they open, change and end, in one
    transaction. A fact that stands already is not stated twice. Numbers of identity documents are digested at the
    door (`document_number` of an `identity` row) and kept nowhere."""
    facts, cards = workspace.receive(body.facts, body.cards, caller=caller)
    return answer(workspace.post(facts, cards, caller=caller, idempotency_key=idempotency_key))


@router.get(
    "/fact-types",
    tags=["facts"],
    summary="The types of fact and their fields",
    responses=described(examples.FACT_TYPES),
)
def fact_types(_: Asks) -> Response:
    """What may stand in a row of POST /v1/facts. The field `type` of an enterprise is written `enterprise_type`."""
    return answer({"types": [_fact_type(kind) for kind in BY_KIND]})


def _fact_type(kind: str) -> dict[str, Any]:
    rows = [
        {
            "name": "enterprise_type" if (kind, field.name) == ("enterprise", "type") else field.name,
            "holds": field.holds,
            "required": field.required,
            "allowed": list(field.allowed),
        }
        for field in fields_of(kind)
    ]
    return {"type": kind, "says": " ".join((BY_KIND[kind].__doc__ or "").split()), "fields": rows}


@router.get("/parties/{party}", tags=["parties"], summary="A party", responses=described(examples.PARTY, 404))
def party(workspace: Here, caller: Asks, clocks: At, party: Id) -> Response:
    """Its records, names, numbers, offices and holdings. Any record's id finds the party it is part of."""
    return answer(workspace.party(party, caller=caller, clocks=clocks))


@router.get(
    "/parties/{party}/consequences",
    tags=["parties"],
    summary="What the law makes of facts for a party, with proofs",
    responses=described(examples.CONSEQUENCES, 404),
)
def consequences(
    workspace: Here,
    caller: Asks,
    clocks: At,
    party: Id,
    limit: Limit = 100,
    cursor: Cursor = None,
    receipt: Receipted = False,
) -> Response:
    """Whole timelines and proofs; drafts and what is pending are under /v1/review."""
    page = workspace.consequences(party, caller=caller, clocks=clocks, limit=limit, cursor=cursor)
    if receipt:
        of = {"party": party, "limit": limit, "cursor": cursor}
        page = workspace.receipted("consequences", page, caller=caller, clocks=clocks, **of)
    return answer(page)


@router.get(
    "/consequences/{consequence}",
    tags=["parties"],
    summary="One consequence with its proof written out",
    responses=described(examples.CONSEQUENCES["consequences"][0], 404),
)
def explain(
    workspace: Here, caller: Asks, clocks: At, consequence: Id, receipt: Receipted = False
) -> Response:
    """Each fact it cites as it was stated, and the absences it relied on."""
    page = workspace.explain(consequence, caller=caller, clocks=clocks)
    if receipt:
        page = workspace.receipted("explain", page, caller=caller, clocks=clocks, consequence=consequence)
    return answer(page)


@router.get(
    "/consequences/{consequence}/ways-out",
    tags=["parties"],
    summary="What would lift this",
    responses=described(examples.WAYS_OUT, 404),
)
def ways_out(workspace: Here, caller: Asks, clocks: At, consequence: Id) -> Response:
    """By time, subject and authority: the route, the earliest day, and the facts that would bring it about. Each was
    tried on a branch of the facts, and lifts it there; nothing is written."""
    return answer(workspace.ways_out(consequence, caller=caller, clocks=clocks))


@router.get(
    "/cases",
    tags=["cases"],
    summary="A case and who is bound by it",
    responses=described(examples.CASE_PAGE, 404),
)
def case(
    workspace: Here, caller: Asks, clocks: At, case: Annotated[str, Query(min_length=1, max_length=512)]
) -> Response:
    """The same as /v1/cases/{case}, for keys that hold a slash."""
    return answer(workspace.case(case, caller=caller, clocks=clocks))


@router.get(
    "/cases/{case}",
    tags=["cases"],
    summary="A case and who is bound by it",
    responses=described(examples.CASE_PAGE, 404),
)
def case_of(workspace: Here, caller: Asks, clocks: At, case: Id) -> Response:
    """One decision, its acts, who is bound, and who is near and why not."""
    return answer(workspace.case(case, caller=caller, clocks=clocks))


@router.get(
    "/cases/{case}/why-not/{party}",
    tags=["cases"],
    summary="Why a party near a case is not reached",
    responses=described(
        {**examples.CLOCKS, "case": examples.CASE, "party": examples.PERSON, "why_not": []}, 404
    ),
)
def why_not(workspace: Here, caller: Asks, clocks: At, case: Id, party: Id) -> Response:
    """Clause by clause, with a stable reason code. Never tells of namesakes."""
    return answer(workspace.why_not(case, party, caller=caller, clocks=clocks))


@router.get("/search", tags=["parties"], summary="Find parties", responses=described(examples.SEARCH))
def search(
    workspace: Here,
    caller: Asks,
    clocks: At,
    q: Annotated[
        str, Query(min_length=1, max_length=200, description="Code, name, former name, pinyin or address")
    ],
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """By code, name, former name, pinyin or address: a row a party, with its records; the exact total."""
    return answer(workspace.search(q, caller=caller, clocks=clocks, limit=limit, cursor=cursor))


@router.get(
    "/queries", tags=["queries"], summary="The question library", responses=described(examples.QUERIES)
)
def queries(workspace: Here, caller: Asks) -> Response:
    """The questions this caller may ask, with their parameters and columns."""
    return answer(workspace.queries(caller=caller))


@router.post(
    "/queries/{name}",
    tags=["queries"],
    summary="Ask a question of the library",
    responses=described(examples.QUERY, 404),
)
def query(
    workspace: Here, caller: Asks, name: Id, body: Annotated[QueryBody, Body(examples=[examples.QUERY_BODY])]
) -> Response:
    """A page of rows and the exact total."""
    who = with_purpose(caller, body.purpose, body.inquiry_number)
    clocks = workspace.resolve_clocks(body.as_of, body.known_at)
    found = workspace.query(
        name, body.parameters, caller=who, clocks=clocks, limit=body.limit, cursor=body.cursor
    )
    return answer(found)


@router.post(
    "/verifications",
    tags=["service"],
    summary="Is what the graph keeps what the facts make?",
    responses=described(examples.VERIFICATION),
)
def verification(
    workspace: Here, caller: Asks, body: Annotated[KnownAtBody, Body(examples=[{"known_at": 17}])]
) -> Response:
    """For administrators. The facts are exported and derived anew by a process that knows nothing of the graph; every
    difference is named. Takes as long as it takes; nothing is written."""
    return answer(workspace.verify(caller=caller, known_at=body.known_at).as_json())


@router.get(
    "/review/{kind}",
    tags=["review"],
    summary="Drafts, hints, or what is pending",
    responses=described(examples.REVIEW, 404),
)
def review(
    workspace: Here,
    caller: Asks,
    clocks: At,
    kind: Annotated[str, Path(pattern="^(drafts|hints|pending)$")],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """For reviewers everywhere, and for a department the cases that it decided itself. Nothing here is in force."""
    return answer(workspace.review(kind, caller=caller, clocks=clocks, limit=limit, cursor=cursor))
