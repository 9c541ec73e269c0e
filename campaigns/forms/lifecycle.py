"""What a lifecycle action asks before it acts: above all, why."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.gates import check_list
from campaigns.models import Campaign, Phase, Wave
from campaigns.models.campaign import STEPS
from campaigns.selectors.waivers import last_waiver_day, unmet
from core.forms import DateFormField

#: A waiver is short by default: it buys time, it does not replace the evidence.
_WAIVER_DAYS = 14


class ReasonField(forms.CharField):
    """A reason others will read in the history; the service says what is missing when it is empty."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("Pourquoi"),
                "help_text": _("Visible dans l’historique de la campagne."),
                "max_length": 300,
                "error_messages": {"required": _("Dites pourquoi : l’équipe le lira.")},
                **kwargs,
            }
        )


class ConfirmForm(forms.Form):
    """Nothing to fill in: only yes."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign


class ReasonForm(ConfirmForm):
    reason = ReasonField()


class StopForm(ConfirmForm):
    on = DateFormField(label=_("Dernier jour de diffusion"))
    reason = ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


class ReopenForm(ConfirmForm):
    target = forms.ChoiceField(label=_("Rouvrir à la phase"), widget=forms.RadioSelect)
    reason = ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        targets = reopen_targets(self.campaign)
        self.fields["target"].choices = [(phase.value, phase.label) for phase in targets]  # type: ignore[attr-defined]
        if targets:
            self.initial.setdefault("target", targets[-1].value)


def reopen_targets(campaign: Campaign) -> list[Phase]:
    """Earlier phases a campaign may go back to. Never EXECUTION: only the launch gate leads there."""
    if campaign.phase == Phase.ABANDONNEE:
        return [Phase.BRIEF]
    reached = STEPS.index(Phase(campaign.phase)) if campaign.phase in STEPS else len(STEPS)
    return [phase for phase in STEPS[:reached] if phase != Phase.EXECUTION]


class WaiverForm(ConfirmForm):
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
        help_text=_("Affichée partout où le critère paraît, et imprimée dans le bilan."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = unmet(self.campaign)
        choices = [("", _("Choisissez ce qui n’est pas tenu")), *offered.items()]
        self.fields["check_key"].choices = choices  # type: ignore[attr-defined]
        self.fields["wave"].queryset = self.campaign.waves.all()  # type: ignore[attr-defined]
        usual = timezone.localdate() + timedelta(days=_WAIVER_DAYS)
        self.initial.setdefault("valid_until", min(usual, last_waiver_day(self.campaign)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        per_wave = {check.key for check in check_list() if check.per_wave}
        if data.get("wave") and data.get("check_key") not in per_wave:
            self.add_error(
                "wave", _("Ce critère se juge pour toute la campagne : choisissez « Toutes les vagues ».")
            )
        return data
