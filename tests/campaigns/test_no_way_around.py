"""No path reaches EXECUTION with a criterion unmet: not a page, a service, a task, a shell, nor SQL."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from campaigns.models import Campaign, Phase, PhaseChange, SignOffRequest, Waiver
from campaigns.services.lifecycle import (
    ADVANCE,
    REOPEN,
    GateClosed,
    PhaseMoved,
    campaign_advance,
    campaign_pause,
    campaign_reopen,
    campaign_resume,
    campaign_stop,
    wave_open,
)
from campaigns.services.waivers import waiver_ask
from config.celery import app as celery
from tests.campaigns.evidence import CRITERIA, EVERYTHING, evidence
from tests.campaigns.phase_writes import PACKAGES, TRANSITIONS
from tests.campaigns.waiving import waiver_grant

__all__ = ["evidence"]
pytestmark = pytest.mark.django_db

REFUSALS = (
    GateClosed, PhaseMoved, TransitionNotAllowed, ConcurrentTransition, ValidationError, DatabaseError,
    AttributeError, TypeError, Http404,
)  # fmt: skip
LIVE = {Phase.EXECUTION, Phase.SUIVI, Phase.BILAN, Phase.CLOTUREE}


@pytest.fixture
def before_launch(campaign, acting, manager, evidence):
    """In COORDINATION, everything held but the criterion asked for; a second wave after the first."""

    def without(missing: str) -> Campaign:
        evidence.hold(*EVERYTHING)
        for phase in (Phase.BRIEF, Phase.PLANNING, Phase.BUDGET):
            campaign_advance(campaign=campaign, actor=acting(manager), expected_phase=phase)
        campaign.waves.create(
            number=2, name="Suite", goes_live_on=campaign.launch_on, ends_on=campaign.ends_on
        )
        evidence.drop(missing)
        return campaign

    return without


def stored(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_related("workspace").get(pk=campaign.pk)


def attempt(campaign: Campaign, way: Callable[[], object]) -> None:
    """Try one way in a savepoint; wherever it leads, it is not past the gate. Then take it back."""
    with transaction.atomic():
        with suppress(*REFUSALS), transaction.atomic():
            way()
        assert stored(campaign).phase not in LIVE
        assert not campaign.waves.filter(opened_at__isnull=False).exists()
        transaction.set_rollback(True)


def _addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, set[str]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif entry.name:
            yield f"{namespace}{entry.name}", set(entry.pattern.converters)


# Every page -------------------------------------------------------------------------------------------


def bodies() -> list[dict[str, str]]:
    common = {
        "phase": "EXECUTION",
        "reason": "Vite",
        "name": "X",
        "to": "1",
        "version": "1",
        "submission": "s",
    }
    return [
        {**common, "expected_phase": expected, "target": target}
        for expected in ("COORDINATION", "EXECUTION")
        for target in ("EXECUTION", "SUIVI")
    ]


@pytest.mark.parametrize("missing", CRITERIA)
def test_no_page_leads_there(before_launch, as_, admin, missing):
    """Every address of the product that a campaign, or one of its waves, has; posted by an administrator."""
    campaign, browser, asked = before_launch(missing), as_(admin), 0
    known = {"slug": campaign.workspace.slug, "reference": campaign.reference}
    for name, takes in _addresses(get_resolver()):
        if not {"slug", "reference"} <= takes or not takes <= {"slug", "reference", "number"}:
            continue
        for number in (1, 2) if "number" in takes else (0,):
            url = reverse(name, kwargs={**known, **({"number": number} if number else {})})
            for body in bodies():
                attempt(campaign, lambda url=url, body=body: browser.post(url, body))
                asked += 1
    assert asked > 80


def test_the_same_page_opens_when_nothing_is_missing(before_launch, evidence, as_, admin):
    campaign = before_launch("budget_signed")
    evidence.hold("budget_signed")
    url = reverse("campaigns:advance", args=[campaign.workspace.slug, campaign.reference])
    as_(admin).post(url, {"expected_phase": "COORDINATION"})
    assert stored(campaign).phase == Phase.EXECUTION


# Services, transitions, tasks -------------------------------------------------------------------------


def service_ways(campaign: Campaign, actor) -> Iterator[Callable[[], object]]:
    for phase in Phase.values:
        yield lambda phase=phase: campaign_advance(campaign=campaign, actor=actor, expected_phase=phase)
        yield lambda phase=phase: campaign_reopen(campaign=campaign, actor=actor, target=phase, reason="Vite")
    for wave in campaign.waves.all():
        yield lambda wave=wave: wave_open(wave=wave, actor=actor)
    yield lambda: campaign_resume(campaign=campaign, actor=actor)
    yield lambda: campaign_stop(campaign=campaign, actor=actor, on=campaign.launch_on, reason="Vite")

    def paused_and_resumed() -> None:
        campaign_pause(campaign=stored(campaign), actor=actor, reason="Crise")
        campaign_resume(campaign=stored(campaign), actor=actor)
        campaign_advance(campaign=stored(campaign), actor=actor, expected_phase=Phase.COORDINATION)

    def there_and_back() -> None:
        campaign_reopen(campaign=stored(campaign), actor=actor, target=Phase.BUDGET, reason="Revu")
        for phase in (Phase.BUDGET, Phase.COORDINATION):
            campaign_advance(campaign=stored(campaign), actor=actor, expected_phase=phase)

    yield paused_and_resumed
    yield there_and_back


@pytest.mark.parametrize("missing", CRITERIA)
def test_no_service_leads_there(before_launch, acting, admin, missing):
    campaign = before_launch(missing)
    for way in service_ways(campaign, acting(admin)):
        attempt(campaign, way)


@pytest.mark.parametrize("missing", CRITERIA)
def test_no_transition_called_by_hand_leads_there(before_launch, missing):
    campaign = before_launch(missing)
    assert {*ADVANCE.values(), *REOPEN.values(), "abandon"} == TRANSITIONS
    for method in TRANSITIONS:

        def by_hand(method=method):
            row = stored(campaign)
            getattr(row, method)()
            row.save()

        attempt(campaign, by_hand)


def test_a_transition_without_its_record_is_refused_by_the_database(before_launch, evidence):
    """Even when the gate is open: who passed, when and on what grounds would be lost."""
    campaign = before_launch("budget_signed")
    evidence.hold("budget_signed")
    row = stored(campaign)
    row.start_execution()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    assert stored(campaign).phase == Phase.COORDINATION


@pytest.mark.parametrize("missing", CRITERIA)
def test_no_task_leads_there(before_launch, missing, monkeypatch):
    campaign, ran = before_launch(missing), 0
    celery.loader.import_default_modules()
    for name, task in celery.tasks.items():
        if name.partition(".")[0] in PACKAGES:
            # A worker's thread closes what it held; here that is the test's own connection.
            monkeypatch.setattr(f"{task.__module__}.close_old_connections", lambda: None)
            for given in ((), (campaign.pk,)):
                attempt(campaign, lambda task=task, given=given: task.run(*given))
                ran += 1
    assert ran >= 8


def test_there_is_no_admin_site():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not apps.is_installed("django.contrib.admin")


# The shell --------------------------------------------------------------------------------------------


def _assigned(campaign: Campaign) -> None:
    row = stored(campaign)
    row.phase = Phase.EXECUTION
    row.save()


def _forged(campaign: Campaign) -> None:
    row = stored(campaign)
    row.__dict__["phase"] = Phase.EXECUTION
    row.save(update_fields=["phase"])


def _forged_from_scratch(campaign: Campaign) -> None:
    values = {
        field.attname: getattr(stored(campaign), field.attname) for field in Campaign._meta.concrete_fields
    }
    row = Campaign(**{**values, "phase": Phase.EXECUTION})
    row._state.adding = False
    row.save_base(raw=True)


def _sql(campaign: Campaign, target: str = "EXECUTION") -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE campaigns_campaign SET phase = %s WHERE id = %s", [target, campaign.pk])


def _recorded(campaign: Campaign, verb: str, **fields) -> None:
    """A history row written by hand, its report closed or missing, then the phase."""
    values = {"source": Phase.COORDINATION, "target": Phase.EXECUTION, "report": {"can_advance": False}}
    campaign.phase_changes.create(verb=verb, **{**values, **fields})
    _sql(campaign)


def _copied(campaign: Campaign) -> list[Campaign]:
    row = stored(campaign)
    row.pk, row.reference, row._state.adding = None, "COPIE", True
    row.__dict__["phase"] = Phase.EXECUTION
    return [row]


SHELL: dict[str, Callable[[Campaign], object]] = {
    "assign": _assigned,
    "forge and save": _forged,
    "forge from scratch": _forged_from_scratch,
    "update": lambda c: Campaign.objects.filter(pk=c.pk).update(phase=Phase.EXECUTION),
    "update through the workspace": lambda c: c.workspace.campaigns.update(phase=Phase.EXECUTION),
    "update below the manager": lambda c: Campaign._base_manager.filter(pk=c.pk).update(phase="EXECUTION"),
    "bulk_update": lambda c: Campaign.objects.bulk_update(_copied(c), ["phase"]),
    "update_or_create": lambda c: Campaign.objects.update_or_create(
        pk=c.pk, defaults={"phase": Phase.EXECUTION}
    ),
    "upsert": lambda c: Campaign._base_manager.bulk_create(
        [Campaign(**{**vars(c), "phase": Phase.EXECUTION})],
        update_conflicts=True, unique_fields=["id"], update_fields=["phase"],
    ),
    "SQL": _sql,
    "SQL past the launch": lambda c: _sql(c, "SUIVI"),
    "SQL after a closed report": lambda c: _recorded(c, "advance"),
    "SQL after no report": lambda c: _recorded(c, "advance", report={}),
    "SQL after a reopening": lambda c: _recorded(c, "reopen", report={"can_advance": True}),
    "SQL after another move": lambda c: _recorded(
        c, "advance", source=Phase.BUDGET, report={"can_advance": True}
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", SHELL)
@pytest.mark.parametrize("missing", CRITERIA)
def test_no_shell_leads_there(before_launch, missing, way):
    campaign = before_launch(missing)
    attempt(campaign, lambda: SHELL[way](campaign))


# Waivers ----------------------------------------------------------------------------------------------


def _granted(campaign: Campaign, **fields) -> Waiver:
    """A waiver written by hand, as if it had been granted."""
    values = {"granted_at": timezone.now(), "granted_by_name": "Moi", **fields}
    return campaign.waivers.create(
        check_key="budget_signed", reason="Vite", valid_until=timezone.localdate(), **values
    )


def _waiver_update(campaign: Campaign, **values) -> None:
    campaign.waivers.update(**values)


def _another_approval(campaign: Campaign) -> None:
    """The approval of something else, lent to the waiver."""
    own = SignOffRequest.objects.get(waiver__campaign=campaign)
    other = SignOffRequest.objects.create(
        campaign=campaign, kind="brief", snapshot=own.snapshot, due_on=own.due_on, requested_by_name="Moi",
        status="approved", settled_by_name="Moi", settled_at=timezone.now(),
    )  # fmt: skip
    _waiver_update(campaign, request=other)


WAIVERS: dict[str, Callable[[Campaign], object]] = {
    "asked": lambda c: None,
    "created granted": _granted,
    "bulk_create granted": lambda c: Waiver.objects.bulk_create(
        [Waiver(campaign=c, check_key="budget_signed", reason="Vite", valid_until=timezone.localdate(),
                granted_at=timezone.now(), granted_by_name="Moi")]
    ),
    "created without a date": lambda c: _granted(c, granted_at=None),
    "granted by update": lambda c: _waiver_update(c, granted_at=timezone.now(), request=None),
    "granted by a name": lambda c: _waiver_update(c, granted_by_name="Moi"),
    "another approval": _another_approval,
    "turned to another criterion": lambda c: _waiver_update(c, check_key="brief_validated"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAIVERS)
def test_no_waiver_that_is_not_signed_leads_there(before_launch, acting, admin, contributor, way):
    campaign = before_launch("budget_signed")
    waiver_ask(
        campaign=campaign, actor=acting(contributor), check_key="budget_signed", reason="Vite",
        valid_until=timezone.localdate(), grantor=admin,
    )  # fmt: skip

    def forged_then_advanced() -> None:
        with suppress(*REFUSALS), transaction.atomic():
            WAIVERS[way](campaign)
        campaign_advance(campaign=stored(campaign), actor=acting(admin), expected_phase=Phase.COORDINATION)

    attempt(campaign, forged_then_advanced)


def test_the_same_waiver_leads_there_once_it_is_signed(before_launch, acting, admin, contributor):
    campaign = before_launch("budget_signed")
    waiver_grant(
        campaign=campaign, actor=acting(contributor), check_key="budget_signed", reason="Vite",
        valid_until=timezone.localdate(), grantor=admin,
    )  # fmt: skip
    campaign_advance(campaign=campaign, actor=acting(admin), expected_phase=Phase.COORDINATION)
    assert stored(campaign).phase == Phase.EXECUTION


@pytest.mark.parametrize("way", ["save", "create", "bulk_create", "below the manager"])
def test_no_campaign_is_born_there(campaign, way):
    [row] = _copied(campaign)
    ways = {
        "save": lambda: row.save(),
        "create": lambda: Campaign.objects.create(
            **{f.attname: getattr(row, f.attname) for f in Campaign._meta.concrete_fields if f.name != "id"}
        ),
        "bulk_create": lambda: Campaign.objects.bulk_create([row]),
        "below the manager": lambda: Campaign._base_manager.bulk_create([row]),
    }
    with pytest.raises((ValidationError, TypeError, DatabaseError)), transaction.atomic():
        ways[way]()
    assert set(Campaign.objects.values_list("phase", flat=True)) == {Phase.BRIEF}


def test_an_old_record_does_not_serve_twice(before_launch, evidence, acting, manager):
    """After a return to COORDINATION, the passage of before is no longer the newest record."""
    campaign = before_launch("budget_signed")
    evidence.hold("budget_signed")
    campaign_advance(campaign=campaign, actor=acting(manager), expected_phase=Phase.COORDINATION)
    campaign_reopen(campaign=campaign, actor=acting(manager), target=Phase.COORDINATION, reason="Visuel")
    assert PhaseChange.objects.filter(campaign=campaign, target=Phase.EXECUTION).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        _sql(campaign)
    assert stored(campaign).phase == Phase.COORDINATION
