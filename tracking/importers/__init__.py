"""Import engine: files of campaign figures in, typed facts and typed problems out.

No Django here. `read` looks at a file and sums it up, `ImportResult.facts` streams its rows, and
`report` turns a result into JSON. Everything a person has to be told is a `Problem` or a
`Question` with a code and parameters; the words are the caller's.
"""

from .dates import Order, Period
from .facts import FactRow
from .layout import Column
from .metrics import DIMENSIONS, IGNORE, METRICS, Kind, Metric
from .numbers import Blank
from .platforms import GENERIC, Platform, platforms
from .problems import Ask, Code, Problem, Question, Why
from .reader import read
from .report import report
from .results import Figures, ImportResult, TotalRow
from .stored import problem_restore, problem_store, restore, store

__all__ = [
    "DIMENSIONS",
    "GENERIC",
    "IGNORE",
    "METRICS",
    "Ask",
    "Blank",
    "Code",
    "Column",
    "FactRow",
    "Figures",
    "ImportResult",
    "Kind",
    "Metric",
    "Order",
    "Period",
    "Platform",
    "Problem",
    "Question",
    "TotalRow",
    "Why",
    "platforms",
    "problem_restore",
    "problem_store",
    "read",
    "report",
    "restore",
    "store",
]
