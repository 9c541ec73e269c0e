"""Declaring closures, leave and part-time weeks. Plans are dated again by a worker: there may be many."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Team, TimeOff, WorkWeek
from campaigns.models.campaign import OPEN_PHASES
from campaigns.models.work_days import FULL_WEEK
from campaigns.services.plan import plan_reschedule
from campaigns.services.signoff_rows import campaign_lock
from core.access import Access
from core.audit import audit_record
from core.editing import subject_of
from core.models import Membership
from core.work import Job, work_ask

WORK = "plans_reschedule"
#: Longer than this is a typing error, or nobody's plan any more.
LONGEST_DAYS = 366


def time_off_add(
    *,
    actor: Access,
    name: str,
    starts_on: date,
    ends_on: date,
    team: Team | None = None,
    member: Membership | None = None,
) -> TimeOff:
    """Declare days off, of the whole workspace without a team or a person. Raises ValidationError."""
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise ValidationError({"ends_on": _("Une absence dure un an au plus.")})
    with transaction.atomic():
        row = TimeOff(
            workspace=actor.workspace,
            team=team,
            member=member,
            name=name,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        row.full_clean()
        row.save()
        _log(actor, row, "time_off_added", row.name)
        _reschedule(actor)
    return row


def time_off_remove(*, actor: Access, row: TimeOff) -> None:
    """Forget days off. Removing what is gone changes nothing."""
    with transaction.atomic():
        gone, _rows = TimeOff.objects.filter(pk=row.pk).delete()
        if gone:
            _log(actor, row, "time_off_removed", row.name)
            _reschedule(actor)


def work_week_set(
    *, actor: Access, days: str, team: Team | None = None, member: Membership | None = None
) -> None:
    """Say which ISO days a team or a person works; Monday to Friday again forgets what was said.

    Raises ValidationError when nobody is named, or no day is worked.
    """
    if (team is None) == (member is None):
        raise ValidationError(_("Choisissez une équipe ou une personne."))
    days = "".join(sorted({digit for digit in days if digit in FULL_WEEK}))
    if not days:
        raise ValidationError({"days": _("Gardez au moins un jour travaillé.")})
    with transaction.atomic():
        known = WorkWeek.objects.filter(workspace=actor.workspace, team=team, member=member).first()
        if (known.days if known else FULL_WEEK) == days:
            return
        row = known or WorkWeek(workspace=actor.workspace, team=team, member=member)
        row.days = days
        row.full_clean()
        row.save()
        _log(actor, row, "work_week_set", str(team or member))
        if days == FULL_WEEK:
            row.delete()
        _reschedule(actor)


def plans_reschedule(job: Job) -> None:
    """The work: date the open plans of a workspace again, each in its own transaction."""
    campaigns = Campaign.objects.filter(
        workspace_id=job.payload["workspace"], phase__in=OPEN_PHASES, tasks__isnull=False
    )
    for pk in campaigns.order_by("pk").values_list("pk", flat=True).distinct():
        job.beat()
        with transaction.atomic():
            campaign = Campaign.objects.filter(pk=pk).first()
            if campaign is not None:
                plan_reschedule(campaign=campaign_lock(campaign))


def _reschedule(actor: Access) -> None:
    workspace = actor.workspace
    work_ask(name=WORK, key=f"plans:{workspace.pk}", payload={"workspace": workspace.pk}, workspace=workspace)


def _log(actor: Access, row: TimeOff | WorkWeek, verb: str, label: str) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=f"workspace:{actor.workspace.pk}",
        subject=subject_of(row),
        label=label,
    )
