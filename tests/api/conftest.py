"""The workspaces of these tests."""

from tests.workspaces import listed, named, workspace, world

__all__ = ["listed", "named", "workspace", "world"]
