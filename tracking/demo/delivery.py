"""Phases 4 to 7 of a demonstration campaign: creation, tracking, going live, figures, bilans."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.demo.clock import in_words
from campaigns.demo.facts import campaign_facts
from campaigns.demo.files import version_file
from campaigns.demo.shapes import AssetData, DemoCampaign, VersionData
from campaigns.models import Campaign, Team, Wave
from coordination.models import Activation, Asset, Briefing, CreativeBrief
from coordination.selectors.wanted import work_of
from coordination.services.assets import asset_create, version_review, version_upload
from core.models import Membership
from tracking.demo.company import Cast
from tracking.demo.preparation import signoff_write, waves_by_key
from tracking.demo.timeline import happened, moment
from tracking.models import Bilan, Import, KpiFact, KpiTarget, Learning, Source
from tracking.services.bilan import bilan_freeze, bilan_publish
from tracking.services.imports import spend_sync

#: The data name platforms as people do; the importers tell Meta's advertising from its other exports.
PLATFORMS = {"meta": "meta_ads"}


def creation_write(data: DemoCampaign, campaign: Campaign, cast: Cast) -> None:
    """Creative briefs, one per channel × format."""
    for row in data.creative_briefs:
        CreativeBrief.objects.update_or_create(
            campaign=campaign,
            channel=cast.channels[row.channel],
            format=cast.formats[row.format],
            defaults={
                "team": cast.teams[row.team],
                "due_on": row.due_on,
                "message": row.message,
                "promise": row.promise,
                "tone": row.tone,
                "call_to_action": row.call_to_action,
                "mandatory": row.mandatory,
                "landing_url": row.landing_url,
            },
        )


def assets_write(data: DemoCampaign, campaign: Campaign, cast: Cast) -> None:
    """Assets with every version and review; files are made now."""
    waves = waves_by_key(data, campaign)
    briefs = {(brief.channel_id, brief.format_id): brief for brief in campaign.creative_briefs.all()}
    for row in data.assets:
        brief = briefs[cast.channels[row.channel].pk, cast.formats[row.format].pk]
        with happened(moment(_planned_on(data, row), 9, 30)):
            asset = asset_create(
                brief=brief, wave=waves[row.wave], name=row.name, actor=cast.access(data.owner)
            )
        for version in row.versions:
            _version_write(asset, row, version, cast)


def coordinated_on(data: DemoCampaign) -> date:
    """The day coordination began, or the last step of a campaign that is not there yet."""
    return next((step.on for step in data.steps if step.phase == "COORDINATION"), data.steps[-1].on)


def _planned_on(data: DemoCampaign, row: AssetData) -> date:
    """The day an asset was put on the list: when coordination began, and before its first version."""
    return min([coordinated_on(data), *(version.uploaded_on for version in row.versions)])


def _version_write(asset: Asset, row: AssetData, data: VersionData, cast: Cast) -> None:
    made = version_file(row, data)
    with happened(moment(data.uploaded_on, 11)):
        version = version_upload(
            asset=asset,
            upload=SimpleUploadedFile(made.filename, made.data, made.mime_type),
            comment=data.comment,
            actor=cast.access(data.uploaded_by),
        )
    for review in data.reviews:
        with happened(moment(review.on, 15)):
            version_review(
                version=version,
                decision=review.decision,
                comment=review.comment,
                actor=cast.access(review.reviewer),
            )


def briefings_write(data: DemoCampaign, campaign: Campaign, cast: Cast) -> None:
    waves = waves_by_key(data, campaign)
    for row in data.briefings:
        sender = cast.people[row.sent_by]
        reader = cast.people[row.acknowledged_by] if row.acknowledged_by else None
        with happened(moment(row.sent_on, 9)):
            Briefing.objects.create(
                wave=waves[row.wave],
                team=cast.teams[row.team],
                message=row.message,
                sent_by=sender,
                sent_by_name=sender.user.name,
                acknowledged_at=moment(row.acknowledged_on, 12) if row.acknowledged_on else None,
                acknowledged_by=reader,
                acknowledged_by_name=reader.user.name if reader else "",
            )


def briefings_complete(wave: Wave, sender: Membership, opened_on: date) -> None:
    """A wave that went live had briefed every team with work in it: write what the data leave out."""
    work = work_of([wave.campaign_id])[wave.campaign_id]
    own = work.wave(wave)
    lacking = own.team_ids(work.briefs) - own.briefings.keys() if own else set()
    for team in Team.objects.filter(pk__in=lacking):
        reader = team.members.select_related("user").first() or sender
        with happened(moment(opened_on - timedelta(days=6), 9)):
            Briefing.objects.create(
                wave=wave,
                team=team,
                message=f"Même brief que pour la première vague ; en ligne le {in_words(wave.goes_live_on)}.",
                sent_by=sender,
                sent_by_name=sender.user.name,
                acknowledged_at=moment(opened_on - timedelta(days=5), 11),
                acknowledged_by=reader,
                acknowledged_by_name=reader.user.name,
            )


def tracking_write(data: DemoCampaign, campaign: Campaign, cast: Cast) -> dict[str, Source]:
    """Targets and sources, by channel key. A finished campaign keeps only sources that gave figures."""
    measured = {row.channel for row in data.profiles} | {row.channel for row in data.readings}
    over = any(step.phase == "BILAN" for step in data.steps)
    for target in data.targets:
        KpiTarget.objects.update_or_create(
            campaign=campaign,
            kpi=cast.kpis[target.kpi],
            channel=cast.channels[target.channel] if target.channel else None,
            defaults={"target": target.target},
        )
    return {
        row.channel: Source.objects.create(
            campaign=campaign,
            channel=cast.channels[row.channel],
            platform=PLATFORMS.get(row.platform, row.platform),
            name=row.name,
            external_names=list(row.external_names),
        )
        for row in data.sources
        if row.channel in measured or not over
    }


def activations_write(data: DemoCampaign, campaign: Campaign, cast: Cast, until: date) -> None:
    """Channels reported live up to a day."""
    waves = waves_by_key(data, campaign)
    for row in data.activations:
        if row.live_on > until:
            continue
        hour, _colon, minute = row.at.partition(":")
        at = moment(row.live_on, int(hour), int(minute or 0))
        reporter = cast.people[row.reported_by]
        with happened(at):
            Activation.objects.get_or_create(
                wave=waves[row.wave],
                channel=cast.channels[row.channel],
                defaults={
                    "live_at": at,
                    "url": row.url,
                    "note": row.note,
                    "reported_by": reporter,
                    "reported_by_name": reporter.user.name,
                },
            )


def figures_write(data: DemoCampaign, campaign: Campaign, cast: Cast, sources: dict[str, Source]) -> None:
    """Daily figures up to yesterday, as imports of each source, and the values typed in by hand."""
    until = date.fromordinal(timezone.localdate().toordinal() - 1)
    values: dict[tuple[str, str, date], Decimal] = defaultdict(Decimal)
    for fact in campaign_facts(data, until):
        for kpi, value in fact.values.items():
            if kpi in cast.kpis:
                values[fact.channel, kpi, fact.day] += value
    for reading in data.readings:
        if reading.on <= until:
            values[reading.channel, reading.kpi, reading.on] = reading.value
    actor = cast.access(data.owner)
    imports: dict[str, Import] = {}
    brought_at = moment(max((day for _channel, _kpi, day in values), default=until), 18)
    rows = []
    for (channel, kpi, day), value in values.items():
        if channel not in imports:
            with happened(brought_at):
                source = sources.get(channel) or _source_for(channel, campaign, cast, sources)
                imports[channel] = _import_for(source, cast, data.owner, brought_at)
        source = sources[channel]
        rows.append(
            KpiFact(
                campaign=campaign,
                source=source,
                channel=source.channel,
                kpi=cast.kpis[kpi],
                day=day,
                value=value,
                brought_by=imports[channel],
            )
        )
    KpiFact.objects.bulk_create(rows, batch_size=2000)
    for channel, record in imports.items():
        _import_sum_up(record, [day for (name, _kpi, day) in values if name == channel])
        with happened(brought_at):
            spend_sync(source=sources[channel], actor=actor)


def _source_for(channel: str, campaign: Campaign, cast: Cast, sources: dict[str, Source]) -> Source:
    row = cast.channels[channel]
    sources[channel] = Source.objects.create(
        campaign=campaign, channel=row, platform=Source.MANUAL, name=row.name
    )
    return sources[channel]


def _import_for(source: Source, cast: Cast, owner: str, at: datetime) -> Import:
    person = cast.people[owner]
    return Import.objects.create(
        source=source,
        filename=f"export-{source.channel.key}.csv",
        sha256="",
        platform=source.platform,
        status=Import.Status.APPLIED,
        imported_by=person,
        imported_by_name=person.user.name,
        applied_at=at,
    )


def _import_sum_up(record: Import, days: list[date]) -> None:
    record.starts_on, record.ends_on, record.rows = min(days), max(days), len(days)
    record.file.save("export.dat", ContentFile(b""), save=False)
    record.save(update_fields=["starts_on", "ends_on", "rows", "file"])


def bilans_write(data: DemoCampaign, campaign: Campaign, cast: Cast) -> None:
    """Bilans with their learnings, published when the data say so."""
    for row in data.bilans:
        bilan = Bilan.objects.create(
            campaign=campaign,
            number=row.number,
            period_start=row.period_start,
            period_end=row.period_end,
            summary=row.summary,
            successes=row.successes,
            difficulties=row.difficulties,
        )
        Learning.objects.bulk_create(
            Learning(
                campaign=campaign,
                bilan=bilan,
                kind=learning.kind,
                text=learning.text,
                evidence=learning.evidence,
                channel=cast.channels[learning.channel] if learning.channel else None,
            )
            for learning in row.learnings
        )
        if row.published_on:
            at: datetime = moment(row.published_on, 17)
            frozen_at = _bilan_approve(bilan, data, campaign, cast) or at
            with happened(at):
                bilan_publish(bilan=bilan, actor=cast.access(row.published_by or data.owner))
            Bilan.objects.filter(pk=bilan.pk).update(published_at=at, frozen_at=frozen_at)


def _bilan_approve(bilan: Bilan, data: DemoCampaign, campaign: Campaign, cast: Cast) -> datetime | None:
    """Freeze a bilan and have it approved, where the data say so; returns when it was frozen."""
    asked = next((row for row in data.signoffs if row.kind == "bilan"), None)
    if asked is None:
        return None
    at: datetime = moment(asked.requested_on, 9)
    with happened(at):
        bilan_freeze(bilan=bilan, actor=cast.access(asked.requested_by))
    signoff_write(asked, data, campaign, cast)
    return at
