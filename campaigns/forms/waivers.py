"""Asking for a waiver, and ending one."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.forms.lifecycle import ConfirmForm, ReasonField
from campaigns.gates import check_list
from campaigns.models import Wave
from campaigns.selectors.waivers import capacity, capacity_words, last_waiver_day, possible_grantors, unmet
from core.forms import DateFormField
from core.models import Membership

#: A waiver is short by default: it buys time, it does not replace the evidence.
_WAIVER_DAYS = 14


class WaiverForm(ConfirmForm):
    """`reader` is whoever asks: somebody who may grant it is offered first to themselves."""

    check_key = forms.ChoiceField(label=_("Ce qui est excepté"))
    wave = forms.ModelChoiceField(
        label=_("Pour quelle vague"),
        queryset=Wave.objects.none(),
        required=False,
        empty_label=_("Toutes les vagues"),
    )
    valid_until = DateFormField(
        label=_("Valable jusqu’au"),
        help_text=_("Passée cette date, le critère doit être tenu de nouveau."),
    )
    reason = ReasonField(
        max_length=1000,
        help_text=_(
            "Signée avec la dérogation, affichée partout où le critère paraît, imprimée dans le bilan."
        ),
    )
    grantor = forms.ChoiceField(
        label=_("Qui l’accorde"),
        help_text=_("Cette personne reçoit la demande, lit ce qui manque et signe avec un code."),
        error_messages={
            "invalid_choice": _(
                "Seul le sponsor de la campagne ou un administrateur accorde une dérogation. Choisissez dans "
                "la liste."
            )
        },
    )

    def __init__(self, *args: Any, reader: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choisissez ce qui n’est pas tenu")), *unmet(self.campaign).items()]
        self.fields["check_key"].choices = choices  # type: ignore[attr-defined]
        self.fields["wave"].queryset = self.campaign.waves.all()  # type: ignore[attr-defined]
        usual = timezone.localdate() + timedelta(days=_WAIVER_DAYS)
        self.initial.setdefault("valid_until", min(usual, last_waiver_day(self.campaign)))
        self.people = possible_grantors(self.campaign)
        self.fields["grantor"].choices = [  # type: ignore[attr-defined]
            (key, capacity_words(capacity(self.campaign, person), _name(person)))
            for key, person in self.people.items()
        ]
        own = f"m{reader.pk}"
        self.initial.setdefault("grantor", own if own in self.people else next(iter(self.people), ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        per_wave = {check.key for check in check_list() if check.per_wave}
        if data.get("wave") and data.get("check_key") not in per_wave:
            self.add_error(
                "wave", _("Ce critère se juge pour toute la campagne : choisissez « Toutes les vagues ».")
            )
        if data.get("grantor"):
            data["grantor"] = self.people[data["grantor"]]
        return data


class LiftForm(ConfirmForm):
    """Lifting asks nothing; a reason is welcome."""

    reason = forms.CharField(
        label=_("Pourquoi"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Facultatif. Visible dans l’historique de la campagne."),
    )


def _name(person: Any) -> str:
    return person.user.name if isinstance(person, Membership) else str(person.name)
