"""The library: questions that investigators ask again and again, each one native Cypher file with a typed header."""

from graph_service.library.answer import Answer, Identities, Reads, ask, find_query, library
from graph_service.library.header import Column, Param, Query, read_query

__all__ = [
    "Answer",
    "Column",
    "Identities",
    "Param",
    "Query",
    "Reads",
    "ask",
    "find_query",
    "library",
    "read_query",
]
