"""Making accounts, and what a person changes about their own."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from core.audit import audit_record
from core.editing import subject_of
from core.models import User


def account_create(*, email: str, name: str, password: str | None = None, language: str = "fr") -> User:
    """A new account, its address confirmed. Without a password, `password_link` lets one be chosen.

    Raises ValidationError when the address has an account already, or is not one.
    """
    with transaction.atomic():
        user = User.objects.create_user(email, password, name=name.strip(), language=language)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def password_link(user: User) -> str:
    """The path at which this person chooses a password; it serves once, and for PASSWORD_RESET_TIMEOUT."""
    arguments = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=arguments)


def profile_edit(*, user: User, name: str, language: str) -> User:
    """Change one's own name and language. Each of their workspaces remembers the former name: contents that
    were signed say it."""
    with transaction.atomic():
        current = User.objects.select_for_update().get(pk=user.pk)
        former, user.name, user.language = current.name, name.strip(), language
        user.full_clean(exclude=["password"])
        user.save(update_fields=["name", "language"])
        if user.name != former:
            for membership in user.memberships.select_related("workspace"):
                audit_record(
                    workspace=membership.workspace,
                    actor=user,
                    verb="changed",
                    scope=f"workspace:{membership.workspace_id}",
                    subject=subject_of(user),
                    label=user.name,
                    changes={"name": [former, user.name]},
                )
    return user


def language_choose(*, user: User, language: str) -> None:
    """Keep the language a person chose, for their mails and their next browser."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
