"""Where things go on a page, in whole numbers: no colour, no words, no markup.

`gantt` lays out a plan on a time scale for an SVG template, `month_grid` events on the days of a month.
"""

from .gantt import (
    Arrow,
    Bar,
    Diamond,
    Gantt,
    GanttGroup,
    GanttItem,
    GanttScale,
    GroupRow,
    Shade,
    Tick,
    gantt,
    gantt_items,
)
from .month import CalendarEvent, Day, EventBar, MonthGrid, Week, month_grid

__all__ = [
    "Arrow",
    "Bar",
    "CalendarEvent",
    "Day",
    "Diamond",
    "EventBar",
    "Gantt",
    "GanttGroup",
    "GanttItem",
    "GanttScale",
    "GroupRow",
    "MonthGrid",
    "Shade",
    "Tick",
    "Week",
    "gantt",
    "gantt_items",
    "month_grid",
]
