"""Assets: what is to be produced, its versions, and the decision on each version."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, Wave
from coordination.models import Asset, AssetVersion, CreativeBrief, Review
from coordination.selectors.wanted import work_of
from coordination.services.files import file_look_at, stored_name
from coordination.services.guard import Voided, assets_edit, campaign_lock
from core.access import Access
from core.audit import audit_record


class ReviewClosed(Exception):
    """A newer version arrived, or this one was decided meanwhile: `words` says which."""

    def __init__(self, words: str, *, decided: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.decided = decided  # the standing decision, when it is about this very version


def asset_create(
    *, brief: CreativeBrief, wave: Wave, name: str, actor: Access, voided: Voided = None
) -> Asset:
    """Plan one more thing to produce; voids the approval of the wave's assets.

    Raises ValidationError when the name is taken or the wave foreign.
    """
    if wave.campaign_id != brief.campaign_id:
        raise ValidationError({"wave": _("Cette vague est d’une autre campagne.")})
    with assets_edit(brief.campaign_id, actor, voided=voided) as edited:
        asset = Asset(creative_brief=brief, wave=wave, name=name.strip())
        asset.full_clean()
        asset.save()
        edited.touch([wave.pk])
        _log(asset, actor, "asset_added", {})
    return asset


def assets_ensure(*, campaign: Campaign, actor: Access, voided: Voided = None) -> list[Asset]:
    """Plan one asset for each planned channel × format of a wave that has a brief and no asset yet."""
    with assets_edit(campaign.pk, actor, voided=voided) as edited:
        work = work_of([campaign.pk])[campaign.pk]
        lacking = []
        for wave in work.waves:
            for row in wave.placements:
                key = (row.channel_id, row.format_id)
                if key in work.briefs and not wave.assets.get(key):
                    name = row.format.name[:160]
                    lacking.append(Asset(creative_brief=work.briefs[key], wave=wave.wave, name=name))
        made = Asset.objects.bulk_create(lacking)
        edited.touch(asset.wave_id for asset in made)
        if made:
            audit_record(
                workspace=actor.workspace,
                actor=actor.user,
                verb="assets_added",
                scope=campaign.scope,
                changes={"count": len(made)},
            )
    return made


def asset_remove(*, asset: Asset, actor: Access, voided: Voided = None) -> None:
    """Drop an asset planned by mistake. Raises ValidationError once a file was received: that stays."""
    with assets_edit(asset.wave.campaign_id, actor, voided=voided) as edited:
        Asset.objects.select_for_update(of=("self",)).get(pk=asset.pk)
        count = asset.versions.count()
        if count:
            words = ngettext(
                "« %(name)s » a déjà %(count)s version : elle reste au dossier.",
                "« %(name)s » a déjà %(count)s versions : elles restent au dossier.",
                count,
            )
            raise ValidationError(words % {"name": asset.name, "count": count})
        _log(asset, actor, "asset_removed", {})
        Asset.objects.filter(pk=asset.pk).delete()
        edited.touch([asset.wave_id])


def version_upload(
    *, asset: Asset, upload: "UploadedFile[bytes]", comment: str, actor: Access, voided: Voided = None
) -> AssetVersion:
    """Keep a file as the asset's next version, to be reviewed; earlier versions stay.

    An approval of the wave's assets is void from then on: it was about another file.

    Raises ValidationError when the file is unusable or is the latest version again (a double click, or
    the wrong file).
    """
    looked = file_look_at(upload, asset.creative_brief.format)
    kept: AssetVersion | None = None
    try:
        with assets_edit(asset.creative_brief.campaign_id, actor, voided=voided) as edited:
            locked = Asset.objects.select_for_update(of=("self",)).get(pk=asset.pk)
            latest = locked.versions.order_by("-number").first()
            if latest and latest.sha256 == looked.sha256:
                raise ValidationError(
                    {"file": _("Ce fichier est déjà la version %(number)s.") % {"number": latest.number}}
                )
            kept = AssetVersion(
                asset=asset,
                number=(latest.number if latest else 0) + 1,
                filename=str(upload.name)[:200],
                mime_type=looked.mime_type,
                size_bytes=looked.size_bytes,
                width=looked.width,
                height=looked.height,
                sha256=looked.sha256,
                warnings=looked.warnings,
                comment=comment.strip(),
                uploaded_by=actor.membership,
                uploaded_by_name=actor.user.name,
            )
            kept.full_clean(exclude=["file", "warnings"])
            kept.file.save(stored_name(str(upload.name)), upload, save=False)
            kept.save()
            edited.touch([asset.wave_id])
            _log(asset, actor, "asset_version_added", {"version": kept.number})
    except BaseException:
        # The row is gone with its transaction; the file would stay behind for nobody.
        if kept is not None and kept.file.name:
            kept.file.delete(save=False)
        raise
    return kept


def version_review(*, version: AssetVersion, decision: str, comment: str, actor: Access) -> Review:
    """Approve the latest version of an asset, or ask for changes in words.

    Raises ReviewClosed when it is not the latest version or is decided already, ValidationError when
    changes are asked without saying which.
    """
    with transaction.atomic():
        campaign_lock(version.asset.creative_brief.campaign_id)
        Asset.objects.select_for_update(of=("self",)).get(pk=version.asset_id)
        current = AssetVersion.objects.select_related("asset__creative_brief__campaign").get(pk=version.pk)
        _open_for_review(current)
        review = Review(
            version=current,
            decision=decision,
            comment=comment.strip(),
            reviewer=actor.membership,
            reviewer_name=actor.user.name,
        )
        if decision == Review.Decision.CHANGES and not review.comment:
            raise ValidationError({"comment": _("Dites ce qu’il faut reprendre.")})
        review.full_clean()
        review.save()
        current.status = (
            AssetVersion.Status.APPROVED
            if decision == Review.Decision.APPROVED
            else AssetVersion.Status.CHANGES
        )
        current.save(update_fields=["status"])
        _log(
            current.asset, actor, f"asset_{decision}", {"version": current.number, "comment": review.comment}
        )
    return review


def _open_for_review(version: AssetVersion) -> None:
    newest = AssetVersion.objects.filter(asset=version.asset_id).order_by("-number").first()
    if newest and newest.pk != version.pk:
        raise ReviewClosed(
            _("La version %(newest)s est arrivée depuis : c’est elle qu’il faut relire, pas la %(number)s.")
            % {"newest": newest.number, "number": version.number}
        )
    if version.status == AssetVersion.Status.REVIEW:
        return
    review = version.reviews.first()
    words = (
        _("%(who)s a déjà approuvé cette version.")
        if version.status == AssetVersion.Status.APPROVED
        else _("%(who)s a déjà demandé une reprise de cette version.")
    )
    who = review.reviewer_name if review else _("Quelqu’un")
    raise ReviewClosed(words % {"who": who}, decided=version.status)


def _log(asset: Asset, actor: Access, verb: str, changes: dict[str, object]) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=asset.creative_brief.campaign.scope,
        subject=f"asset:{asset.pk}",
        label=asset.name,
        changes=changes,
    )
