"""The tables that lead from a source's words to the law's, one row per pair with its basis, as values.

Registered post to legal role (law decision 12); cited law, article and outcome of a published row to act and
category (17); FollowTheMoney authority and programme to a listing clause (22). A pair that is not in its
table is a problem, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_service.rules.words import Act, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRole:
    """One row of the table from registered post to legal role; no `only_forms`: in any form of enterprise."""

    post: str
    role: str
    only_forms: tuple[str, ...]
    basis: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedRow:
    """One row of the table from what a published row cites to what the act is (law decision 17).

    `source` is the list or table the row stands in (penalty, wage_list, court_list …); `law` is a law's name
    without year and `article` as `Art 135` (it also covers its paragraphs and items), both empty where the list
    itself is the basis; `outcome` words of which one must stand in the row's result, none: any. `conditions` are
    what the row states by being such a row; `says` pairs further words with the condition they state.
    """

    source: str
    law: str
    article: str
    outcome: tuple[str, ...]
    act: Act
    category: str
    conditions: tuple[str, ...]
    says: tuple[tuple[str, str], ...]
    clauses: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignList:
    """One row of the table from a FollowTheMoney source to a listing clause (law decision 22).

    A sanction is of this list where its dataset is one of `datasets`; or where its authority holds one of
    `authorities` and, if there are `programs`, its programme or programme id holds one; all without letter case.
    """

    list: str
    authorities: tuple[str, ...]
    programs: tuple[str, ...]
    datasets: tuple[str, ...]
    authority: str
    category: str
    territory: str
    clause: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityKind:
    """How an authority's name is read: by the longest of `names` it contains; `level` and `region` where the
    kind has one of its own."""

    department: str
    names: tuple[str, ...]
    level: str | None
    region: str | None
    basis: str
