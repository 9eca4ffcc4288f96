"""The library: questions that investigators ask again and again, each one native Cypher file with a typed header."""

from graph_service.library.answer import Answer, Reads, ask, find_query, library, party_of
from graph_service.library.header import Column, Param, Query, read_query

__all__ = [
    "Answer",
    "Column",
    "Param",
    "Query",
    "Reads",
    "ask",
    "find_query",
    "library",
    "party_of",
    "read_query",
]
