"""`manage.py seed_demo`: the demonstration, and volume beside it on request."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.demo import demo_company
from tracking.demo.load import PASSWORD, demo_load
from tracking.demo.volume import volume_load


class Command(BaseCommand):
    help = (
        "Loads the demonstration company once. With --campaigns, adds a workspace of that many made-up "
        "campaigns, with --tasks tasks and --facts figures in all."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaigns", type=int, default=0)
        parser.add_argument("--tasks", type=int, default=0)
        parser.add_argument("--facts", type=int, default=0)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--logins", action="store_true", help="Only print who may log in.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["logins"]:
            self._logins()
            return
        if any(options[name] < 0 for name in ("campaigns", "tasks", "facts")):
            raise CommandError("Counts cannot be negative.")
        if (options["tasks"] or options["facts"]) and not options["campaigns"]:
            raise CommandError("Tasks and facts belong to campaigns: give --campaigns too.")
        if demo_load():
            self.stdout.write("Demonstration loaded.")
        if options["campaigns"]:
            workspace = volume_load(
                campaigns=options["campaigns"],
                tasks=options["tasks"],
                facts=options["facts"],
                seed=options["seed"],
            )
            self.stdout.write(f"Volume loaded in the workspace {workspace.slug}.")

    def _logins(self) -> None:
        self.stdout.write(f"Demonstration logins, password for all: {PASSWORD}")
        for person in demo_company().people:
            role = f"{person.role}, partner" if person.team_only else person.role
            self.stdout.write(f"  {person.email:<38} {role:<22} {person.name}, {person.job_title}")
