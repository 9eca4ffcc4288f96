"""The routes of /v1 by which certificates are read, and the keys that check them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from graph_service.api import examples
from graph_service.api.answers import answer, described
from graph_service.api.asking import Asks, At, Here

router = APIRouter(prefix="/v1", tags=["certificates"])


@router.get(
    "/certificates",
    summary="The certificates about a party or a case",
    responses=described(examples.CERTIFICATES, 404),
)
def certificates(
    workspace: Here,
    caller: Asks,
    clocks: At,
    about: Annotated[str, Query(min_length=1, max_length=512, description="The id of a case or of a record")],
) -> Response:
    """What was taken back or suspended, signed, the oldest first. Each can be checked by a stranger: see
    /v1/signing-keys, and `graph-service certificate verify`."""
    return answer(workspace.certificates(about, caller=caller, clocks=clocks))


@router.get(
    "/certificates/{certificate}", summary="One certificate", responses=described(examples.CERTIFICATE, 404)
)
def certificate(
    workspace: Here, caller: Asks, clocks: At, certificate: Annotated[str, Path(min_length=1, max_length=80)]
) -> Response:
    """The signed document, byte for byte what was signed when its canonical form (RFC 8785) is taken."""
    return answer(workspace.certificate(certificate, caller=caller, clocks=clocks))


@router.get(
    "/notices",
    summary="What you had been told of and no longer stands",
    responses=described(examples.NOTICES),
)
def notices(
    workspace: Here,
    caller: Asks,
    after: Annotated[
        int, Query(ge=0, le=2**53, description="The last entry that was seen; `next` of a page")
    ] = 0,
    who: Annotated[
        str | None,
        Query(min_length=1, max_length=200, description="Another name; for readers of the access log"),
    ] = None,
) -> Response:
    """What was taken back, ended or suspended must not live on in the files of whoever read it or gave a receipt:
    here is the certificate to put in its place. Who had been told is known from receipts and the access log."""
    return answer(workspace.notices(caller=caller, who=who, after=after))


@router.get("/signing-keys", summary="The public keys of certificates", responses=described(examples.KEYS))
def signing_keys(workspace: Here, _: Asks) -> Response:
    """Every key that ever signed here."""
    return answer(workspace.signing_keys())
