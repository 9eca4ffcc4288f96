"""Loaders, one folder per source, found by name; a folder appears when it is added and nothing else is edited."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from graph_service.errors import NotFound
from graph_service.intake import Loader


def names() -> tuple[str, ...]:
    """The names of the loaders there are, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg))


def find(name: str) -> Loader:
    """The loader of this name; raises NotFound listing those there are."""
    if name not in names():
        raise NotFound(f"there is no loader {name!r}; there are: {', '.join(names())}")
    loader: Loader = import_module(f"{__name__}.{name}").LOADER
    return loader
