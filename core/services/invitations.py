"""Inviting people by e-mail. The link's secret is in the mail only: the database keeps its hash."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import Access
from core.audit import audit_record
from core.editing import subject_of
from core.mail import mail_queue
from core.models import Invitation, Membership, User
from core.selectors.people import token_digest, user_by_email
from core.services.accounts import account_create
from core.services.members import partner_role_check
from core.services.workspaces import workspace_scope

VALID_FOR = timedelta(days=14)


class InvitationClosed(Exception):
    """The invitation was answered, revoked or ran out."""


def invitation_send(*, actor: Access, email: str, role: str, team_only: bool = False) -> Invitation:
    """Invite an address. Raises ValidationError when it is a member's, or is invited already."""
    email = email.strip().lower()
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        _check_invitable(actor, email)
        if team_only:
            partner_role_check(role)
        invitation = Invitation(
            workspace=actor.workspace,
            email=email,
            role=role,
            team_only=team_only,
            token_hash=token_digest(token),
            invited_by=actor.membership,
            expires_at=timezone.now() + VALID_FOR,
        )
        invitation.clean_fields()
        try:
            with transaction.atomic():
                invitation.save()
        except IntegrityError as error:  # somebody invited the same address this very moment
            raise _already_invited() from error
        _mail(invitation, token, actor)
        _log(invitation, actor.user, "invited")
    return invitation


def invitation_resend(*, actor: Access, invitation: Invitation) -> None:
    """Send a new link, good for two more weeks. The former link stops working."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        current = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if current.accepted_at or current.revoked_at:
            raise InvitationClosed
        current.token_hash, current.expires_at = token_digest(token), timezone.now() + VALID_FOR
        current.save(update_fields=["token_hash", "expires_at"])
        _mail(current, token, actor)
        _log(current, actor.user, "invited again")


def invitation_revoke(*, actor: Access, invitation: Invitation) -> None:
    """Make the link worthless. Doing it again changes nothing; an accepted invitation stays accepted."""
    with transaction.atomic():
        current = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if current.revoked_at:
            return
        if current.accepted_at:
            raise InvitationClosed
        current.revoked_at = timezone.now()
        current.save(update_fields=["revoked_at"])
        _log(current, actor.user, "invitation revoked")


def invitation_join(*, invitation: Invitation, user: User) -> Membership:
    """An existing account accepts: it must be the invited address's own."""
    if user.email.lower() != invitation.email.lower():
        raise InvitationClosed
    with transaction.atomic():
        return _accept(invitation, user)


def invitation_sign_up(*, invitation: Invitation, name: str, password: str, language: str) -> Membership:
    """A newcomer accepts: their account is made, its address confirmed by the link they opened.

    Raises InvitationClosed when the address has an account meanwhile, ValidationError on a bad name.
    """
    with transaction.atomic():
        if user_by_email(invitation.email):
            raise InvitationClosed
        user = account_create(email=invitation.email, name=name, password=password, language=language)
        return _accept(invitation, user)


def _accept(invitation: Invitation, user: User) -> Membership:
    current = Invitation.objects.select_for_update().select_related("workspace").get(pk=invitation.pk)
    # The secret too: a link that was replaced meanwhile no longer opens anything.
    if not current.is_pending or current.token_hash != invitation.token_hash:
        raise InvitationClosed
    current.accepted_at = timezone.now()
    current.save(update_fields=["accepted_at"])
    membership, made = Membership.objects.get_or_create(
        workspace=current.workspace,
        user=user,
        defaults={"role": current.role, "team_only": current.team_only},
    )
    if not made and not membership.is_active:
        membership.is_active, membership.role = True, current.role
        membership.team_only, membership.version = current.team_only, membership.version + 1
        membership.save(update_fields=["is_active", "role", "team_only", "version"])
    _log(current, user, "joined")
    return membership


def _check_invitable(actor: Access, email: str) -> None:
    member = Membership.objects.filter(workspace=actor.workspace, user__email__iexact=email).first()
    if member and member.is_active:
        raise ValidationError(
            {"email": _("%(name)s est déjà membre de cet espace.") % {"name": member.user.name}}
        )
    if member:
        raise ValidationError(
            {
                "email": _("%(name)s a quitté cet espace. Réactivez son accès depuis la page Membres.")
                % {"name": member.user.name}
            }
        )
    pending = Invitation.objects.filter(
        workspace=actor.workspace, email__iexact=email, accepted_at__isnull=True, revoked_at__isnull=True
    )
    if pending.exists():
        raise _already_invited()


def _already_invited() -> ValidationError:
    words = _("Une invitation attend déjà cette adresse. Renvoyez-la depuis la page Membres.")
    return ValidationError({"email": words})


def _mail(invitation: Invitation, token: str, actor: Access) -> None:
    mail_queue(
        to=invitation.email,
        template="invitation",
        context={
            "workspace": actor.workspace,
            "inviter": actor.user,
            "role": invitation.get_role_display(),
            "team_only": invitation.team_only,
            "url": settings.SITE_URL + reverse("core:invitation", args=[token]),
            "expires_at": invitation.expires_at,
        },
        key=f"invitation:{invitation.pk}:{invitation.token_hash[:16]}",
        workspace=actor.workspace,
        language=actor.user.language,
    )


def _log(invitation: Invitation, user: User, verb: str) -> None:
    audit_record(
        workspace=invitation.workspace,
        actor=user,
        verb=verb,
        scope=workspace_scope(invitation.workspace),
        subject=subject_of(invitation),
        label=invitation.email,
    )
