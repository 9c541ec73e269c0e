"""A year of the French commercial calendar, as a table for a person or as JSON for a program. No database."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaigns.moments import FIRST_YEAR, LAST_YEAR, Moment, YearOutOfRange, commercial_calendar

BAD_YEAR = 2


class Command(BaseCommand):
    help = (
        "List the moments of a year that matter to a campaign in France, with how sure each date is and the "
        "text it comes from. Exit status: 0 an answer, 2 a year that is not known."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", metavar="Y", required=True, help=f"{FIRST_YEAR} to {LAST_YEAR}.")
        parser.add_argument("--json", action="store_true", help="One JSON document instead of a table.")

    def handle(self, *args: Any, **options: Any) -> None:
        moments = _calendar(str(options["year"]))
        if options["json"]:
            self.stdout.write(json.dumps([_row(m) for m in moments], ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_line(moment) for moment in moments))


def _calendar(typed: str) -> tuple[Moment, ...]:
    try:
        # int() also reads «²» and other scripts' digits; a year is four of ours.
        year = int(typed) if typed.isascii() and typed.isdecimal() else None
        if year is None:
            words = _("« %(year)s » n’est pas une année. Exemple : --year 2027.")
            raise CommandError(words % {"year": typed}, returncode=BAD_YEAR)
        return commercial_calendar(year)
    except (YearOutOfRange, ValueError) as error:
        words = _("Le calendrier commercial va de %(first)s à %(last)s, pas à %(year)s.")
        named = {"first": FIRST_YEAR, "last": LAST_YEAR, "year": typed[:12]}
        raise CommandError(words % named, returncode=BAD_YEAR) from error


def _row(moment: Moment) -> dict[str, str]:
    return {
        "key": moment.key,
        "name": moment.name,
        "start": moment.start.isoformat(),
        "end": moment.end.isoformat(),
        "zone": moment.zone,
        "status": moment.status.value,
        "source": moment.source,
        "kind": moment.kind.value,
        "family": moment.family,
        "note": moment.note,
    }


def _line(moment: Moment) -> str:
    days = f"{moment.start:%Y-%m-%d} {moment.end:%Y-%m-%d}"
    return f"{days}  {moment.status.value:<8}  {moment.name} [{moment.zone}] — {moment.source}"
