"""The docket: every kind of case a province sees, one line each.

A line is data. Its codes are those of the facts (acts, departments, posts, legal roles, conditions); a test holds it
against the rulebook, so that every enabled clause has a line that meets its trigger. What people do before a document
is made, and what happens to it later, is not here but in `mechanisms` and `afterwards`.
"""

from graph_service.loaders.province.docket.courts import convictions_and_bankruptcies, court
from graph_service.loaders.province.docket.line import Line
from graph_service.loaders.province.docket.market import market_and_labour, others, procurement_and_finance
from graph_service.loaders.province.docket.safety import food_and_drugs, safety_and_professions

DOCKET: tuple[Line, ...] = (
    *court(),
    *convictions_and_bankruptcies(),
    *market_and_labour(),
    *safety_and_professions(),
    *food_and_drugs(),
    *procurement_and_finance(),
    *others(),
)
"""Every line, in the order in which the first cases of a province go through them."""

__all__ = ["DOCKET", "Line"]
