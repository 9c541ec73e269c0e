"""The demonstration, as data: Maison Lumen, its people, six campaigns as they stand one day.

`demo_company()` (:class:`~campaigns.demo.shapes.Company`) holds the workspace, its brands, members,
stakeholders and audiences; the other dictionaries are the defaults of `campaigns.playbooks.dictionaries`.

`demo_campaigns(today)` gives six :class:`~campaigns.demo.shapes.DemoCampaign`, one of each type, each in a
phase of its own, every date reckoned from `today` so that the demonstration never looks old:

=============== ============== ==============================================================
type            phase          what it shows
=============== ============== ==============================================================
LANCEMENT       COORDINATION   budget approval void after a change, 7 teaser assets approved
                               of 9, a blocked task, a partner that has not acknowledged
SAISONNIERE     EXECUTION      first wave live, second nearly ready, production overspent
ALWAYS_ON       SUIVI          four months of figures, second quarter, Meta's cost per lead
                               adrift, a bilan published for the first quarter
FLASH           BUDGET         one combined request, waiting too long for the finance director
EVENEMENTIELLE  PLANNING       a milestone overdue, a blocked task, a draft budget
BRAND           CLOTUREE       ten weeks of figures, three studies, a bilan and its learnings
=============== ============== ==============================================================

How to read a campaign:

- `steps` is its history of phases; the last one is its present phase.
- `tasks` carry their dates, owners and statuses; scheduling them forward from `not_before` and `pinned_on`
  gives the same dates.
- `budget.lines` are as they stand now; `budget.changes` were made after the signature and voided it.
- `signoffs` come oldest first; a later one of the same kind replaces an earlier one.
- `assets` hold versions; `files.version_file(asset, version)` makes their file.
- `profiles` become daily figures through `facts.campaign_facts`; `facts.spend_by_month` says what the
  platforms spent, which no entry of `budget.entries` repeats. `readings` are figures typed in, `history` how
  the channels did before the campaign.
- `alerts` are what the rules must find by themselves in all this: to be checked, not loaded.

Nothing here imports a model or touches a database.
"""

from __future__ import annotations

from datetime import date

from campaigns.demo import always_on, brand, evenementielle, flash, lancement, saisonniere
from campaigns.demo.company import COMPANY
from campaigns.demo.shapes import Company, DemoCampaign

__all__ = ["demo_campaigns", "demo_company"]


def demo_company() -> Company:
    """The company everything happens in."""
    return COMPANY


def demo_campaigns(today: date) -> tuple[DemoCampaign, ...]:
    """The six campaigns, next launch first, finished last."""
    return (
        flash.build(today),
        lancement.build(today),
        evenementielle.build(today),
        saisonniere.build(today),
        always_on.build(today),
        brand.build(today),
    )
