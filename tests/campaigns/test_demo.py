"""The demonstration holds together on any day of the year, and says what its alerts say."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from campaigns.demo.clock import CALENDAR
from campaigns.demo.facts import spend_by_month
from campaigns.playbooks import CampaignType, duration_warning
from campaigns.scheduling.engine import schedule
from campaigns.scheduling.model import Link, LinkType, TaskSpec
from tests.campaigns.demo_world import (
    AUDIENCES,
    CHANNEL,
    COMPANY,
    FORMAT,
    KPI,
    PEOPLE,
    PHASES,
    STAKEHOLDERS,
    TEAM,
    TODAY,
    by_type,
    campaigns,
    every_day,
)


def test_the_company_has_every_role_and_a_partner():
    assert {person.role for person in COMPANY.people} == {"admin", "manager", "contributor", "viewer"}
    assert [person.key for person in COMPANY.people if person.team_only] == ["camille"]
    assert {team for person in COMPANY.people for team in person.teams} <= TEAM
    assert {s.stand_in for s in COMPANY.stakeholders} - {None} <= STAKEHOLDERS
    emails = [who.email for who in (*COMPANY.people, *COMPANY.stakeholders)]
    assert len(set(emails)) == len(emails)
    assert all(email.endswith(".example") for email in emails)


@every_day
def test_six_types_in_six_phases(today):
    found = campaigns(today)
    assert sorted(campaign.type for campaign in found) == sorted(CampaignType)
    assert len({campaign.phase for campaign in found}) == 6
    assert len({campaign.reference for campaign in found}) == 6
    for campaign in found:
        assert campaign.prepares_on <= campaign.launch_on <= (campaign.ends_on or date.max)
        assert duration_warning(campaign.type, campaign.launch_on, campaign.ends_on) is None
        assert campaign.owner in PEOPLE
        assert campaign.sponsor in PEOPLE | STAKEHOLDERS
        assert campaign.brand in COMPANY.brands


@every_day
def test_history_runs_forward_and_stops_today(today):
    for campaign in campaigns(today):
        phases = [step.phase for step in campaign.steps]
        assert phases == PHASES[: len(phases)]
        dates = [step.on for step in campaign.steps]
        assert dates == sorted(dates)
        assert dates[-1] <= today
        for request in campaign.signoffs:
            assert request.requested_on <= min(request.due_on, today)
            for signature in request.signatures:
                assert signature.signer in PEOPLE | STAKEHOLDERS
                assert (signature.decision == "") == (signature.decided_on is None)
                assert signature.decided_on is None or request.requested_on <= signature.decided_on <= today


@every_day
def test_a_phase_was_left_with_its_approval(today):
    needed = {"PLANNING": "brief", "BUDGET": "plan", "COORDINATION": "budget", "CLOTUREE": "bilan"}
    for campaign in campaigns(today):
        for step in campaign.steps:
            if step.phase in needed:
                kinds = (needed[step.phase], "combined")
                request = next(r for r in campaign.signoffs if r.kind in kinds)
                assert request.status in ("approved", "voided")
                assert all(s.decided_on and s.decided_on <= step.on for s in request.signatures), (
                    campaign.name
                )


@every_day
def test_every_key_resolves(today):
    for campaign in campaigns(today):
        waves = {wave.key for wave in campaign.waves}
        for wave, channel, form in campaign.placements:
            assert wave in waves
            assert FORMAT[form].channel_key == channel
        for row in (*campaign.brief.audiences, *(m for m in campaign.brief.messages if m.audience)):
            assert row.audience in AUDIENCES
        for objective in campaign.brief.objectives:
            assert objective.kpi in KPI
        for line in (*campaign.budget.lines, *campaign.budget.entries, *campaign.targets, *campaign.sources):
            assert line.channel is None or line.channel in CHANNEL
        for row in (*campaign.targets, *campaign.readings):
            assert row.kpi in KPI
        for task in campaign.tasks:
            assert task.assignee in PEOPLE
            assert task.team in TEAM
            assert task.wave is None or task.wave in waves
        for briefing in campaign.briefings:
            assert briefing.wave in waves
            assert briefing.team in TEAM
            assert briefing.acknowledged_by is None or briefing.acknowledged_by in PEOPLE
        for asset in campaign.assets:
            assert (asset.wave, asset.channel, asset.format) in campaign.placements
            for version in asset.versions:
                assert version.uploaded_by in PEOPLE
                assert version.uploaded_on <= today
                assert all(version.uploaded_on <= review.on <= today for review in version.reviews)
                assert all(review.comment for review in version.reviews if review.decision == "changes")
        for profile in campaign.profiles:
            assert profile.channel in {source.channel for source in campaign.sources}
            for kpi in (profile.base, *(rate.kpi for rate in profile.rates)):
                assert KPI[kpi].aggregation == "sum"


@every_day
def test_tasks_keep_their_links_their_owners_and_their_word(today):
    for campaign in campaigns(today):
        by_key = {task.key: task for task in campaign.tasks}
        assert len(by_key) == len(campaign.tasks)
        last = (campaign.ends_on or date.max - timedelta(days=60)) + timedelta(days=45)
        for task in campaign.tasks:
            assert campaign.prepares_on <= task.starts_on <= task.ends_on <= last, task.key
            assert (task.kind == "milestone") == (task.duration == 0)
            assert (task.status == "blocked") == bool(task.blocked_reason)
            assert task.status_since is None or task.status_since <= today
            if task.status == "done":
                assert task.ends_on < today, task.key
                waited = [by_key[key] for key, kind, _lag in task.after if kind == "FS"]
                assert all(before.status == "done" for before in waited), task.key


@every_day
def test_what_prepares_a_wave_is_planned_before_it(today):
    for campaign in campaigns(today):
        live = {wave.key: wave.starts_on for wave in campaign.waves}
        for task in campaign.tasks:
            if task.phase not in ("EXECUTION", "SUIVI"):
                assert task.ends_on < live.get(task.wave or "", campaign.launch_on), task.key
            if campaign.ends_on and task.starts_on > campaign.ends_on:
                assert task.phase == "SUIVI", task.key


@every_day
def test_scheduling_forward_gives_the_same_dates(today):
    for campaign in campaigns(today):
        specs = [
            TaskSpec(task.key, task.duration, not_before=task.not_before, pinned=task.pinned_on)
            for task in campaign.tasks
        ]
        links = [Link(key, t.key, LinkType(kind), lag) for t in campaign.tasks for key, kind, lag in t.after]
        plan = schedule(specs, links, CALENDAR, start=campaign.prepares_on)
        for task in campaign.tasks:
            dated = plan.tasks[task.key]
            assert (dated.start, dated.end) == (task.starts_on, task.ends_on), (campaign.name, task.key)
        assert plan.problems == ()


@every_day
def test_budgets_add_up_to_the_cent(today):
    for campaign in campaigns(today):
        budget = campaign.budget
        assert sum(line.planned for line in budget.lines) == budget.total
        places = [(line.channel, line.month) for line in budget.lines]
        assert len(places) == len(set(places))
        planned = {place: line.planned for place, line in zip(places, budget.lines, strict=True)}
        for line in budget.lines:
            assert line.month.day == 1
            assert line.planned == line.planned.quantize(Decimal("0.01")) > 0
        for entry in budget.entries:
            assert (entry.channel, entry.month) in planned
            assert entry.amount == entry.amount.quantize(Decimal("0.01")) != 0
            assert entry.on <= today
        for change in budget.changes:
            assert planned[change.channel, change.month] == change.after


@every_day
def test_only_the_announced_line_is_overspent(today):
    for campaign in campaigns(today):
        announced = {alert.subject for alert in campaign.alerts if alert.kind == "budget_overspent"}
        spent = spend_by_month(campaign, today - timedelta(days=1))
        for kind in ("committed", "actual"):
            used = defaultdict(Decimal, spent if kind == "actual" else {})
            for entry in campaign.budget.entries:
                if entry.kind == kind:
                    used[entry.channel, entry.month] += entry.amount
            planned = {(line.channel, line.month): line.planned for line in campaign.budget.lines}
            over = {place[0] for place, amount in used.items() if amount > planned.get(place, Decimal(0))}
            assert over <= announced, (campaign.name, kind)
            assert kind == "committed" or over == announced


@every_day
def test_creative_briefs_cover_every_placement_once_coordination_began(today):
    for campaign in campaigns(today):
        briefed = [(brief.channel, brief.format) for brief in campaign.creative_briefs]
        assert len(briefed) == len(set(briefed))
        if PHASES.index(campaign.phase) >= PHASES.index("COORDINATION"):
            assert {(channel, form) for _wave, channel, form in campaign.placements} == set(briefed)
        else:
            assert not briefed
        for brief in campaign.creative_briefs:
            assert all((brief.message, brief.promise, brief.tone, brief.call_to_action, brief.mandatory))


@every_day
def test_a_wave_that_is_live_met_its_criteria(today):
    for campaign in campaigns(today):
        for wave in campaign.waves:
            assets = [asset for asset in campaign.assets if asset.wave == wave.key]
            live = {activation.channel for activation in campaign.activations if activation.wave == wave.key}
            if wave.opened_on is None:
                assert not live
                assert wave.starts_on > today, wave.key
                continue
            assert wave.opened_on <= wave.starts_on <= today
            assert {(a.channel, a.format) for a in assets} == {
                p[1:] for p in campaign.placements if p[0] == wave.key
            }
            assert all(asset.approved for asset in assets)
            assert live == {channel for channel, _formats in wave.channels}
            briefings = [briefing for briefing in campaign.briefings if briefing.wave == wave.key]
            assert all(briefing.acknowledged_on for briefing in briefings)
            makers = {(brief.channel, brief.format): brief.team for brief in campaign.creative_briefs}
            placed = [placement for placement in campaign.placements if placement[0] == wave.key]
            concerned = {CHANNEL[channel].team_key for _wave, channel, _format in placed}
            concerned |= {makers[channel, form] for _wave, channel, form in placed}
            assert concerned <= {briefing.team for briefing in briefings}, (campaign.name, wave.key)
            measured = {profile.channel for profile in campaign.profiles}
            measured |= {reading.channel for reading in campaign.readings}
            assert {channel for _wave, channel, _format in placed} <= measured, (campaign.name, wave.key)


def test_the_launch_waits_for_two_assets_one_partner_and_one_signature():
    launch = by_type(TODAY)[CampaignType.LANCEMENT]
    teaser = [asset for asset in launch.assets if asset.wave == "teaser"]
    assert (len(teaser), sum(asset.approved for asset in teaser)) == (9, 7)
    waiting = [asset for asset in teaser if not asset.approved]
    assert [asset.versions[-1].size for asset in waiting] == [(1080, 1350), None]
    assert [b.team for b in launch.briefings if b.acknowledged_on is None] == ["agence"]
    assert next(r for r in launch.signoffs if r.kind == "budget").status == "voided"
    assert (launch.budget.signed_total, launch.budget.total) == (Decimal(80_000), Decimal(86_000))
    assert sum(e.amount for e in launch.budget.entries if e.kind == "committed") == Decimal(41_200)


@every_day
def test_alerts_are_in_the_data_and_nothing_else_is(today):
    found = campaigns(today)
    kinds = [alert.kind for campaign in found for alert in campaign.alerts]
    assert set(kinds) == {
        "milestone_overdue",
        "task_blocked",
        "budget_overspent",
        "kpi_behind",
        "signoff_waiting",
    }
    for campaign in found:
        announced = {(alert.kind, alert.subject) for alert in campaign.alerts}
        milestones = [
            t for t in campaign.tasks if t.kind == "milestone" and t.status != "done" and t.ends_on < today
        ]
        blocked = [task for task in campaign.tasks if task.status == "blocked"]
        waiting = [
            request
            for request in campaign.signoffs
            if request.status == "open" and CALENDAR.working_days_between(request.requested_on, today) > 3
        ]
        assert {("milestone_overdue", task.key) for task in milestones} == {
            a for a in announced if "mile" in a[0]
        }
        assert {("task_blocked", task.key) for task in blocked} == {a for a in announced if "blocked" in a[0]}
        assert {("signoff_waiting", r.kind) for r in waiting} == {a for a in announced if "signoff" in a[0]}
