"""The graph over one Bolt path: Neo4j, or the embedded default. How it is laid out: `shape.py`.

`Store.post` writes a batch and what the law makes of it in one transaction; `Store.begin` opens a load. Every read
takes `known`, an entry number, and defaults to head.
"""

from graph_service.consequences.model import Change
from graph_service.store.cases import StoredCase
from graph_service.store.connection import Graph, GraphAddress
from graph_service.store.embedded import EmbeddedServer, open_server
from graph_service.store.index import GraphIndex
from graph_service.store.ledger import EntryInfo, Idempotency
from graph_service.store.loading import Load
from graph_service.store.posting import Derive, Posted
from graph_service.store.reads import PartyView
from graph_service.store.shape import Placed, placed
from graph_service.store.store import Store

__all__ = [
    "Change",
    "Derive",
    "EmbeddedServer",
    "EntryInfo",
    "Graph",
    "GraphAddress",
    "GraphIndex",
    "Idempotency",
    "Load",
    "PartyView",
    "Placed",
    "Posted",
    "Store",
    "StoredCase",
    "open_server",
    "placed",
]
