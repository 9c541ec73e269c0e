"""Addresses of the frame: home, one's account, the workspace's settings and people, documents."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from core.styleguide import styleguide
from core.views import account, documents, health, invitations, members, settings

app_name = "core"

SETTINGS = "e/<slug:slug>/reglages/"
DOCUMENT = "e/<slug:slug>/documents/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    # A person
    path("", account.home, name="home"),
    path("espaces/", account.workspaces, name="workspaces"),
    path("compte/profil/", account.profile, name="profile"),
    path("langue/", account.language, name="language"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    # A workspace
    path(SETTINGS, settings.workspace_settings, name="settings"),
    path(f"{SETTINGS}membres/", members.members, name="members"),
    path(f"{SETTINGS}membres/<int:pk>/", members.member, name="member"),
    path(f"{SETTINGS}membres/<int:pk>/fermer/", members.member_deactivate, name="member-deactivate"),
    path(f"{SETTINGS}membres/<int:pk>/rouvrir/", members.member_reactivate, name="member-reactivate"),
    path(f"{SETTINGS}invitations/nouvelle/", invitations.invite, name="invite"),
    path(f"{SETTINGS}invitations/<int:pk>/renvoyer/", invitations.invitation_again, name="invitation-resend"),
    path(f"{SETTINGS}invitations/<int:pk>/annuler/", invitations.invitation_cancel, name="invitation-revoke"),
    # Documents
    path(DOCUMENT, documents.document, name="document"),
    path(f"{DOCUMENT}fichier/", documents.document_download, name="document-download"),
    path(f"{DOCUMENT}recommencer/", documents.document_again, name="document-retry"),
    # The product itself
    path("sante/", health.health, name="health"),
    path("styleguide/", login_not_required(require_safe(styleguide)), name="styleguide"),
]
