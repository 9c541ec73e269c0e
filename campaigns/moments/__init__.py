"""The French commercial calendar: a pure engine, with no database and no web framework.

`commercial_calendar` gives a year's moments, each with where it holds, how sure it is (`Status`) and the text
it comes from. Rules are dated: a year is reckoned by the rules that were in force that year.
"""

from .calendar import FIRST_YEAR, LAST_YEAR, YearOutOfRange, commercial_calendar, moments_between
from .model import Kind, Moment, Status

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Kind",
    "Moment",
    "Status",
    "YearOutOfRange",
    "commercial_calendar",
    "moments_between",
]
