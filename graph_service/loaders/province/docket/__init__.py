"""The docket: every kind of case a province sees, one line each.

A line is data. Its codes are those of the facts (acts, departments, posts, legal roles, conditions); a test holds it
against the rulebook, so that every enabled clause has a line that meets its trigger. What people do before a document
is made, and what happens to it later, is not here but in `mechanisms` and `afterwards`.
"""

from graph_service.loaders.province.docket.courts import (
    BANKRUPTCIES,
    CONSUMPTION_ORDERS,
    CONVICTIONS,
    COURT_LIST,
    EXIT_BARS,
)
from graph_service.loaders.province.docket.line import Line
from graph_service.loaders.province.docket.market import (
    ABNORMAL_OPERATIONS,
    CLOSURES,
    FINANCIAL_TRADES,
    FOREIGN_LISTS,
    FRAUD_NOTICES,
    OTHERS,
    TAX_EXIT_NOTICES,
    TENDERS,
    WAGE_ARREARS,
)
from graph_service.loaders.province.docket.safety import DRUGS, FOOD, PROFESSIONS, WORK_SAFETY

DOCKET: tuple[Line, ...] = (
    *COURT_LIST,
    *CONSUMPTION_ORDERS,
    *EXIT_BARS,
    *CONVICTIONS,
    *BANKRUPTCIES,
    *ABNORMAL_OPERATIONS,
    *WAGE_ARREARS,
    *CLOSURES,
    *WORK_SAFETY,
    *PROFESSIONS,
    *FOOD,
    *DRUGS,
    *TENDERS,
    *FINANCIAL_TRADES,
    *TAX_EXIT_NOTICES,
    *FRAUD_NOTICES,
    *OTHERS,
    *FOREIGN_LISTS,
)
"""Every line, in the order in which the first cases of a province go through them."""

__all__ = ["DOCKET", "Line"]
