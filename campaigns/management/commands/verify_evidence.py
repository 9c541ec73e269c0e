"""`manage.py verify_evidence`: hashes, chain and seals, offline. Exit 1 when something fails."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign
from campaigns.selectors.receipt_chain import receipts_check
from campaigns.selectors.receipt_check import receipt_verdict
from campaigns.selectors.verification import Verdict, evidence_verdict
from campaigns.verification_words import counted_words, words_for
from core.models import Workspace
from core.sealing import certificates_in


class Command(BaseCommand):
    help = (
        "Check that the chain of evidence of every workspace holds and that versions, requests and "
        "decisions are what it says. Reads only, contacts nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE.pdf", help="A receipt, verified by itself.")
        parser.add_argument(
            "--certificate", metavar="FILE.pem", help="Trust the seals of this certificate too."
        )
        parser.add_argument("--campaign", metavar="REF", help="Only the rows of this campaign.")
        parser.add_argument("--workspace", metavar="SLUG", help="Only this workspace.")
        parser.add_argument("--json", action="store_true", help="Answer in JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = self._verdict(options)
        self.stdout.write(_json(verdict) if options["json"] else _text(verdict))
        if not verdict.ok:
            sys.exit(1)

    def _verdict(self, options: dict[str, Any]) -> Verdict:
        if options["file"]:
            return _file_verdict(options)
        workspaces = Workspace.objects.order_by("slug")
        if slug := options["workspace"]:
            workspaces = workspaces.filter(slug=slug)
            if not workspaces:
                raise CommandError(f"No workspace is called {slug!r}.", returncode=2)
        if not (reference := options["campaign"]):
            return _whole(workspaces, None)
        found = list(Campaign.objects.filter(workspace__in=workspaces, reference=reference))
        if not found:
            raise CommandError(f"No campaign has the reference {reference!r}.", returncode=2)
        if len(found) > 1:
            raise CommandError(f"Several workspaces have a {reference!r}: add --workspace.", returncode=2)
        return _whole([found[0].workspace], found[0])


def _whole(workspaces: Iterable[Workspace], campaign: Campaign | None) -> Verdict:
    """The chain and its rows, then the receipts kept here."""
    workspaces = list(workspaces)
    verdict = evidence_verdict(workspaces=workspaces, campaign=campaign)
    receipts_check(verdict, workspaces=workspaces, campaign=campaign)
    return verdict


def _file_verdict(options: dict[str, Any]) -> Verdict:
    """Of a receipt alone: the database is not opened."""
    if options["campaign"] or options["workspace"]:
        raise CommandError("Name a file, or a campaign and its workspace, not both.", returncode=2)
    try:
        pdf = Path(options["file"]).read_bytes()
        more = [Path(options["certificate"]).read_bytes()] if options["certificate"] else []
        certificates = [pem for each in more for pem in certificates_in(each)]
    except (OSError, ValueError) as error:
        raise CommandError(f"This file cannot be read: {error}", returncode=2) from error
    return receipt_verdict(pdf, certificates=certificates)


def _json(verdict: Verdict) -> str:
    problems = [{"where": problem.where, "what": problem.what} for problem in verdict.problems]
    answer = {"ok": verdict.ok, "checked": dict(verdict.checked), "problems": problems}
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _text(verdict: Verdict) -> str:
    lines = [_("%(where)s : %(what)s") % {"where": each.where, "what": words_for(each.what)}
             for each in verdict.problems]  # fmt: skip
    counts = ", ".join(counted_words(name, count) for name, count in verdict.checked.items())
    lines.append(_("Vérifié : %(counts)s.") % {"counts": counts})
    if verdict.ok:
        lines.append(_("Tout tient."))
    else:
        told = ngettext("%(count)s anomalie.", "%(count)s anomalies.", len(verdict.problems))
        lines.append(told % {"count": len(verdict.problems)})
    return "\n".join(lines)
