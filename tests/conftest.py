"""Named people and one workspace that most tests share."""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify
from hypothesis import HealthCheck, settings

from campaigns.models import (
    Brand,
    Campaign,
    Channel,
    EvidenceEvent,
    Format,
    Kpi,
    SignOffRequest,
    Snapshot,
    Stakeholder,
    Team,
    Wave,
)
from campaigns.services.purging import purging
from core.access import Access
from core.models import Membership, Role, User, Workspace

# No example is too slow, whichever machine it runs on: time is not what these tests are about.
settings.register_profile("everywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# `.ci/run` says why it wants the same examples each time.
settings.register_profile("ci", settings.get_profile("everywhere"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "everywhere")

PASSWORD = "un-mot-de-passe-de-test"


def make_member(workspace: Workspace, name: str, role: Role, **fields: object) -> Membership:
    email = f"{slugify(name.split()[0])}@{workspace.slug}.example.com"
    user = User.objects.create_user(email, PASSWORD, name=name)
    return Membership.objects.create(workspace=workspace, user=user, role=role, **fields)


@pytest.fixture
def workspace(db: None) -> Workspace:
    return Workspace.objects.create(name="Maison Lumen", slug="maison-lumen")


@pytest.fixture
def admin(workspace: Workspace) -> Membership:
    return make_member(workspace, "Inès Moreau", Role.ADMIN, job_title="Directrice marketing")


@pytest.fixture
def manager(workspace: Workspace) -> Membership:
    return make_member(workspace, "Claire Vasseur", Role.MANAGER, job_title="Responsable de campagne")


@pytest.fixture
def contributor(workspace: Workspace) -> Membership:
    return make_member(workspace, "Hugo Marchand", Role.CONTRIBUTOR)


@pytest.fixture
def viewer(workspace: Workspace) -> Membership:
    return make_member(workspace, "Sophie Lambert", Role.VIEWER)


@pytest.fixture
def stranger(db: None) -> Membership:
    """An administrator, but of somebody else's workspace."""
    elsewhere = Workspace.objects.create(name="Atelier Nord", slug="atelier-nord")
    return make_member(elsewhere, "Marc Delattre", Role.ADMIN)


@pytest.fixture
def creation(workspace: Workspace) -> Team:
    return Team.objects.create(workspace=workspace, key="creation", name="Création")


@pytest.fixture
def agency(workspace: Workspace) -> Team:
    return Team.objects.create(workspace=workspace, key="agence", name="Agence Halo", kind=Team.Kind.PARTNER)


@pytest.fixture
def partner(workspace: Workspace, agency: Team) -> Membership:
    """Works at the agency: sees only what is given to it."""
    member = make_member(workspace, "Noé Halo", Role.CONTRIBUTOR, team_only=True)
    agency.team_members.create(membership=member)
    return member


@pytest.fixture
def finance(workspace: Workspace) -> Stakeholder:
    return Stakeholder.objects.create(
        workspace=workspace, name="Paul Tessier", email="paul.tessier@example.com", function="Finance"
    )


@pytest.fixture
def meta(workspace: Workspace) -> Channel:
    channel = Channel.objects.create(workspace=workspace, key="meta", name="Meta Ads")
    Format.objects.create(channel=channel, key="story", name="Story 9:16", width=1080, height=1920)
    return channel


@pytest.fixture
def kpi(workspace: Workspace) -> Kpi:
    return Kpi.objects.create(workspace=workspace, key="leads", name="Leads", unit="leads")


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def campaign(workspace: Workspace, manager: Membership, meta: Channel, today: date) -> Campaign:
    """A launch campaign in BRIEF, with one wave on Meta and nothing else filled in."""
    brand = Brand.objects.create(workspace=workspace, name="Lumen")
    made = Campaign.objects.create(
        workspace=workspace,
        reference="2026-LAN-01",
        name="Lancement Sérum Aube",
        type=Campaign.Type.LANCEMENT,
        brand=brand,
        owner=manager,
        prepares_on=today,
        launch_on=today + timedelta(days=60),
        ends_on=today + timedelta(days=101),
    )
    wave = Wave.objects.create(
        campaign=made, number=1, name="Teaser", goes_live_on=made.launch_on, ends_on=made.ends_on
    )
    wave.placements.create(channel=meta, format=meta.formats.get())
    return made


@pytest.fixture
def acting() -> Callable[[Membership], Access]:
    """The Access services take, for a member."""
    return lambda membership: Access(membership.workspace, membership)


@pytest.fixture
def as_(db: None) -> Callable[[Membership], Client]:
    """A browser in which this member is signed in."""

    def sign_in(membership: Membership) -> Client:
        browser = Client()
        browser.force_login(membership.user)
        return browser

    return sign_in


@pytest.fixture(autouse=True)
def evidence_goes_with_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit are emptied by deleting rows, which the frozen tables refuse outside a purge."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if commits:
        # Asked for first, so that this one is torn down before it empties the tables.
        request.getfixturevalue("transactional_db")
    yield
    if commits and (EvidenceEvent.objects.exists() or Snapshot.objects.exists()):
        with purging(reason="Fin d'un test", by="pytest"):
            EvidenceEvent.objects.all().delete()
            SignOffRequest.objects.all().delete()
            Snapshot.objects.all().delete()
