"""What the law says, as data: rule files, their vocabulary and tables, read into one `Rulebook`.

A lawyer edits `book/`, `tables/` and `vocabulary/`; nothing here knows a fact or a party.
"""

from graph_service.rules.load import check_rulebook, load_rulebook
from graph_service.rules.model import CatalogueEntry, Clause, Rule
from graph_service.rules.rulebook import Rulebook

__all__ = ["CatalogueEntry", "Clause", "Rule", "Rulebook", "check_rulebook", "load_rulebook"]
