"""The only place that knows every part: opens a workspace and offers what the doors ask for."""

from graph_service.assemble.access import Caller, Clocks
from graph_service.assemble.settings import Settings
from graph_service.assemble.workspace import Workspace

__all__ = ["Caller", "Clocks", "Settings", "Workspace"]
