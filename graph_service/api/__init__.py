"""The service over HTTP under /v1: a thin door before the workspace."""

from graph_service.api.app import create_app
from graph_service.api.serving import Running, serve

__all__ = ["Running", "create_app", "serve"]
