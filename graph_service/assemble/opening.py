"""Opening the parts: the graph (a server's or the embedded one) and the identity key of the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from graph_service.assemble.keys import new_key, read_key
from graph_service.assemble.settings import Settings
from graph_service.errors import Unavailable
from graph_service.facts.digests import Digester
from graph_service.store.connection import GraphAddress
from graph_service.store.embedded import DATABASE, USER, EmbeddedServer, open_server
from graph_service.store.store import Store


@dataclass(slots=True)
class OpenGraph:
    """An open store, with the embedded server behind it where there is one."""

    store: Store
    server: EmbeddedServer | None

    def close(self) -> None:
        """Close the store, then give up the server."""
        self.store.close()
        if self.server is not None:
            self.server.close()


def open_graph(settings: Settings) -> OpenGraph:
    """The store of these settings; raises Unavailable."""
    if settings.neo4j_uri is not None:
        return OpenGraph(Store.open(server_address(settings, settings.neo4j_uri)), None)
    server = open_server(settings.graph, heap=settings.heap)
    try:
        store = Store.open(GraphAddress(server.uri, USER, server.password, DATABASE, "embedded"))
    except BaseException:
        server.close()
        raise
    return OpenGraph(store, server)


def server_address(settings: Settings, uri: str) -> GraphAddress:
    """The address of the Neo4j server at `uri`, as whom these settings say."""
    return GraphAddress(
        uri, settings.neo4j_username, settings.neo4j_password, settings.neo4j_database, "neo4j"
    )


def open_digester(settings: Settings, fingerprint: str | None) -> Digester:
    """The digester of the store's identity key, which is made for a store that has none yet.

    `fingerprint` is what the ledger remembers of its key: with another key, or without it, no document would be
    found again, so that raises Unavailable."""
    path = settings.keys / "identity.key"
    key = read_key(path)
    if key is None:
        if fingerprint is not None:
            raise Unavailable(f"the identity key of this store is not in {path}: put it back from its backup")
        return Digester(new_key(path))
    if fingerprint is not None and fingerprint_of(key) != fingerprint:
        raise Unavailable(f"{path} is the identity key of another store: put this store's own key there")
    return Digester(key)


def fingerprint_of(key: bytes) -> str:
    """What the ledger remembers of a key: enough to know it again, nothing to find it by."""
    return hashlib.sha256(b"fingerprint\x00" + key).hexdigest()[:16]
