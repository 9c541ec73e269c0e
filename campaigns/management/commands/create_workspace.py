"""A new workspace, its dictionaries and its first administrator: how a team begins."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from campaigns.services.dictionaries import dictionaries_seed
from core.selectors.people import user_by_email
from core.services.accounts import account_create, password_link
from core.services.workspaces import workspace_create


class Command(BaseCommand):
    help = (
        "Create a workspace with the default dictionaries and an administrator. A new administrator gets no "
        "password here: the command prints a link to choose one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="Name of the workspace, as people read it.")
        parser.add_argument("--admin", required=True, metavar="EMAIL", help="Address of its administrator.")
        parser.add_argument("--name", dest="person", default="", help="Their name; needed for a new account.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["admin"])
        except ValidationError as error:
            raise CommandError(f"{options['admin']!r} is not an e-mail address.") from error
        user = user_by_email(options["admin"])
        if user is None and not options["person"].strip():
            raise CommandError('No account has this address: add --name "First Last" to make one.')
        try:
            with transaction.atomic():
                admin = user or account_create(email=options["admin"], name=options["person"])
                membership = workspace_create(name=options["name"], admin=admin)
                dictionaries_seed(membership.workspace)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        home = settings.SITE_URL + reverse("core:settings", args=[membership.workspace.slug])
        self.stdout.write(f"{membership.workspace.name}: {home}")
        if not admin.has_usable_password():
            self.stdout.write(
                f"{admin.name} chooses a password here: {settings.SITE_URL}{password_link(admin)}"
            )
