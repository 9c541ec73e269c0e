"""Team briefings: sent once per wave and team, acknowledged by the team."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Team, Wave
from coordination.models import Briefing
from coordination.services.guard import campaign_lock
from core.access import Access
from core.audit import audit_record
from core.mail import mail_queue


def briefing_send(*, wave: Wave, team: Team, message: str, actor: Access) -> Briefing:
    """Brief a team for a wave and mail its people. A team already briefed keeps its first briefing."""
    message = message.strip()
    if not message:
        raise ValidationError({"message": _("Dites à l’équipe ce que vous attendez d’elle.")})
    with transaction.atomic():
        campaign_lock(wave.campaign_id)
        briefing, created = Briefing.objects.get_or_create(
            wave=wave,
            team=team,
            defaults={"message": message, "sent_by": actor.membership, "sent_by_name": actor.user.name},
        )
        if created:
            _mail(briefing, "briefing", f"briefing:{briefing.pk}")
            _log(briefing, actor, "briefing_sent")
    return briefing


def briefing_remind(*, briefing: Briefing, actor: Access) -> None:
    """Mail a silent team again, at most once an hour."""
    with transaction.atomic():
        campaign_lock(briefing.wave.campaign_id)
        current = _lock(briefing)
        now = timezone.now()
        if current.acknowledged_at:
            raise ValidationError(_("%(team)s a déjà accusé réception.") % {"team": current.team})
        if current.reminded_at and now - current.reminded_at < timedelta(hours=1):
            raise ValidationError(
                _("%(team)s a déjà été relancée il y a moins d’une heure.") % {"team": current.team}
            )
        current.reminded_at = now
        current.save(update_fields=["reminded_at"])
        _mail(current, "briefing_reminder", f"briefing-reminder:{current.pk}:{now:%Y%m%d%H%M}")
        _log(current, actor, "briefing_reminded")


def briefing_acknowledge(*, briefing: Briefing, actor: Access) -> None:
    """A member of the team says it has read its brief. Saying it twice changes nothing.

    Raises ValidationError for anybody else: only the team itself can say it was briefed.
    """
    if not may_acknowledge(briefing, actor):
        raise ValidationError(
            _("Seule l’équipe %(team)s peut accuser réception de son briefing.") % {"team": briefing.team}
        )
    with transaction.atomic():
        campaign_lock(briefing.wave.campaign_id)
        current = _lock(briefing)
        if current.acknowledged_at:
            return
        current.acknowledged_at = timezone.now()
        current.acknowledged_by, current.acknowledged_by_name = actor.membership, actor.user.name
        current.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_by_name"])
        _log(current, actor, "briefing_acknowledged")


def may_acknowledge(briefing: Briefing, actor: Access) -> bool:
    """Only the team itself can say it was briefed."""
    return briefing.team.team_members.filter(membership=actor.membership).exists()


def _lock(briefing: Briefing) -> Briefing:
    return (
        Briefing.objects.select_for_update(of=("self",))
        .select_related("team", "wave__campaign__workspace")
        .get(pk=briefing.pk)
    )


def _mail(briefing: Briefing, template: str, key: str) -> None:
    members = briefing.team.members.filter(is_active=True).select_related("user")
    people = {member.user.email: member.user.language for member in members}
    if briefing.team.email and not people:
        people[briefing.team.email] = "fr"
    for address, language in people.items():
        mail_queue(
            to=address,
            template=template,
            context={"briefing": briefing, "wave": briefing.wave, "campaign": briefing.wave.campaign},
            key=f"{key}:{address}",
            workspace=briefing.wave.campaign.workspace,
            language=language,
        )


def _log(briefing: Briefing, actor: Access, verb: str) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=briefing.wave.campaign.scope,
        subject=f"briefing:{briefing.pk}",
        label=f"{briefing.team} · {briefing.wave}",
    )
