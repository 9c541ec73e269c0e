"""The two tenants of the matrix: the same people and objects in each, under other names."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.utils import timezone

from campaigns.models import (
    Audience,
    Brand,
    Brief,
    Campaign,
    Channel,
    Format,
    Kpi,
    Stakeholder,
    Task,
    Team,
    Wave,
)
from core.models import Document, Membership, Role, User, Workspace
from tests.access.matrix import Tenant
from tests.conftest import PASSWORD

APPS = ("core", "campaigns", "budgets", "coordination", "tracking")
ROLES = {
    "admin": Role.ADMIN,
    "manager": Role.MANAGER,
    "contributor": Role.CONTRIBUTOR,
    "viewer": Role.VIEWER,
    "partner": Role.CONTRIBUTOR,
    "former": Role.ADMIN,
}


def tenant_make(slug: str, reference: str) -> Tenant:
    """A workspace with one person per role, its dictionaries and one campaign the partner works on."""
    workspace = Workspace.objects.create(name=slug.title(), slug=slug)
    tenant = Tenant(workspace=workspace)
    for key, role in ROLES.items():
        user = User.objects.create_user(f"{key}@{slug}.example.com", PASSWORD, name=f"{key} {slug}".title())
        # As when an invitation is accepted; without it allauth makes the row when a page is first read.
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        member = Membership.objects.create(
            workspace=workspace, user=user, role=role, team_only=key == "partner", is_active=key != "former"
        )
        setattr(tenant, key, member)
    _dictionaries(tenant)
    _campaign(tenant, reference)
    _document(tenant)
    for app in APPS:
        furnish = getattr(import_module(f"tests.access.matrix.{app}"), "furnish", None)
        if furnish:
            furnish(tenant)
    return tenant


def _dictionaries(tenant: Tenant) -> None:
    space, slug = tenant.workspace, tenant.workspace.slug
    tenant.team = Team.objects.create(workspace=space, key=f"creation-{slug}", name="Création")
    tenant.agency = Team.objects.create(
        workspace=space, key=f"agence-{slug}", name="Agence Halo", kind=Team.Kind.PARTNER
    )
    tenant.agency.team_members.create(membership=tenant.partner)
    tenant.brand = Brand.objects.create(workspace=space, name="Lumen")
    tenant.audience = Audience.objects.create(workspace=space, name="Femmes 30–45 ans")
    tenant.channel = Channel.objects.create(workspace=space, key=f"meta-{slug}", name="Meta Ads")
    tenant.format = Format.objects.create(
        channel=tenant.channel, key=f"story-{slug}", name="Story 9:16", width=1080, height=1920
    )
    tenant.kpi = Kpi.objects.create(workspace=space, key="leads", name="Leads", unit="leads")
    tenant.stakeholder = Stakeholder.objects.create(
        workspace=space, name="Paul Tessier", email="paul.tessier@example.com", function="Finance"
    )


def _campaign(tenant: Tenant, reference: str) -> None:
    today = timezone.localdate()
    tenant.campaign = Campaign.objects.create(
        workspace=tenant.workspace,
        reference=reference,
        name="Lancement Sérum Aube",
        type=Campaign.Type.LANCEMENT,
        brand=tenant.brand,
        owner=tenant.manager,
        prepares_on=today,
        launch_on=today + timedelta(days=60),
        ends_on=today + timedelta(days=101),
    )
    Brief.objects.create(campaign=tenant.campaign)
    tenant.wave = Wave.objects.create(
        campaign=tenant.campaign,
        number=1,
        name="Teaser",
        goes_live_on=tenant.campaign.launch_on,
        ends_on=tenant.campaign.ends_on,
    )
    tenant.placement = tenant.wave.placements.create(channel=tenant.channel, format=tenant.format)
    tenant.task = Task.objects.create(
        campaign=tenant.campaign, wave=tenant.wave, name="Tournage", team=tenant.team, duration_days=3
    )
    tenant.partner_task = Task.objects.create(
        campaign=tenant.campaign, wave=tenant.wave, name="Montage", team=tenant.agency, duration_days=2
    )


def _document(tenant: Tenant) -> None:
    tenant.document = Document.objects.create(
        workspace=tenant.workspace,
        scope=tenant.campaign.scope,
        builder="brief",
        subject=str(tenant.campaign.pk),
        title="Brief Sérum Aube",
        requested_by=tenant.manager.user,
        status=Document.Status.READY,
        progress=100,
    )
    tenant.document.file.save("document.pdf", ContentFile(b"%PDF-1.7\n%%EOF\n"))
