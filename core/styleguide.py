"""Examples for the style guide, the page that shows every component (``core:styleguide``)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.forms import DateInput, MoneyFormField


class SampleForm(forms.Form):
    name = forms.CharField(label="Nom de la campagne", max_length=80)
    kind = forms.ChoiceField(
        label="Type",
        choices=[("LANCEMENT", "Lancement"), ("FLASH", "Flash"), ("EVENEMENTIELLE", "Événementielle")],
        help_text="Le type fixe la durée et le modèle de plan.",
    )
    place = forms.CharField(label="Lieu", required=False)
    start = forms.DateField(label="Début", widget=DateInput)
    total = MoneyFormField(label="Budget total", min_value=Decimal(0))
    pitch = forms.CharField(label="Message clé", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    channels = forms.MultipleChoiceField(
        label="Canaux",
        choices=[("meta", "Meta Ads"), ("google", "Google Ads"), ("mail", "E-mail"), ("press", "Presse")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    urgency = forms.ChoiceField(
        label="Validation",
        choices=[("three", "Trois validations séparées"), ("one", "Une seule, groupée")],
        widget=forms.RadioSelect,
    )
    notify = forms.BooleanField(label="Prévenir l’équipe par e-mail", required=False)
    document = forms.FileField(label="Choisir un fichier ou le déposer ici", required=False)


class ObjectiveForm(forms.Form):
    metric = forms.CharField(label="Indicateur")
    target = MoneyFormField(label="Cible")
    unit = forms.ChoiceField(label="Unité", choices=[("leads", "leads"), ("EUR", "€"), ("pct", "%")])
    deadline = forms.DateField(label="Échéance", widget=DateInput)


ObjectiveFormSet = forms.formset_factory(ObjectiveForm, extra=0, can_delete=True)

_PHASES = ["Brief", "Planning", "Budget", "Coordination", "Exécution", "Suivi", "Bilan"]


def _phases() -> list[dict[str, str]]:
    states = ["done", "done", "void", "now", "todo", "todo", "todo"]
    return [
        {"label": label, "state": state, "url": "#"} for label, state in zip(_PHASES, states, strict=True)
    ]


def _criteria() -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {"state": "ok", "label": "Brief validé", "why": "Version 3, par Inès Moreau le 3 nov."},
        {"state": "ok", "label": "Planning approuvé", "why": "3 sur 3, dernière signature le 10 nov."},
        {
            "state": "bad",
            "label": "Budget signé",
            "why": "Périmé : Meta Ads est passé de 18 000\u00a0€ à 24 000\u00a0€",
            "held_by": "Paul Tessier (finance)",
            "since": today - timedelta(days=1),
            "fix_url": "#criteres",
            "fix_label": "Redemander",
        },
        {
            "state": "waiting",
            "label": "Assets produits et validés",
            "why": "7 sur 9. Story 9:16 : 1080×1350 reçu, 1080×1920 attendu. Radio 30 s : en relecture",
            "held_by": "Studio Brume",
            "since": today - timedelta(days=3),
            "fix_url": "#criteres",
            "fix_label": "Voir les 2 restants",
        },
        {"state": "ok", "label": "Tracking configuré", "why": "24 liens vérifiés, 5 sources"},
        {
            "state": "waiting",
            "label": "Équipes briefées",
            "why": "Agence Halo n’a pas accusé réception",
            "waiver": "Dérogation de Claire Vasseur le 12 nov. : « l’agence a confirmé au téléphone »",
            "fix_url": "#criteres",
            "fix_label": "Relancer",
        },
    ]


def _history() -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {
            "icon": "sign",
            "tone": "ok",
            "who": "Paul Tessier",
            "what": "a signé le budget, version 2",
            "detail": "Empreinte 7f3a 91c2. « Sous réserve de l’accord Meta. »",
            "when": now - timedelta(hours=3),
        },
        {
            "icon": "edit",
            "who": "Claire Vasseur",
            "what": "a modifié la ligne Meta Ads",
            "when": now - timedelta(days=1),
        },
        {"who": "Inès Moreau", "what": "a approuvé le planning", "when": now - timedelta(days=12)},
    ]


def _forms(request: HttpRequest) -> dict[str, Any]:
    wrong = SampleForm({"name": "", "kind": "FLASH", "start": "2027-02-31", "total": "mille", "urgency": "x"})
    wrong.fields["start"].error_messages["invalid"] = "Le 31 février n’existe pas. Dernier jour du mois : 28."
    rows = [
        {"metric": "Leads qualifiés", "target": Decimal(500), "unit": "leads", "deadline": "2027-02-22"},
        {"metric": "Coût par lead", "target": Decimal(34), "unit": "EUR", "deadline": "2027-02-22"},
    ]
    return {
        "form": SampleForm(auto_id="ok_%s"),
        "wrong": wrong,
        "formset": ObjectiveFormSet(initial=rows, prefix="objectives"),
    }


def styleguide_context(request: HttpRequest) -> dict[str, Any]:
    """Everything the style guide's template shows."""
    today = timezone.localdate()
    return {
        "phases": _phases(),
        "criteria": _criteria(),
        "history": _history(),
        "facts": [
            {"label": "Lancement", "value": "J−51", "detail": "mardi 12 janv. 2027"},
            {
                "label": "Budget engagé",
                "value": "41 200\u00a0€",
                "detail": "sur 86 000\u00a0€",
                "amount": 41200,
                "max": 86000,
            },
            {"label": "Plan", "value": "38", "detail": "tâches sur 61, 2 en retard", "amount": 38, "max": 61},
            {"label": "Objectif principal", "value": "500 leads", "detail": "à 34\u00a0€ au plus"},
        ],
        "figures": [
            {
                "label": "Leads",
                "value": "312",
                "unit": "sur 500",
                "delta": "18 de plus que prévu",
                "tone": "ok",
                "direction": "up",
                "amount": 312,
                "max": 500,
            },
            {
                "label": "Coût par lead",
                "value": "36,40\u00a0€",
                "delta": "7\u00a0% au-dessus",
                "tone": "bad",
                "direction": "up",
                "detail": "cible 34\u00a0€",
            },
            {"label": "Dépensé", "value": "28 610\u00a0€", "unit": "sur 86 000\u00a0€"},
            {"label": "Atterrissage", "value": "84 900\u00a0€", "detail": "entre 81 et 88 k€"},
        ],
        "changes": [
            {"label": "Meta Ads, janvier", "before": "18 000\u00a0€", "after": "24 000\u00a0€"},
            {"label": "Podcast", "before": "", "after": "3 500\u00a0€"},
            {"label": "Message clé", "before": "Douceur dès l’aube", "after": "La douceur, dès l’aube"},
        ],
        "page_of_rows": Paginator(range(240), 20).get_page(4),
        "three_days_ago": today - timedelta(days=3),
        "today": today,
        **_forms(request),
    }


def styleguide(request: HttpRequest) -> HttpResponse:
    """The page itself; it says nothing about any workspace, so any reader may open it."""
    return render(request, "core/styleguide.html", styleguide_context(request))
