"""Filters of the workspace's budgets."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign


class FilterForm(forms.Form):
    q = forms.CharField(
        label=_("Nom ou référence"), required=False, widget=forms.TextInput({"type": "search"})
    )
    etat = forms.ChoiceField(
        label=_("Campagnes"),
        required=False,
        choices=[("en-cours", _("En cours")), ("terminees", _("Terminées")), ("toutes", _("Toutes"))],
    )
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("Tous")), *Campaign.Type.choices]
    )
    depasses = forms.BooleanField(label=_("Dépassés seulement"), required=False)
