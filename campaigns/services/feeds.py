"""Opening and closing calendar subscriptions. The secret of an address is said once; its hash is kept."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, FeedSubscription, Team
from campaigns.selectors.feeds import feed_campaigns, feed_digest, feed_list, feed_teams
from core.access import Access
from core.audit import audit_record
from core.editing import subject_of
from core.services.workspaces import workspace_scope

#: Living addresses of one person: more than anybody's devices, fewer than a program would make.
MOST = 30


def feed_open(
    *,
    actor: Access,
    kind: str,
    name: str,
    campaign: Campaign | None = None,
    team: Team | None = None,
) -> tuple[FeedSubscription, str]:
    """A new subscription of this member, and the secret of its address (192 random bits).

    Raises ValidationError for a campaign or a team the member may not see, and past MOST addresses.
    """
    with transaction.atomic():
        if campaign and not feed_campaigns(actor).filter(pk=campaign.pk).exists():
            raise ValidationError({"campaign": _("Cette campagne n’existe pas dans cet espace.")})
        if team and not feed_teams(actor).filter(pk=team.pk).exists():
            raise ValidationError({"team": _("Cette équipe n’existe pas dans cet espace.")})
        if len(feed_list(actor)) >= MOST:
            words = _("Vous avez déjà %(count)s adresses d’agenda : fermez celles qui ne servent plus.")
            raise ValidationError(words % {"count": MOST})
        token = secrets.token_urlsafe(24)
        feed = FeedSubscription(
            workspace=actor.workspace,
            membership=actor.membership,
            kind=kind,
            campaign=campaign,
            team=team,
            name=name.strip(),
            token_hash=feed_digest(token),
        )
        feed.full_clean()
        feed.save()
        _log(feed, actor, "feed_opened")
    return feed, token


def feed_revoke(*, actor: Access, feed: FeedSubscription) -> None:
    """Make an address worthless. Doing it again changes nothing."""
    with transaction.atomic():
        current = FeedSubscription.objects.select_for_update(of=("self",)).get(pk=feed.pk)
        if current.revoked_at:
            return
        current.revoked_at = timezone.now()
        current.save(update_fields=["revoked_at"])
        _log(current, actor, "feed_revoked")


def _log(feed: FeedSubscription, actor: Access, verb: str) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=workspace_scope(actor.workspace),
        subject=subject_of(feed),
        label=feed.name,
    )
