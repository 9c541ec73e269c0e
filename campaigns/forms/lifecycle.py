"""What a lifecycle action asks before it acts: above all, why."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Phase
from campaigns.models.campaign import STEPS
from core.forms import DateFormField


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
