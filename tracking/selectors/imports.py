"""An import as its preview shows it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Kpi
from tracking.import_words import export_name, metric_name, words
from tracking.importers import METRICS, Code, ImportResult, Kind
from tracking.models import Import, KpiFact, Source
from tracking.selectors.broadcast import Broadcast, broadcast_of, staged_counted
from tracking.selectors.readings import Kept
from tracking.staging import Staged


@dataclass(frozen=True)
class TotalLine:
    """One measure of the file. `kept` tells whether the workspace follows it."""

    name: str
    value: Decimal
    money: bool
    kept: bool


@dataclass(frozen=True)
class Told:
    """A problem in words, with its line in the file when it has one."""

    line: int | None
    text: str


@dataclass(frozen=True)
class Elsewhere:
    """The file is another platform's export: which, and the sources of the campaign that take it."""

    platform: str
    name: str
    sources: list[Source]


@dataclass(frozen=True)
class Preview:
    """What applying would bring. `refused` counts the rows that cannot be read, `errors` lists the first.

    `outside` counts the days of the file that are not in the `broadcast`.
    """

    record: Import
    result: ImportResult
    staged: Staged
    totals: list[TotalLine]
    questions: list[str]
    errors: list[Told]
    notices: list[Told]
    replaces: int
    refused: int
    outside: int
    broadcast: str
    elsewhere: "Elsewhere | None"

    @property
    def ready(self) -> bool:
        """Nothing is wrong or undecided, and something would come in."""
        return self.result.importable and bool(self.staged.values) and not self.errors

    @property
    def more_refused(self) -> int:
        """Refused rows that are not listed."""
        return max(0, self.refused - len(self.result.figures.refused))


def currency_refusal(record: Import, result: ImportResult) -> str:
    """Why amounts in another currency than the workspace's are not taken; empty when they are its own."""
    ours = record.source.campaign.workspace.currency
    if not result.currency or result.currency == ours:
        return ""
    return _(
        "Le fichier est en %(theirs)s, votre espace en %(ours)s : convertissez les montants d’abord."
    ) % {
        "theirs": result.currency,
        "ours": ours,
    }


def preview_of(record: Import, kept: Kept) -> Preview:
    """What applying would bring, replace and leave out."""
    result, staged = kept.result, staged_counted(record, kept.staged)
    figures = result.figures
    problems = [Told(problem.line, words(problem)) for problem in (*result.errors, *figures.refused)]
    if refusal := currency_refusal(record, result):
        problems.insert(0, Told(None, refusal))
    notices = [Told(problem.line, words(problem)) for problem in result.notices]
    broadcast = broadcast_of(record.source.campaign)
    outside = broadcast.outside(kept.staged)
    if outside:
        notices.insert(0, Told(None, _outside_words(outside, broadcast, bool(record.options.get("outside")))))
    return Preview(
        record=record,
        result=result,
        staged=staged,
        totals=_total_lines(record, result, staged),
        questions=[words(question) for question in result.needs if question.blocking],
        errors=problems,
        notices=notices,
        replaces=_replaced(record, staged),
        refused=figures.refused_rows,
        outside=outside,
        broadcast=broadcast.words,
        elsewhere=_elsewhere(record, result),
    )


def _elsewhere(record: Import, result: ImportResult) -> Elsewhere | None:
    wrong = next((each for each in result.errors if each.code is Code.WRONG_PLATFORM), None)
    if wrong is None:
        return None
    key = str(wrong.params.get("detected") or "generic")
    sources = record.source.campaign.sources.filter(platform=key, is_active=True)
    return Elsewhere(key, export_name(key), list(sources))


def _total_lines(record: Import, result: ImportResult, staged: Staged) -> list[TotalLine]:
    """What is recognised, measure by measure; those the workspace does not follow come last."""
    names = dict(
        Kpi.objects.filter(
            workspace=record.source.campaign.workspace, aggregation=Kpi.Aggregation.SUM
        ).values_list("key", "name")
    )
    whole = result.figures.totals
    totals = staged.totals if staged.values or staged.spans else dict(whole)
    left = {key: whole[key] for key in sorted(staged.left_out) if key in whole}
    lines = [
        TotalLine(names.get(key) or metric_name(key), value, METRICS[key].kind is Kind.MONEY, key in names)
        for key, value in {**totals, **left}.items()
    ]
    return sorted(lines, key=lambda line: not line.kept)


def _outside_words(outside: int, broadcast: Broadcast, counted: bool) -> str:
    """Days on which the campaign was not on the air: left out, unless somebody asked for them."""
    if counted:
        said = ngettext(
            "%(count)s jour du fichier tombe hors de la diffusion (%(window)s). Il comptera, comme demandé.",
            "%(count)s jours du fichier tombent hors de la diffusion (%(window)s). "
            "Ils compteront, comme demandé.",
            outside,
        )
    else:
        said = ngettext(
            "%(count)s jour du fichier tombe hors de la diffusion (%(window)s). Il ne sera pas compté.",
            "%(count)s jours du fichier tombent hors de la diffusion (%(window)s). "
            "Ils ne seront pas comptés.",
            outside,
        )
    return said % {"count": outside, "window": broadcast.words}


def _replaced(record: Import, staged: Staged) -> int:
    """How many figures that count now would be replaced."""
    span = staged.span
    if span is None:
        return 0
    keys = {key for key, _day in staged.values}
    return KpiFact.objects.filter(
        source=record.source, kpi__key__in=keys, day__range=span, replaced_by_import=None
    ).count()


def export_names(result: ImportResult) -> list[str]:
    """Campaign names of the export, as written, in order of appearance."""
    return list(result.figures.by_campaign)
