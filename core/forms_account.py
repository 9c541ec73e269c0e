"""Forms about one's own account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from core.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["name", "language"]

    def _post_clean(self) -> None:
        # The service writes; a refused form must not leave the name half changed in the page's frame.
        return


class AcceptForm(forms.Form):
    """A newcomer's name and password; the address is the invitation's."""

    name = forms.CharField(
        label=_("Votre nom"),
        max_length=120,
        help_text=_("Prénom et nom, tels que vos collègues vous connaissent."),
        error_messages={"required": _("Dites comment vous vous appelez.")},
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        widget=forms.PasswordInput(render_value=True),
        error_messages={"required": _("Choisissez un mot de passe.")},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["password"].widget.attrs["autocomplete"] = "new-password"
        self.fields["password"].help_text = _("Dix caractères au moins ; une phrase convient très bien.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
