"""How allauth behaves here: people come by invitation, and its mails go through the outbox."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.http import with_language
from core.models import OutboxMessage
from core.outbox import outbox_add


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ce compte est fermé. Demandez à un administrateur de votre espace."),
        "email_password_mismatch": _("Adresse e-mail ou mot de passe incorrect."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
        "incorrect_code": _("Ce code n’est pas le bon, ou il a expiré. Prenez le suivant."),
        "incorrect_password": _("Ce n’est pas votre mot de passe."),
        "invalid_password_reset": _("Ce lien a déjà servi ou n’est plus valable."),
        "too_many_login_attempts": _("Trop d’essais. Attendez cinq minutes, puis réessayez."),
        "rate_limited": _("Trop de demandes en peu de temps. Attendez un instant."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by accepting an invitation, never by a public form."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue allauth's own mails (password reset…) like every other mail, in the person's language."""
        context = {"email": email, **context}
        language = getattr(context.get("user"), "language", None) or get_language() or "fr"
        with translation.override(language):
            subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
            body = render_to_string(f"{template_prefix}_message.txt", context).strip()
        outbox_add(
            kind=OutboxMessage.Kind.MAIL,
            key=f"account:{uuid.uuid4()}",
            payload={"to": email, "subject": " ".join(subject.split()), "body": body + "\n"},
            workspace=None,
        )

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> HttpResponse:
        """This browser speaks the language the person chose, from the next page on."""
        response: HttpResponse = super().post_login(request, user, **details)
        return with_language(response, user.language)  # type: ignore[attr-defined]
