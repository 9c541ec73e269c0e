"""Bringing a plan in: the file, then whose its unknown names are."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.selectors.plan_import import ImportPlan

#: Unknown names a page asks about; of more, the file is to be mended.
MOST_ASKED = 60


class PlanFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fichier du planning"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"empty": gettext_lazy("Ce fichier est vide. Exportez-le de nouveau.")},
    )


class AnswersForm(forms.Form):
    """A choice for each name of the file that nobody here has."""

    def __init__(self, *args: Any, found: ImportPlan, answers: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = found.names
        known: dict[str, tuple[str, str, dict[str, Any]]] = {
            "team": (_("Équipe « %(name)s »"), _("Sans équipe"), dict(names.teams)),
            "person": (_("Personne « %(name)s »"), _("Sans personne"), dict(names.people)),
            "wave": (_("Vague « %(name)s »"), _("Pour toute la campagne"), dict(names.waves)),
        }
        for (what, key), written in list(names.asked.items())[:MOST_ASKED]:
            label, nobody, rows = known[what]
            choices = [(str(row.pk), str(row)) for name, row in rows.items() if name.startswith("pk ")]
            self.fields[f"{what}:{key}"] = forms.ChoiceField(
                label=label % {"name": written[:80]},
                choices=[("", nobody), *choices],
                required=False,
                initial=answers.get(f"{what}:{key}", ""),
            )
        if "start" in found.read.columns and "not_before" not in found.read.columns:
            self.fields["starts"] = forms.BooleanField(
                label=_("Garder les débuts du fichier"),
                help_text=_(
                    "Une tâche qui n’attend rien ne commencera pas avant. Sinon les dates se calculent."
                ),
                required=False,
                initial=answers.get("starts") == "1",
            )

    def answers(self) -> dict[str, str]:
        """What is kept. Call it once the form is valid."""
        return {
            name: "1" if value is True else str(value) for name, value in self.cleaned_data.items() if value
        }
