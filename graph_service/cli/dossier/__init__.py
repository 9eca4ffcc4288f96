"""The dossier: one printable page of a party or a case, self-contained, in Chinese and English.

Pure: `render` takes what was screened and the names that may be shown, and gives the HTML text.
"""

from graph_service.cli.dossier.page import Dossier, render

__all__ = ["Dossier", "render"]
