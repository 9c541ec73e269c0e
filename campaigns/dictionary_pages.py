"""The dictionaries as pages: their words, their addresses, what one line of each says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Audience, Brand, Channel, Format, Kpi, Stakeholder, Team
from campaigns.selectors import dictionaries as reads
from core.formatting import date_day, filesize, number
from core.models import Role, Workspace
from core.settings_area import SettingsPage, settings_register


@dataclass(frozen=True)
class Line:
    """What a row says beside its name, under it, at its end; its tags, and a link to what it contains."""

    beside: str = ""
    sub: str = ""
    end: str = ""
    tags: tuple[str, ...] = ()
    more_url: str = ""
    more_label: str = ""


@dataclass(frozen=True)
class Dictionary:
    """One dictionary. `key` is its path word; `rows(workspace)` reads it, `line(row)` says a row."""

    key: str
    model: Any
    icon: str
    title: Any
    lead: Any
    add: Any
    empty: Any
    example: Any
    rows: Callable[[Any], QuerySet[Any]]
    line: Callable[[Any], Line]
    fields: str
    order: int = 0


def _uses(count: int) -> str:
    return ngettext("%(count)s campagne", "%(count)s campagnes", count) % {"count": number(count, 0)}


def _brand(row: Any) -> Line:
    return Line(end=_uses(row.uses))


def _audience(row: Any) -> Line:
    return Line(sub=row.description, end=_uses(row.uses))


def _team(row: Any) -> Line:
    names = ", ".join(link.membership.user.name for link in row.active_links)
    tags = (_("partenaire"),) if row.kind == Team.Kind.PARTNER else ()
    return Line(beside=names or _("personne pour l’instant"), tags=tags)


def _channel(row: Any) -> Line:
    count = row.offered_formats
    label = ngettext("%(count)s format", "%(count)s formats", count) % {"count": number(count, 0)}
    url = reverse("campaigns:formats", args=[row.workspace.slug, row.pk])
    return Line(beside=row.team.name if row.team else _("sans équipe"), more_url=url, more_label=label)


def _format(row: Format) -> Line:
    said = [f"{row.width} × {row.height} px"] if row.width and row.height else []
    if row.width and not row.height:
        said.append(_("%(width)s px de large") % {"width": row.width})
    if row.duration_s:
        said.append(_("%(seconds)s s au plus") % {"seconds": number(row.duration_s, 0)})
    if row.max_bytes:
        said.append(_("%(size)s au plus") % {"size": filesize(row.max_bytes)})
    return Line(beside=" · ".join(said) or _("sans contrainte"))


def _kpi(row: Any) -> Line:
    if row.aggregation == Kpi.Aggregation.RATIO:
        times = f" × {number(row.factor, 0)}" if row.factor != 1 else ""
        above, below = row.numerator_name or row.numerator_key, row.denominator_name or row.denominator_key
        words = f"{above} ÷ {below}{times}"
    else:
        words = row.get_aggregation_display().lower()
    if row.direction == Kpi.Direction.DOWN:
        words = _("%(words)s, à faire baisser") % {"words": words}
    return Line(beside=words, end=row.unit)


def _stakeholder(row: Stakeholder) -> Line:
    stand_in = _("suppléance : %(name)s") % {"name": row.stand_in.name} if row.stand_in else ""
    away = ""
    if row.absent_until and row.absent_until >= timezone.localdate():
        away = _("absente jusqu’au %(day)s") % {"day": date_day(row.absent_until)}
    return Line(beside=row.function, sub=" · ".join(part for part in (row.email, stand_in, away) if part))


DICTIONARIES: dict[str, Dictionary] = {
    page.key: page
    for page in (
        Dictionary(
            key="marques",
            model=Brand,
            icon="star",
            title=gettext_lazy("Marques"),
            lead=gettext_lazy("Celles dont vous faites campagne. Une campagne en porte une."),
            add=gettext_lazy("Ajouter une marque"),
            empty=gettext_lazy("Vos campagnes porteront ces noms : on les retrouve par marque."),
            example=gettext_lazy("Exemple : Maison Lumen, Lumen Homme."),
            rows=reads.brand_list,
            line=_brand,
            fields="brand",
            order=110,
        ),
        Dictionary(
            key="cibles",
            model=Audience,
            icon="target",
            title=gettext_lazy("Cibles"),
            lead=gettext_lazy("À qui vous parlez. Décrites une fois, reprises dans chaque brief."),
            add=gettext_lazy("Ajouter une cible"),
            empty=gettext_lazy("Décrivez ici à qui vous parlez : chaque brief les reprend sans réécrire."),
            example=gettext_lazy("Exemple : Femmes 30–45 ans, peau sensible, achètent en pharmacie."),
            rows=reads.audience_list,
            line=_audience,
            fields="audience",
            order=120,
        ),
        Dictionary(
            key="equipes",
            model=Team,
            icon="team",
            title=gettext_lazy("Équipes"),
            lead=gettext_lazy("Qui fait quoi, dans la maison ou chez un partenaire."),
            add=gettext_lazy("Ajouter une équipe"),
            empty=gettext_lazy("Les tâches et les briefings se confient à une équipe, dedans ou dehors."),
            example=gettext_lazy("Exemple : Création, CRM, Agence Halo (partenaire)."),
            rows=reads.team_list,
            line=_team,
            fields="team",
            order=130,
        ),
        Dictionary(
            key="canaux",
            model=Channel,
            icon="layers",
            title=gettext_lazy("Canaux et formats"),
            lead=gettext_lazy("Où vous parlez, et ce que chaque support attend d’un fichier."),
            add=gettext_lazy("Ajouter un canal"),
            empty=gettext_lazy("Le budget se répartit par canal, et un canal dit ce qu’il attend."),
            example=gettext_lazy("Exemple : Meta Ads, avec la Story 9:16 en 1080 × 1920."),
            rows=reads.channel_list,
            line=_channel,
            fields="channel",
            order=140,
        ),
        Dictionary(
            key="kpi",
            model=Kpi,
            icon="chart",
            title=gettext_lazy("KPI"),
            lead=gettext_lazy("Ce que vous mesurez, et comment cela s’additionne."),
            add=gettext_lazy("Ajouter un KPI"),
            empty=gettext_lazy("Un objectif se dit avec un KPI : nommez ici ceux que vous suivez."),
            example=gettext_lazy("Exemple : Leads (somme), CPL (coût divisé par leads)."),
            rows=reads.kpi_list,
            line=_kpi,
            fields="kpi",
            order=150,
        ),
        Dictionary(
            key="parties-prenantes",
            model=Stakeholder,
            icon="sign",
            title=gettext_lazy("Parties prenantes"),
            lead=gettext_lazy("Qui valide sans avoir de compte : direction, finance, juridique, client."),
            add=gettext_lazy("Ajouter une personne"),
            empty=gettext_lazy("Elles reçoivent un lien, lisent ce qu’elles signent et répondent."),
            example=gettext_lazy("Exemple : Paul Tessier, finance, suppléance : Sarah Okoye."),
            rows=reads.stakeholder_list,
            line=_stakeholder,
            fields="stakeholder",
            order=160,
        ),
    )
}  # fmt: skip


def formats_of(channel: Channel) -> Dictionary:
    """The formats of one channel, as a dictionary under it."""
    return Dictionary(
        key="formats",
        model=Format,
        icon="layers",
        title=format_lazy(gettext_lazy("Formats de {channel}"), channel=channel.name),
        lead=gettext_lazy("Ce qu’un fichier doit être pour passer sur ce canal."),
        add=gettext_lazy("Ajouter un format"),
        empty=gettext_lazy("Chaque format devient un brief créatif à remplir et un asset à produire."),
        example=gettext_lazy("Exemple : Story 9:16, 1080 × 1920 px, 30 Mo au plus."),
        rows=lambda _workspace: reads.format_list(channel),
        line=_format,
        fields="format",
    )


def register() -> None:
    """Put every dictionary in the settings area's list."""
    for page in DICTIONARIES.values():
        settings_register(
            SettingsPage(
                key=page.key,
                label=page.title,
                url_name="campaigns:dictionary",
                url_args=(page.key,),
                icon=page.icon,
                order=page.order,
                group=gettext_lazy("Dictionnaires"),
                at_least=Role.CONTRIBUTOR,
            )
        )


def new_entry(page: Dictionary, workspace: Workspace, channel: Channel | None) -> Any:
    """An empty entry of the dictionary, in its workspace or channel."""
    return Format(channel=channel) if channel else page.model(workspace=workspace)
