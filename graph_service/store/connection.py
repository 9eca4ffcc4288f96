"""The one way to the graph: the official driver over Bolt, whatever answers at the other end.

Every write is a managed transaction (`Graph.write`); single reads are auto-commit (`Graph.read`). Failures of the
driver leave here as errors of the house.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from neo4j import READ_ACCESS, Driver, GraphDatabase, ManagedTransaction
from neo4j.exceptions import ConstraintError, DriverError, Neo4jError, ServiceUnavailable, TransientError

from graph_service.errors import GraphServiceError, Unavailable

T = TypeVar("T")
Rows = list[dict[str, Any]]


class Run(Protocol):
    """Runs one statement inside whatever transaction it belongs to, and gives its rows."""

    def __call__(self, query: str, /, **parameters: Any) -> Rows:
        """The rows of the answer, each a dict by column."""
        ...


@dataclass(frozen=True, slots=True)
class GraphAddress:
    """Where the graph answers and as whom; `engine` is `neo4j` or `embedded`."""

    uri: str
    username: str
    password: str = field(repr=False)
    database: str = "neo4j"
    engine: str = "neo4j"


class Graph:
    """An open connection. Thread-safe; close it, or use it in a `with`."""

    def __init__(self, address: GraphAddress, *, strict: bool = False) -> None:
        """`strict` makes the driver warn of deprecated Cypher (tests turn warnings into errors)."""
        self.address = address
        notices: dict[str, Any] = {"notifications_min_severity": "OFF"}
        if strict:
            notices = {
                "warn_notification_severity": "INFORMATION",
                "notifications_disabled_classifications": _NOT_DEPRECATION,
            }
        self._driver: Driver = GraphDatabase.driver(
            address.uri,
            auth=(address.username, address.password),
            connection_acquisition_timeout=30,
            **notices,
        )
        try:
            self.read("RETURN 1 AS answers")
        except (DriverError, Neo4jError, OSError, Unavailable) as error:
            self._driver.close()
            raise Unavailable(
                f"the graph at {address.uri} does not answer: {type(error).__name__}"
            ) from error

    def read(self, query: str, /, **parameters: Any) -> Rows:
        """The rows of one reading statement."""
        with (
            _translated(),
            self._driver.session(database=self.address.database, default_access_mode=READ_ACCESS) as session,
        ):
            return session.run(query, parameters).data()

    def value(self, query: str, /, **parameters: Any) -> Any:
        """The one value that one reading statement answers, as it came. A page of plain rows collected into one list is
        one message: several times faster than as many rows."""
        with (
            _translated(),
            self._driver.session(database=self.address.database, default_access_mode=READ_ACCESS) as session,
        ):
            return session.run(query, parameters).single(strict=True).value()

    def write(self, work: Callable[[Run], T]) -> T:
        """What `work` returns, having run in one transaction: all of it or nothing. It may be run again where the
        server asks for a retry, so it changes nothing outside the graph."""

        def bound(transaction: ManagedTransaction) -> T:
            def run(query: str, /, **parameters: Any) -> Rows:
                return transaction.run(query, parameters).data()

            return work(run)

        with _translated(), self._driver.session(database=self.address.database) as session:
            return session.execute_write(bound)

    def close(self) -> None:
        """Close the connection."""
        self._driver.close()

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_NOT_DEPRECATION = [
    "HINT",
    "UNRECOGNIZED",
    "UNSUPPORTED",
    "PERFORMANCE",
    "GENERIC",
    "SECURITY",
    "TOPOLOGY",
    "SCHEMA",
]


class AlreadyStored(GraphServiceError):
    """A unique value is in the graph already: the writer looks which, and writes the rest."""


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ConstraintError as error:
        raise AlreadyStored("a unique value is in the graph already") from error
    except (ServiceUnavailable, TransientError, OSError) as error:
        raise Unavailable(f"the graph is not to be had now ({type(error).__name__}): try again") from error
