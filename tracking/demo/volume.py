"""Volume: a workspace with as many campaigns, tasks and figures as asked, the same for the same seed and day.

Contents and evidence are written in bulk; phases are not: each campaign goes as far as its `Phase` below
says through its gates, one `campaign_advance` at a time.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify

from budgets.models import Budget, BudgetLine, Entry
from campaigns.models import (
    Audience,
    Brand,
    Brief,
    BriefAudience,
    Campaign,
    Channel,
    Dependency,
    KeyMessage,
    Kpi,
    Objective,
    Phase,
    Placement,
    Task,
    Team,
    Wave,
)
from campaigns.scheduling import WorkingCalendar
from campaigns.services.dictionaries import dictionaries_seed
from core.access import Access
from core.models import Membership, Role, User, Workspace
from tracking.demo.volume_evidence import CHUNK, Journey, campaigns_advance, creation_write, figures_write

TYPES = ("LANCEMENT", "SAISONNIERE", "EVENEMENTIELLE", "BRAND", "FLASH", "ALWAYS_ON")
DAYS_LIVE = {"LANCEMENT": 42, "SAISONNIERE": 21, "EVENEMENTIELLE": 30, "BRAND": 70, "FLASH": 5}
#: Phase, and the days from today to the launch. Seven for six types, so that every pair comes up.
JOURNEYS: tuple[tuple[Phase, int, int], ...] = (
    (Phase.BRIEF, 60, 330),
    (Phase.PLANNING, 45, 240),
    (Phase.BUDGET, 30, 180),
    (Phase.COORDINATION, 5, 90),
    (Phase.EXECUTION, -20, -1),
    (Phase.SUIVI, -90, -15),
    (Phase.BRIEF, 60, 330),
)
SUBJECTS = (
    "Sérum",
    "Crème",
    "Parfum",
    "Soin",
    "Coffret",
    "Gamme",
    "Boutique",
    "Cercle",
    "Édition",
    "Atelier",
)
NAMES = ("Aube", "Rosée", "Écume", "Brume", "Solstice", "Minuit", "Verveine", "Santal", "Lin", "Azur")
TASKS = ("Cadrer", "Écrire", "Maquetter", "Produire", "Relire", "Valider", "Intégrer", "Contrôler", "Livrer")
PEOPLE = ("Ada Martin", "Basile Roux", "Célia Morel", "Denis Faure", "Élise Girard", "Farid Benali")
CALENDAR = WorkingCalendar()


def volume_load(*, campaigns: int, tasks: int, facts: int, seed: int) -> Workspace:
    """Make the workspace `volume-<seed>-<campaigns>`, or return it when it is there. Counts are totals."""
    slug = f"volume-{seed}-{campaigns}"
    existing = Workspace.objects.filter(slug=slug).first()
    if existing:
        return existing
    rng = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    with translation.override("fr"), transaction.atomic():
        workspace = Workspace.objects.create(name=f"Volume ({campaigns})", slug=slug)
        dictionaries_seed(workspace)
        people = _people(workspace)
        journeys = _campaigns(workspace, people, campaigns, rng)
        made = [journey.campaign for journey in journeys]
        _briefs(made, workspace)
        _tasks(made, tasks, people, rng)
        _budgets(journeys, rng)
        creation_write(journeys, rng)
        figures_write(journeys, facts, rng)
        campaigns_advance(journeys, Access(workspace, people[0]), rng)
    return workspace


def _people(workspace: Workspace) -> list[Membership]:
    """Everybody of the demonstration may look; without it, six people are made. The first administers."""
    users = list(User.objects.filter(memberships__workspace__slug="maison-lumen").order_by("pk"))
    if not users:
        users = [
            User.objects.create_user(f"{slugify(name)}@{workspace.slug}.example.com", None, name=name)
            for name in PEOPLE
        ]
    Membership.objects.bulk_create(
        Membership(workspace=workspace, user=user, role=Role.MANAGER if place else Role.ADMIN)
        for place, user in enumerate(users)
    )
    return list(Membership.objects.filter(workspace=workspace).select_related("user").order_by("pk"))


def _campaigns(
    workspace: Workspace, people: Sequence[Membership], count: int, rng: random.Random
) -> list[Journey]:
    today = timezone.localdate()
    brands = [Brand.objects.create(workspace=workspace, name=name) for name in ("Lumen", "Lumen Homme")]
    rows, goals = [], []
    for index in range(count):
        kind = TYPES[index % len(TYPES)]
        goal, soonest, latest = JOURNEYS[index % len(JOURNEYS)]
        launch = _workday(today + timedelta(days=rng.randint(soonest, latest)), before=latest < 0)
        goals.append(goal)
        rows.append(
            Campaign(
                workspace=workspace,
                reference=f"{launch.year}-V{index:05d}",
                name=f"{rng.choice(SUBJECTS)} {rng.choice(NAMES)} {index + 1}",
                type=kind,
                brand=rng.choice([*brands, None]),
                owner=rng.choice(people),
                prepares_on=CALENDAR.add_working_days(launch, -rng.randint(30, 60)),
                launch_on=launch,
                ends_on=None if kind == "ALWAYS_ON" else launch + timedelta(days=DAYS_LIVE[kind] - 1),
            )
        )
    Campaign.objects.bulk_create(rows, batch_size=CHUNK)
    waves = _waves(rows, workspace, rng)
    return [Journey(row, goal, waves[row.pk]) for row, goal in zip(rows, goals, strict=True)]


def _workday(day: date, *, before: bool) -> date:
    """What is already live went live on a working day before; what is to come waits for the next one."""
    return CALENDAR.previous_working_day(day) if before else CALENDAR.next_working_day(day)


def _waves(
    campaigns: list[Campaign], workspace: Workspace, rng: random.Random
) -> dict[int, list[tuple[Wave, list[Placement]]]]:
    """One wave, or two for the longest campaigns, of three placements each: {campaign id: waves}."""
    waves = [wave for row in campaigns for wave in _waves_of(row)]
    Wave.objects.bulk_create(waves, batch_size=CHUNK)
    channels = list(
        Channel.objects.filter(workspace=workspace, formats__isnull=False)
        .distinct()
        .order_by("pk")
        .prefetch_related("formats")
    )
    found: dict[int, list[tuple[Wave, list[Placement]]]] = {row.pk: [] for row in campaigns}
    for wave in waves:
        placements = [
            Placement(wave=wave, channel=channel, format=rng.choice(list(channel.formats.all())))
            for channel in rng.sample(channels, 3)
        ]
        found[wave.campaign_id].append((wave, placements))
    rows = [placement for pairs in found.values() for _wave, mine in pairs for placement in mine]
    Placement.objects.bulk_create(rows, batch_size=CHUNK)
    return found


def _waves_of(campaign: Campaign) -> list[Wave]:
    first, last = campaign.launch_on, campaign.ends_on
    if campaign.type not in ("LANCEMENT", "BRAND") or last is None:
        return [Wave(campaign=campaign, number=1, name="Vague unique", goes_live_on=first, ends_on=last)]
    second = first + (last - first) / 2
    return [
        Wave(
            campaign=campaign,
            number=1,
            name="Révélation",
            goes_live_on=first,
            ends_on=second - timedelta(days=1),
        ),
        Wave(campaign=campaign, number=2, name="Relance", goes_live_on=second, ends_on=last),
    ]


def _briefs(campaigns: list[Campaign], workspace: Workspace) -> None:
    leads = Kpi.objects.get(workspace=workspace, key="leads")
    audience = Audience.objects.create(workspace=workspace, name="Clientes du Cercle")
    texts = {
        "strategy_label": "Plan stratégique",
        "strategy_url": "https://example.com/strategie",
        "proposition": "La lumière, sans effort",
        "tone": "Clair",
    }
    Brief.objects.bulk_create([Brief(campaign=row, **texts) for row in campaigns], batch_size=CHUNK)
    Objective.objects.bulk_create(
        [
            Objective(
                campaign=row,
                name="Recruter des leads",
                kpi=leads,
                baseline=Decimal(200),
                target=Decimal(500),
                unit="leads",
                deadline=row.ends_on or row.launch_on + timedelta(days=30),
            )
            for row in campaigns
        ],
        batch_size=CHUNK,
    )
    BriefAudience.objects.bulk_create(
        [BriefAudience(campaign=row, audience=audience) for row in campaigns], batch_size=CHUNK
    )
    KeyMessage.objects.bulk_create(
        [KeyMessage(campaign=row, text="Un éclat visible en huit jours", proof="Étude, 62 personnes")
         for row in campaigns],
        batch_size=CHUNK,
    )  # fmt: skip


def _tasks(campaigns: list[Campaign], total: int, people: Sequence[Membership], rng: random.Random) -> None:
    """Tasks in chains of five, all before the launch; every second chain ends on a milestone."""
    teams = list(Team.objects.filter(workspace=people[0].workspace_id).order_by("pk"))
    for group, counts in _in_groups(campaigns, total):
        rows: list[Task] = []
        links: list[tuple[Task, Task]] = []
        for campaign, count in zip(group, counts, strict=True):
            own = [
                _task(campaign, place, place % 10 == 9 or place == count - 1, people, teams, rng)
                for place in range(count)
            ]
            rows += own
            links += [(before, after) for before, after in pairwise(own) if after.position % 5]
        Task.objects.bulk_create(rows, batch_size=CHUNK)
        Dependency.objects.bulk_create(
            (Dependency(predecessor=before, successor=after) for before, after in links), batch_size=CHUNK
        )


def _task(
    campaign: Campaign,
    place: int,
    milestone: bool,
    people: Sequence[Membership],
    teams: Sequence[Team],
    rng: random.Random,
) -> Task:
    """A working day of a chain: done once it is past, but for one in forty that is late or blocked."""
    day = CALENDAR.add_working_days(campaign.prepares_on, place % 25)
    status = Task.Status.DONE if day < timezone.localdate() else Task.Status.TODO
    if status == Task.Status.DONE and rng.random() < 0.025:
        status = Task.Status.TODO if milestone or rng.random() < 0.5 else Task.Status.BLOCKED
    return Task(
        campaign=campaign,
        kind=Task.Kind.MILESTONE if milestone else Task.Kind.TASK,
        phase=("PLANNING", "BUDGET", "COORDINATION")[place % 3],
        position=place,
        name=f"{rng.choice(TASKS)} {rng.choice(NAMES).lower()} {place + 1}",
        description="À faire selon le brief.",
        team=rng.choice(teams),
        assignee=rng.choice(people),
        duration_days=0 if milestone else 1,
        starts_on=day,
        ends_on=day,
        not_before=None if place % 5 else day,
        status=status,
        blocked_reason="Le fournisseur n’a pas répondu." if status == Task.Status.BLOCKED else "",
    )


def _in_groups(campaigns: list[Campaign], total: int) -> Iterator[tuple[list[Campaign], list[int]]]:
    """Campaigns in groups with their share of a total, so that memory stays flat."""
    count = len(campaigns)
    share, rest = divmod(total, count)
    sizes = [share + (place < rest) for place in range(count)]
    for start in range(0, count, 50):
        yield campaigns[start : start + 50], sizes[start : start + 50]


def _budgets(journeys: Sequence[Journey], rng: random.Random) -> None:
    """A line for each channel and month of the live window, and what live campaigns committed and spent."""
    budgets, lines, entries = [], [], []
    for journey in journeys:
        budget = Budget(campaign=journey.campaign, total=Decimal(0))
        for channel in journey.channels:
            for month in _months(journey.campaign):
                planned = Decimal(rng.randint(100_000, 900_000)) / 100
                line = BudgetLine(budget=budget, channel_id=channel, month=month, planned=planned)
                budget.total += planned
                lines.append(line)
                if journey.live and month <= timezone.localdate():
                    entries += _entries(line, month, rng)
        budgets.append(budget)
    Budget.objects.bulk_create(budgets, batch_size=CHUNK)
    BudgetLine.objects.bulk_create(lines, batch_size=CHUNK)
    Entry.objects.bulk_create(entries, batch_size=CHUNK)


def _months(campaign: Campaign) -> list[date]:
    last = campaign.ends_on or campaign.launch_on + timedelta(days=90)
    first = campaign.launch_on.replace(day=1)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        date(first.year + (first.month - 1 + month) // 12, (first.month - 1 + month) % 12 + 1, 1)
        for month in range(count)
    ]


def _entries(line: BudgetLine, month: date, rng: random.Random) -> list[Entry]:
    amount = (line.planned * rng.randint(50, 100) / 100).quantize(Decimal("0.01"))
    common = {"line": line, "on": month, "amount": amount}
    return [
        Entry(kind=Entry.Kind.COMMITTED, label="Bon de commande", **common),
        Entry(kind=Entry.Kind.ACTUAL, label="Facture", **common),
    ]
