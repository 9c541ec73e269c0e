"""What a campaign's gate says, without a browser: for a person, or as JSON for a program."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from campaigns.gates.registry import check_list
from campaigns.models import Campaign, Phase, Wave
from campaigns.selectors.gate_answer import gate_answer
from core.formatting import date_short

NOT_FOUND = 2


class Command(BaseCommand):
    help = (
        "Say whether a campaign may leave its phase, deliverable by deliverable and criterion by criterion. "
        "Exit status: 0 it may, 1 it may not, 2 no such campaign."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", metavar="REF", help="Reference of the campaign, 2026-LAN-01 say.")
        parser.add_argument("--workspace", metavar="SLUG", default="", help="Its workspace, when several.")
        parser.add_argument("--wave", metavar="N", type=int, help="Judge the criteria of this wave.")
        parser.add_argument("--json", action="store_true", help="One JSON document instead of a text.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            campaign = _campaign(options["reference"], options["workspace"])
            wave = _wave(campaign, options["wave"])
            answer = gate_answer(campaign, wave)
        except DatabaseError as error:
            raise _refused(_("La base de données n’a pas répondu : %(why)s") % {"why": error}) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(campaign, wave, answer)))
        if not answer["can_advance"]:
            sys.exit(1)


def _refused(words: str) -> CommandError:
    return CommandError(words, returncode=NOT_FOUND)


def _campaign(reference: str, slug: str) -> Campaign:
    rows = Campaign.objects.select_related("workspace", "owner__user").order_by("workspace__slug")
    found: list[Campaign] = list(
        rows.filter(reference=reference, **({"workspace__slug": slug} if slug else {}))
    )
    if len(found) == 1:
        return found[0]
    names = {"reference": reference, "workspace": slug}
    if found:
        names["workspaces"] = ", ".join(row.workspace.slug for row in found)
        words = _("« %(reference)s » existe dans plusieurs espaces (%(workspaces)s) : ajoutez --workspace.")
    elif slug:
        words = _("Aucune campagne « %(reference)s » dans l’espace « %(workspace)s ».")
    else:
        words = _("Aucune campagne « %(reference)s ».")
    raise _refused(words % names)


def _wave(campaign: Campaign, number: int | None) -> Wave | None:
    if number is None:
        return None
    found: dict[int, Wave] = {wave.number: wave for wave in campaign.waves.order_by("number")}
    if number not in found:
        words = _("La campagne n’a pas de vague %(number)s ; elle a : %(numbers)s.")
        raise _refused(words % {"number": number, "numbers": ", ".join(str(each) for each in found) or "–"})
    return found[number]


def _lines(campaign: Campaign, wave: Wave | None, answer: dict[str, Any]) -> list[str]:
    labels = {check.key: str(check.label) for check in check_list()}
    lines = [f"{campaign.reference} · {campaign.name}"]
    if wave:
        lines.append(_("Vague %(number)s : %(name)s") % {"number": wave.number, "name": wave.name})
    phase = _("Phase : %(phase)s") % {"phase": Phase(answer["phase"]).label}
    after = _("ensuite : %(phase)s") % {"phase": Phase(answer["next"]).label} if answer["next"] else ""
    lines.append(f"{phase} ({after})" if after else phase)
    for title, rows in ((_("Livrables"), answer["livrables"]), (_("Critères"), answer["criteria"])):
        lines += ["", title, *(_row(row, labels) for row in rows)]
    verdict = _("Le passage est ouvert.") if answer["can_advance"] else _("Le passage est fermé.")
    return [*lines, "", verdict]


def _row(row: dict[str, Any], labels: dict[str, str]) -> str:
    mark = "~" if row.get("waived") else "✓" if row["ok"] else "✗"
    said = _("%(label)s : %(why)s") % {"label": labels[row["key"]], "why": row["why"]}
    if row.get("held_by") and not row["ok"]:
        held = _("attend %(who)s") % {"who": row["held_by"]}
        if row["since"]:
            held = _("%(held)s depuis le %(day)s") % {
                "held": held,
                "day": date_short(date.fromisoformat(row["since"])),
            }
        said = f"{said} ({held})"
    return f"  {mark} {said}"
