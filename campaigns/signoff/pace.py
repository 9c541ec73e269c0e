"""How late an answer is, in working days: what the morning's mail says, and when a stand-in is called."""

from datetime import date
from typing import Literal

from campaigns.scheduling import WorkingCalendar

#: early: nothing to say yet; soon: due the next working day; today; late: whoever asked is told;
#: very_late: the stand-in is called.
Pace = Literal["early", "soon", "today", "late", "very_late"]
STAND_IN_AFTER = 2


def pace(calendar: WorkingCalendar, due_on: date, today: date) -> Pace:
    """Where an answer due on a day stands today."""
    if today < due_on:
        return "soon" if calendar.add_working_days(today, 1) >= due_on else "early"
    if today == due_on:
        return "today"
    return "very_late" if calendar.add_working_days(due_on, STAND_IN_AFTER) <= today else "late"
