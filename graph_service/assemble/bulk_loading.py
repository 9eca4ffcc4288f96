"""Loading a source in bulk: through Neo4j's own importer, into a database that does not exist yet."""

from __future__ import annotations

from graph_service.assemble import opening
from graph_service.assemble.access import Caller
from graph_service.assemble.loading import Loading, LoadOrder, LoadResult
from graph_service.assemble.settings import Settings
from graph_service.assemble.ways import Progress, ThroughImporter
from graph_service.errors import BadInput
from graph_service.rules.load import load_rulebook
from graph_service.store.access_log import AccessLog
from graph_service.store.neo4j_home import Neo4jHome


def bulk_load(
    settings: Settings, order: LoadOrder, *, caller: Caller, progress: Progress | None = None
) -> LoadResult:
    """Load as `Workspace.load` does, but by the importer; Neo4j runs when it is done, and what is found is the same.

    The Neo4j of these settings must be on this machine, stopped, and without that database: raises BadInput where
    no server is named, Unavailable where there is no `neo4j-admin`, Conflict where the database runs or is there."""
    caller.ask("load")
    if settings.neo4j_uri is None:
        raise BadInput("the importer is Neo4j's: set NEO4J_URI to where the Neo4j of this machine answers")
    home = Neo4jHome.find(settings.neo4j_home, settings.neo4j_conf)
    home.refuse_unless_new(settings.neo4j_uri, settings.neo4j_database)
    book = load_rulebook(settings.rules)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    digester = opening.open_digester(settings, None)
    note = {"by": caller.name, "log": list(AccessLog(settings.log).head())}
    way = ThroughImporter(
        home,
        opening.server_address(settings, settings.neo4j_uri),
        book,
        opening.fingerprint_of(digester.key),
        settings.day_of,
    )
    loading = Loading(way, book, digester, settings.staging, order, note)
    if progress is not None:
        loading.progress = progress
    result, columns = loading.run()
    if columns is not None:
        loading.forget(columns)
    return result
