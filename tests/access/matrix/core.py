"""Accounts, workspace, members, documents; and allauth's own pages."""

from core.models import Invitation
from core.selectors.people import token_digest
from tests.access.matrix import (
    ADMIN,
    MANAGER,
    PAGE,
    PUBLIC,
    REDIRECT,
    SIGNED_IN,
    VIEWER,
    WORKSPACE,
    Route,
    Tenant,
)

TOKEN = "jeton-de-{slug}"


def furnish(t: Tenant) -> None:
    t.invitation = Invitation.objects.create(
        workspace=t.workspace,
        email=f"invitee@{t.workspace.slug}.example.com",
        token_hash=token_digest(TOKEN.format(slug=t.workspace.slug)),
        invited_by=t.admin,
    )


def MEMBER(t):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.viewer.pk}


def FORMER(t):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.former.pk}


def SENT(t):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.invitation.pk}


def DOCUMENT(t):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.document.pk}


def LINK(t):  # noqa: N802
    return {"token": TOKEN.format(slug=t.workspace.slug)}


EITHER = PAGE | REDIRECT
GONE = frozenset({404})

ROUTES: list[Route] = [
    Route("core:home", get=SIGNED_IN, get_ok=EITHER),
    Route("core:workspaces", get=SIGNED_IN, get_ok=EITHER),
    Route("core:profile", get=SIGNED_IN, post=SIGNED_IN),
    Route("core:language", post=PUBLIC, data={"language": "en"}),
    Route("core:invitation", LINK, get=PUBLIC, post=PUBLIC),
    Route("core:settings", WORKSPACE, get=VIEWER, post=ADMIN),
    Route("core:members", WORKSPACE, get=MANAGER),
    Route("core:member", MEMBER, get=ADMIN, post=ADMIN),
    Route("core:member-deactivate", MEMBER, post=ADMIN),
    Route("core:member-reactivate", FORMER, post=ADMIN),
    Route("core:invite", WORKSPACE, get=ADMIN, post=ADMIN),
    Route("core:invitation-resend", SENT, post=ADMIN),
    Route("core:invitation-revoke", SENT, post=ADMIN),
    # A partner sees the documents they asked for themselves; this one is the manager's.
    Route("core:document", DOCUMENT, get=VIEWER, partner=404),
    Route("core:document-download", DOCUMENT, get=VIEWER, partner=404),
    Route("core:document-retry", DOCUMENT, post=VIEWER, partner=404),
    Route("core:health", get=PUBLIC),
    Route("core:styleguide", get=PUBLIC),
    # allauth: signing in and out, one's password, address and second factor
    Route("account_login", get=PUBLIC, post=PUBLIC, get_ok=EITHER),
    Route("account_logout", get=PUBLIC, post=PUBLIC, get_ok=EITHER),
    Route("account_inactive", get=PUBLIC, post=None),
    Route("account_signup", get=PUBLIC, post=PUBLIC, get_ok=EITHER),
    Route("account_reauthenticate", get=SIGNED_IN, post=SIGNED_IN, get_ok=EITHER),
    Route("account_email", get=SIGNED_IN, post=SIGNED_IN),
    Route("account_email_verification_sent", get=PUBLIC),
    Route("account_confirm_email", lambda t: {"key": "x"}, get=PUBLIC, post=PUBLIC, post_ok=GONE),
    Route("account_change_password", get=SIGNED_IN, post=SIGNED_IN, get_ok=EITHER),
    Route("account_set_password", get=SIGNED_IN, post=SIGNED_IN, get_ok=EITHER),
    Route("account_reset_password", get=PUBLIC, post=PUBLIC),
    Route("account_reset_password_done", get=PUBLIC),
    Route(
        "account_reset_password_from_key", lambda t: {"uidb36": "1", "key": "x-y"}, get=PUBLIC, post=PUBLIC
    ),
    Route("account_reset_password_from_key_done", get=PUBLIC),
    Route("account_confirm_login_code", get=PUBLIC, post=PUBLIC, get_ok=EITHER),
    Route("mfa_index", get=SIGNED_IN),
    Route("mfa_authenticate", get=PUBLIC, post=PUBLIC, get_ok=EITHER),
    # Nobody here has a second factor yet: they are asked for their password instead.
    Route("mfa_reauthenticate", get=SIGNED_IN, post=SIGNED_IN, get_ok=REDIRECT),
    Route("mfa_activate_totp", get=SIGNED_IN, post=SIGNED_IN, get_ok=EITHER),
    Route("mfa_deactivate_totp", get=SIGNED_IN, post=SIGNED_IN, get_ok=EITHER | GONE, post_ok=GONE),
    Route("mfa_view_recovery_codes", get=SIGNED_IN, get_ok=EITHER | GONE),
    Route("mfa_generate_recovery_codes", get=SIGNED_IN, post=SIGNED_IN, get_ok=EITHER | GONE),
    Route("mfa_download_recovery_codes", get=SIGNED_IN, post=SIGNED_IN, get_ok=EITHER | GONE, post_ok=GONE),
]
