"""Applying a levelled plan: what must wait for its team, as one edit its author can take back."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Team
from campaigns.scheduling import InvalidPlan, OutOfCalendar
from campaigns.scheduling.levelling import CannotLevel
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_levelling import plan_problem
from campaigns.selectors.plan_levelling_words import answer_key
from campaigns.selectors.plan_search import answer_best, search_of
from campaigns.services.plan import PlanChange, plan_editing
from core.access import Access
from core.audit import audit_record


def levelling_apply(*, campaign: Campaign, actor: Access, key: str) -> PlanChange:
    """Make tasks wait as the answer of this key says, reckoned again from the plan as it is now.

    Raises ValidationError when the plan, the teams or the work of other campaigns changed since it was read.
    """
    with plan_editing(campaign, actor, _("lissage de la charge")) as (locked, change):
        # Two campaigns levelled at once would both take the room that is left: one waits for the other.
        list(Team.objects.select_for_update().filter(workspace=locked.workspace).order_by("pk"))
        problem = plan_problem(locked, plan_rows(locked), list(locked.waves.order_by("number")))
        try:
            answer = answer_best(problem, search_of(locked))
        except (InvalidPlan, OutOfCalendar, CannotLevel):
            answer = None
        if answer is None or not answer.holds or answer_key(problem, answer) != key:
            raise ValidationError(
                _("Le planning ou le travail des équipes a changé depuis : relisez la proposition.")
            )
        for hold in answer.holds:
            task = hold.task
            task.not_before = hold.until
            task.version += 1
            task.full_clean()
            task.save(update_fields=["not_before", "version"])
        audit_record(
            workspace=actor.workspace,
            actor=actor.user,
            verb="plan_levelled",
            scope=locked.scope,
            label=locked.name,
            changes={"changes": ["", str(len(answer.holds))]},
        )
    return change
