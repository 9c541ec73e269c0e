"""The filters of the page «Preuves»."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.evidence_words import GROUPS
from campaigns.selectors.audit_trail import Asked
from core.forms import DateFormField


class AuditFilter(forms.Form):
    """An unreadable filter filters nothing; its field says why."""

    quoi = forms.ChoiceField(
        label=_("Nature"),
        required=False,
        choices=[("", _("Tout")), *((key, label) for key, (label, _kinds, _journal) in GROUPS.items())],
    )
    qui = forms.CharField(label=_("Personne"), required=False, max_length=80)
    du = DateFormField(label=_("Du"), required=False)
    au = DateFormField(label=_("Au"), required=False)
    q = forms.CharField(label=_("Chercher"), required=False, max_length=80)

    def asked(self) -> Asked:
        self.is_valid()
        wanted: dict[str, Any] = self.cleaned_data
        since: date | None = wanted.get("du")
        return Asked(
            group=wanted.get("quoi") or "",
            person=wanted.get("qui") or "",
            since=since,
            until=wanted.get("au"),
            text=wanted.get("q") or "",
        )
