"""What we know: dated facts, the parties they join into, and the ledger that remembers when we learnt them."""

from graph_service.facts.days import Day, add_term, before, covers
from graph_service.facts.identity import Cluster, Link, cluster, proofs
from graph_service.facts.ledger import Entry, FactIndex, Ledger, MemoryIndex, Reading, Stated, ends, stated
from graph_service.facts.rows import Row, fact_id, fields_of, from_row, keys_of, row_id, to_row
from graph_service.facts.shares import Share, parse_share
from graph_service.facts.types import BY_KIND, FACT_TYPES, INDEXED, Card, Fact

__all__ = [
    "BY_KIND",
    "FACT_TYPES",
    "INDEXED",
    "Card",
    "Cluster",
    "Day",
    "Entry",
    "Fact",
    "FactIndex",
    "Ledger",
    "Link",
    "MemoryIndex",
    "Reading",
    "Row",
    "Share",
    "Stated",
    "add_term",
    "before",
    "cluster",
    "covers",
    "ends",
    "fact_id",
    "fields_of",
    "from_row",
    "keys_of",
    "parse_share",
    "proofs",
    "row_id",
    "stated",
    "to_row",
]
