"""The only place that knows every part: opens a workspace and offers what the doors ask for."""

from graph_service.assemble.access import AccessRole, Caller, Clocks, access_roles
from graph_service.assemble.bulk_loading import bulk_load
from graph_service.assemble.loading import LoadOrder, LoadResult
from graph_service.assemble.settings import Settings
from graph_service.assemble.subjects import Subject
from graph_service.assemble.ways import Progress
from graph_service.assemble.workspace import Workspace

__all__ = [
    "AccessRole",
    "Caller",
    "Clocks",
    "LoadOrder",
    "LoadResult",
    "Progress",
    "Settings",
    "Subject",
    "Workspace",
    "access_roles",
    "bulk_load",
]
