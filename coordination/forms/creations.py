"""Forms of creative briefs, assets, uploads and reviews."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Team, Wave
from coordination.models import Asset, CreativeBrief, Review
from core.editing import VersionedModelForm
from core.forms import DateFormField


class CreativeBriefForm(VersionedModelForm):
    landing_url = forms.URLField(
        label=_("Page d’arrivée"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://"}),
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : https://exemple.fr/page.")},
    )
    due_on = DateFormField(
        label=_("À livrer le"),
        required=False,
        help_text=_("Le jour où l’équipe remet ses fichiers, relecture comprise."),
    )

    class Meta:
        model = CreativeBrief
        fields = [
            "message",
            "promise",
            "tone",
            "call_to_action",
            "mandatory",
            "landing_url",
            "team",
            "due_on",
        ]
        labels = {
            "message": _("Message"),
            "promise": _("Promesse et preuve"),
            "tone": _("Ton"),
            "call_to_action": _("Appel à l’action"),
            "mandatory": _("Mentions obligatoires"),
            "team": _("Équipe qui réalise"),
        }
        widgets = {
            "message": forms.Textarea({"rows": 3}),
            "promise": forms.Textarea({"rows": 3}),
            "mandatory": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "message": _("Ce que la personne doit retenir, en une phrase."),
            "promise": _("Ce que nous promettons, et ce qui le rend vrai."),
            "call_to_action": _("Les mots du bouton : « Découvrir le sérum »."),
            "mandatory": _("Mentions légales, logo, conditions de l’offre : ce qui ne peut pas manquer."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workspace = self.instance.campaign.workspace_id
        kept = Team.objects.filter(workspace=workspace, is_active=True)
        kept |= Team.objects.filter(pk=self.instance.team_id or 0)
        self.fields["team"].queryset = kept.order_by("name")  # type: ignore[attr-defined]
        self.fields["team"].empty_label = _("Pas encore choisie")  # type: ignore[attr-defined]


class FillForm(forms.Form):
    """Where to take texts from: another creative brief, or the campaign's brief."""

    CAMPAIGN = "campagne"
    source = forms.ChoiceField(label=_("Reprendre les textes de"))

    def __init__(self, *args: Any, others: list[CreativeBrief], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [(self.CAMPAIGN, _("Brief de campagne"))]
        choices += [(str(brief.pk), str(brief)) for brief in others]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Déposez le fichier ici"),
        max_length=200,
        error_messages={
            "required": _("Choisissez un fichier à envoyer."),
            "empty": _("Ce fichier est vide."),
            "max_length": _("Le nom du fichier est trop long : 200 caractères au plus."),
            "missing": _("Choisissez un fichier à envoyer."),
            "invalid": _("Le fichier n’est pas arrivé. Choisissez-le de nouveau."),
        },
    )
    comment = forms.CharField(label=_("Ce qui change"), required=False, max_length=300)
    submission = forms.CharField(widget=forms.HiddenInput, required=False)


class AssetForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new asset, with its first file when it is ready."""

    file = forms.FileField(
        label=_("Déposez le fichier ici"),
        required=False,
        max_length=200,
        error_messages={"empty": _("Ce fichier est vide.")},
    )
    submission = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Asset
        fields = ["name", "wave"]
        labels = {"name": _("Nom"), "wave": _("Vague")}
        help_texts = {"name": _("Ce qu’on y voit : « Story texture, variante rose ».")}
        error_messages = {"name": {"required": _("Donnez un nom à cet asset.")}}

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waves = Wave.objects.filter(campaign=campaign).order_by("number")
        self.fields["wave"].queryset = waves  # type: ignore[attr-defined]
        self.fields["wave"].empty_label = None  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        # The service checks the name under lock; here the instance stays as it is.
        return


class ReviewForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Décision"),
        choices=Review.Decision.choices,
        error_messages={"required": _("Choisissez : approuver, ou demander une reprise.")},
    )
    comment = forms.CharField(
        label=_("Commentaire"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
