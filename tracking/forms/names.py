"""Choosing the campaigns of an export: ticked when they are few, by words when nobody would tick them all."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formatting import number
from core.search import plain

#: More than this are chosen by words: a page of checkboxes is neither read nor sent.
MANY = 40


def name_fields(names: Sequence[str], chosen: Iterable[str] | None) -> dict[str, forms.Field]:
    """The fields that choose among the campaigns of an export; none when there is nothing to choose."""
    before = None if chosen is None else set(chosen)
    if len(names) < 2 and not (before is not None and set(names) - before):
        return {}
    return _by_words(names, before) if len(names) > MANY else {"names": _ticked(names)}


def names_taken(names: Sequence[str], data: Mapping[str, Any], chosen: Iterable[str] | None) -> list[str]:
    """What was chosen with these fields, in the order of the export. Empty when nothing was."""
    which = data.get("names_which")
    if which is None:
        return list(data.get("names") or ())
    if which == "all":
        return list(names)
    if which == "kept":
        before = set(chosen or ())
        return [name for name in names if name in before]
    wanted = [plain(part) for part in data.get("names_containing", "").split(",")]
    wanted = [part for part in wanted if part]
    return [name for name in names if any(part in plain(name) for part in wanted)]


def _ticked(names: Sequence[str]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Campagnes de l’export à prendre"),
        choices=[(name, name or _("(sans nom)")) for name in names],
        widget=forms.CheckboxSelectMultiple,
        initial=list(names),
        help_text=_remembered(),
        error_messages={"required": _none_chosen()},
    )


def _by_words(names: Sequence[str], before: set[str] | None) -> dict[str, forms.Field]:
    kept = len(before.intersection(names)) if before is not None else 0
    choices = [("all", _("Toutes (%(count)s)") % {"count": number(len(names))})]
    if 0 < kept < len(names):
        already = ngettext("Celle déjà retenue", "Les %(count)s déjà retenues", kept)
        choices.append(("kept", already % {"count": number(kept)}))
    choices.append(("containing", _("Celles dont le nom contient…")))
    return {
        "names_which": forms.ChoiceField(
            label=_("Campagnes de l’export à prendre"),
            choices=choices,
            widget=forms.RadioSelect,
            initial="kept" if 0 < kept < len(names) else "all",
            help_text=_remembered(),
            error_messages={"required": _none_chosen()},
        ),
        "names_containing": forms.CharField(
            label=_("Mots du nom"),
            required=False,
            max_length=300,
            help_text=_(
                "Plusieurs possibles, séparés par une virgule. Accents et majuscules ne comptent pas."
            ),
        ),
    }


def names_missing(which: str | None, containing: str) -> tuple[str, str]:
    """The field to blame and what to say when nothing was chosen."""
    if which is None:
        return "names", _none_chosen()
    if which == "containing" and not containing.strip(" ,"):
        return "names_containing", _("Écrivez un mot que contient le nom des campagnes à prendre.")
    return "names_containing", _("Aucune campagne de l’export ne contient « %(words)s ».") % {
        "words": containing.strip()
    }


def _remembered() -> str:
    return _("Ce choix est retenu pour les prochains imports de cette source.")


def _none_chosen() -> str:
    return _("Choisissez au moins une campagne, ou abandonnez ce fichier.")
