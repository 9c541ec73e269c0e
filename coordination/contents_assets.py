"""The assets of a wave as signed content: one family, a content for each wave."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Wave
from campaigns.signoff import ContentFamily, ContentKind, Field, family_register
from campaigns.signoff.parts import LEGAL, MESSAGE
from coordination.models import AssetVersion
from coordination.selectors.frozen import (
    FAMILY,
    Made,
    assets_content,
    assets_key,
    frozen_files,
    is_picture,
    made_for,
    version_of,
)
from coordination.services.thumbnails import thumbnail_get
from core.pdf import Resource


def _file(value: Any) -> str:
    """«version 3 (story-v3.png)»."""
    if not value:
        return ""
    return _("version %(number)s (%(filename)s)") % {
        "number": value["version"],
        "filename": value["filename"],
    }


FIELDS = {
    "assets": Field(gettext_lazy("Création"), name="name channel format"),
    "assets.name": Field(gettext_lazy("nom")),
    "assets.channel": Field(gettext_lazy("canal")),
    "assets.format": Field(gettext_lazy("format")),
    "assets.file": Field(gettext_lazy("fichier"), _file, whole=True),
    "assets.mandatory": Field(gettext_lazy("mentions obligatoires"), part=LEGAL),
    "assets.landing_url": Field(gettext_lazy("page d’arrivée"), part=MESSAGE),
    "schema": Field(gettext_lazy("Format"), hidden=True),
}


def assets_kind(subject: str) -> ContentKind:
    """The content of a wave by its primary key. Raises KeyError for what is no number."""
    found = assets_kinds([subject])
    return found[subject]


def assets_kinds(subjects: Collection[str]) -> dict[str, ContentKind]:
    """The contents of several waves: one query. A wave that is gone keeps what was signed readable."""
    numbers = {subject: int(subject) for subject in subjects if subject.isdecimal() and len(subject) < 14}
    waves = Wave.objects.only("pk", "number", "name", "campaign_id").in_bulk(set(numbers.values()))
    return {subject: _kind(pk, waves.get(pk)) for subject, pk in numbers.items()}


def waves_kinds(campaign: Campaign) -> Sequence[ContentKind]:
    """One content for each wave that has something to produce, or had when it was signed."""
    asked = campaign.signoff_requests.filter(kind__startswith=f"{FAMILY}-").values_list("kind", flat=True)
    known = set(asked.distinct().order_by())
    waves = campaign.waves.order_by("number")
    producing = set(waves.filter(assets__isnull=False).values_list("pk", flat=True))
    return [_kind(wave.pk, wave) for wave in waves if wave.pk in producing or assets_key(wave.pk) in known]


def _kind(pk: int, wave: Wave | None) -> ContentKind:
    def offered(campaign: Campaign) -> bool:
        return wave is not None and wave.campaign_id == campaign.pk

    return ContentKind(
        key=assets_key(pk),
        label=lazy(lambda: _label(wave), str)(),
        title=lazy(lambda: _title(wave), str)(),
        build=lambda campaign: assets_content(campaign, pk),
        template="coordination/signoff_content.html",
        url_name="coordination:creations",
        fields=FIELDS,
        unready=lambda campaign: _unready(made_for(campaign, pk)),
        offered=offered,
        pictures=_pictures,
    )


def _label(wave: Wave | None) -> str:
    if wave is None:
        return _("les créations d’une vague supprimée")
    values = {"number": wave.number, "name": wave.name}
    return _("les créations de la vague %(number)s, %(name)s") % values


def _title(wave: Wave | None) -> str:
    if wave is None:
        return _("Créations d’une vague supprimée")
    return _("Créations de la vague %(number)s, %(name)s") % {"number": wave.number, "name": wave.name}


def _unready(made: Sequence[Made]) -> list[str]:
    """Why it may be too early to ask, in sentences."""
    if not made:
        return [_("Aucune création n’est prévue pour cette vague.")]
    return [words for each in made if (words := _lacks(each))]


def _lacks(made: Made) -> str:
    brief = made.asset.creative_brief
    values = {"name": made.asset.name, "place": f"{brief.channel.name}, {brief.format.name}"}
    if made.version is None:
        return _("%(name)s (%(place)s) n’a pas encore de fichier.") % values
    values["number"] = str(made.version.number)
    if made.version.status == AssetVersion.Status.REVIEW:
        return _("%(name)s (%(place)s) : la version %(number)s attend sa relecture.") % values
    if made.version.status == AssetVersion.Status.CHANGES:
        return _("%(name)s (%(place)s) : la version %(number)s est à reprendre.") % values
    return ""


def _pictures(campaign: Campaign, content: Mapping[str, Any]) -> dict[str, Resource]:
    """What a PDF shows: the small picture of each frozen file that still is the very one."""
    found: dict[str, Resource] = {}
    for file in frozen_files(content):
        if is_picture(file) and file["sha256"] not in found:
            version = version_of(campaign, file["sha256"])
            if version and (body := thumbnail_get(version)):
                found[file["sha256"]] = Resource(body, "image/webp")
    return found


def register() -> None:
    family_register(
        ContentFamily(FAMILY, assets_kind, waves_kinds, lambda keys: list(assets_kinds(keys).values()))
    )
