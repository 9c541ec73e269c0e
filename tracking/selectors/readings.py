"""Kept readings of imported files: which one counts, and what it says."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Kpi
from tracking.import_words import words
from tracking.importers import Code, ImportResult, problem_restore, restore
from tracking.importers.stored import VERSION
from tracking.models import Import, Reading
from tracking.staging import Staged, staged_restore


@dataclass(frozen=True)
class Kept:
    """A reading as the engine gave it, without the rows."""

    result: ImportResult
    staged: Staged


@dataclass(frozen=True)
class State:
    """How an import stands on its list: a mark's tone, a word, and why when something is wrong."""

    tone: str
    word: str
    why: str = ""
    hopeless: bool = False


def followed_measures(record: Import) -> set[str]:
    """Keys of the measures that the workspace follows and that add up."""
    workspace = record.source.campaign.workspace
    return set(Kpi.objects.filter(workspace=workspace, aggregation="sum").values_list("key", flat=True))


def reading_key(record: Import) -> str:
    """A hash of all that decides what reading gives: the file, its name, the answers, our measures.

    Which of its days count is decided after reading.
    """
    answers = {key: value for key, value in record.options.items() if key != "outside"}
    decides = [VERSION, record.sha256, record.filename, answers, sorted(followed_measures(record))]
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


def reading_of(record: Import) -> Reading | None:
    """The reading with the answers of now; None when there is none or it is out of date."""
    found = record.readings.filter(key=reading_key(record)).first()
    if found and found.refused_on and found.refused_on != timezone.localdate():
        return None
    return found


def kept_of(reading: Reading) -> Kept:
    """What a finished reading says."""
    return Kept(restore(reading.result), staged_restore(reading.staged))


def states_of(records: Sequence[Import]) -> dict[int, State]:
    """{import id: how it stands}, in one query."""
    latest: dict[int, Reading] = {}
    pending = [record.pk for record in records if record.status == Import.Status.PREVIEW]
    for reading in Reading.objects.filter(record__in=pending).defer("result", "staged").order_by("alive_at"):
        latest[reading.record_id] = reading
    return {record.pk: _state(record, latest.get(record.pk)) for record in records}


def _state(record: Import, reading: Reading | None) -> State:
    if record.status != Import.Status.PREVIEW:
        return State("ok" if record.status == Import.Status.APPLIED else "none", record.get_status_display())
    if reading is None or (reading.status == Reading.Status.READY and not reading.refusal):
        return State("waiting", record.get_status_display())
    if reading.under_way:
        return State("info", _("Lecture en cours"))
    if reading.status == Reading.Status.FAILED:
        return State("bad", _("Illisible"), reading.get_error_display(), hopeless=True)
    problem = problem_restore(reading.refusal)
    why = words(problem)
    if problem.code is Code.WRONG_PLATFORM:
        return State("warn", _("Autre plateforme"), why, hopeless=True)
    if reading.whole:
        return State("bad", _("Illisible"), why, hopeless=True)
    return State("warn", _("À corriger"), why, hopeless=True)
