"""Addresses of the `coordination` app."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from coordination.models import Activation, Asset, Briefing, CreativeBrief
from coordination.services.assets import version_upload
from core.access import Access
from tests.access.matrix import (
    CAMPAIGN,
    CONTRIBUTOR,
    MANAGER,
    PUBLIC,
    REDIRECT,
    VIEWER,
    WORKSPACE,
    Route,
    Tenant,
)

GONE = frozenset({404})


def furnish(t: Tenant) -> None:
    """Work of the internal team, which a partner must not see, and work of the partner's agency."""
    t.creative_brief = CreativeBrief.objects.create(
        campaign=t.campaign, channel=t.channel, format=t.format, team=t.team
    )
    t.agency_format = t.channel.formats.create(key=f"reel-{t.workspace.slug}", name="Reel")
    t.agency_brief = CreativeBrief.objects.create(
        campaign=t.campaign, channel=t.channel, format=t.agency_format, team=t.agency
    )
    t.asset, t.agency_asset = (
        Asset.objects.create(creative_brief=brief, wave=t.wave, name=f"Visuel {t.workspace.slug}")
        for brief in (t.creative_brief, t.agency_brief)
    )
    actor = Access(t.workspace, t.contributor)
    for asset in (t.asset, t.agency_asset):
        version_upload(asset=asset, upload=picture(t.workspace.slug), comment="", actor=actor)
    t.digest = t.asset.versions.get().sha256
    t.bare_asset = Asset.objects.create(creative_brief=t.creative_brief, wave=t.wave, name="À venir")
    t.briefing, t.agency_briefing = (
        Briefing.objects.create(
            wave=t.wave, team=team, message="À vous.", sent_by=t.manager, sent_by_name=str(t.manager)
        )
        for team in (t.team, t.agency)
    )
    t.team.team_members.create(membership=t.contributor)
    t.activation = Activation.objects.create(
        wave=t.wave,
        channel=t.channel,
        live_at=t.workspace.created_at,
        reported_by=t.contributor,
        reported_by_name=str(t.contributor),
    )


def picture(seed: str) -> SimpleUploadedFile:
    body = io.BytesIO()
    Image.new("RGB", (54, 96), (ord(seed[0]), 120, 90)).save(body, "PNG")
    return SimpleUploadedFile("visuel.png", body.getvalue(), "image/png")


def with_pk(name: str, **more: str):
    """Arguments of an address under the campaign: the id of one of the tenant's objects, and others."""

    def kwargs(t):
        rest = {key: getattr(t, value).pk for key, value in more.items()}
        return {**CAMPAIGN(t), "pk": getattr(t, name).pk, **rest}

    return kwargs


def version(name: str):
    return lambda t: {**with_pk(name)(t), "number": 1}


def FROZEN(t):  # noqa: N802
    return {**CAMPAIGN(t), "digest": t.digest}


def SIGNED(t):  # noqa: N802
    return {"pk": t.signature.pk, "digest": t.digest}


def SEND(t):  # noqa: N802
    return {**CAMPAIGN(t), "wave": t.wave.pk, "team": t.team.pk}


def REPORT(t):  # noqa: N802
    return {**CAMPAIGN(t), "wave": t.wave.pk, "channel": t.channel.pk}


THEIRS = {"get": 404, "post": 404}
#: A manager who is not of the team cannot answer for it.
TEAM_ONLY = {f"{method} {actor}": 403 for method in ("get", "post") for actor in ("manager", "admin")}

ROUTES: list[Route] = [
    Route("coordination:frozen-picture", FROZEN, get=VIEWER),
    Route("coordination:frozen-file", FROZEN, get=VIEWER),
    # Without the link that was sent, the neutral page.
    Route("coordination:signed-picture", SIGNED, get=PUBLIC, get_ok=GONE),
    Route("coordination:signed-file", SIGNED, get=PUBLIC, get_ok=GONE),
    Route("coordination:overview", WORKSPACE, get=VIEWER, partner=True),
    Route("coordination:workflow", CAMPAIGN, get=VIEWER, partner=True),
    Route("coordination:task", with_pk("task"), get=VIEWER, post=CONTRIBUTOR, partner=THEIRS),
    Route("coordination:task", with_pk("partner_task"), get=VIEWER, post=CONTRIBUTOR, partner=True),
    Route("coordination:briefings", CAMPAIGN, get=VIEWER, partner=True),
    Route("coordination:briefing", with_pk("briefing"), get=VIEWER, partner=404),
    Route("coordination:briefing", with_pk("agency_briefing"), get=VIEWER, partner=True),
    Route("coordination:briefing-send", SEND, get=MANAGER, post=MANAGER, get_ok=REDIRECT),
    Route("coordination:briefing-remind", with_pk("briefing"), get=MANAGER, post=MANAGER),
    Route(
        "coordination:briefing-acknowledge",
        with_pk("briefing"),
        get=CONTRIBUTOR,
        post=CONTRIBUTOR,
        partner=THEIRS,
        but=TEAM_ONLY,
    ),
    Route(
        "coordination:briefing-acknowledge",
        with_pk("agency_briefing"),
        get=CONTRIBUTOR,
        post=CONTRIBUTOR,
        partner=True,
        but={**TEAM_ONLY, "get contributor": 403, "post contributor": 403},
    ),
    Route("coordination:creations", CAMPAIGN, get=VIEWER, partner=True),
    Route("coordination:creative-briefs-complete", CAMPAIGN, post=CONTRIBUTOR),
    Route("coordination:assets-plan", CAMPAIGN, post=CONTRIBUTOR),
    Route("coordination:creative-brief", with_pk("creative_brief"), get=VIEWER, partner=404),
    Route("coordination:creative-brief", with_pk("agency_brief"), get=VIEWER, partner=True),
    Route("coordination:creative-brief-edit", with_pk("creative_brief"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("coordination:creative-brief-fill", with_pk("creative_brief"), post=CONTRIBUTOR),
    Route("coordination:creative-brief-pdf", with_pk("creative_brief"), post=VIEWER, partner=404),
    Route("coordination:creative-brief-pdf", with_pk("agency_brief"), post=VIEWER, partner=True),
    Route("coordination:asset-add", with_pk("creative_brief"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("coordination:asset", with_pk("asset"), get=VIEWER, partner=404),
    Route("coordination:asset", with_pk("agency_asset"), get=VIEWER, partner=True),
    Route("coordination:asset-upload", with_pk("asset"), post=CONTRIBUTOR, partner=404),
    Route("coordination:asset-upload", with_pk("agency_asset"), post=CONTRIBUTOR, partner=True),
    Route("coordination:asset-remove", with_pk("bare_asset"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("coordination:asset-review", version("asset"), post=MANAGER),
    Route("coordination:asset-file", version("asset"), get=VIEWER, partner=404),
    Route("coordination:asset-file", version("agency_asset"), get=VIEWER, partner=True),
    Route("coordination:asset-thumbnail", version("asset"), get=VIEWER, partner=404),
    Route("coordination:asset-thumbnail", version("agency_asset"), get=VIEWER, partner=True),
    Route("coordination:execution", CAMPAIGN, get=VIEWER, partner=True),
    Route(
        "coordination:activation-report",
        REPORT,
        get=CONTRIBUTOR,
        post=CONTRIBUTOR,
        get_ok=REDIRECT,
        partner=404,
    ),
    Route("coordination:activation-withdraw", with_pk("activation"), get=MANAGER, post=MANAGER),
]
