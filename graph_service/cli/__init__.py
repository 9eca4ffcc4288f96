"""The command line: `graph-service`, a door onto the workspace. It asks, prints and never decides."""

from graph_service.cli.app import main

__all__ = ["main"]
