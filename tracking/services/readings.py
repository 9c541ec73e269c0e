"""Reading an import's file: at once when it is small, else by a worker; once for each set of answers.

Reading takes no lock and may be done twice: the second time finds it done, or does the same again.
"""

import io
import logging
import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.work import Job, work_ask
from tracking.importers import ImportResult, Period, Problem, problem_store, read, store
from tracking.models import Import, Reading
from tracking.selectors.readings import Kept, followed_measures, kept_of, reading_key, reading_of
from tracking.staging import Staged, Stager, stage, staged_store

logger = logging.getLogger(__name__)

WORK = "import_reading"
WORKBOOK = b"PK\x03\x04"
#: Read while the person waits: under half a second (measured: 4 000 rows of six columns). A workbook is
#: compressed and slower to open: 30 kB of it are as long to read as 150 kB of text.
SMALL_TEXT, SMALL_WORKBOOK = 150_000, 30_000
#: A reading that dies with its worker more often than this is the file's fault.
MOST_ATTEMPTS = 3
TICK_SECONDS = 0.7
LONGEST_SECONDS = 20 * 60


class TooLongError(Exception):
    """Reading went on for longer than LONGEST_SECONDS."""


class GivenUpError(Exception):
    """Nobody waits for this reading any more, or another worker was faster."""


def reading_ensure(*, record: Import) -> Reading:
    """The reading with the answers of now: kept, or done at once for a small file, or asked of a worker."""
    found = reading_of(record)
    small = _is_small(record)
    # A small file under way is in another request's hands, which takes as long as doing it here.
    if found and not found.stalled and not (small and found.under_way):
        return found
    with transaction.atomic():
        asked, created = Reading.objects.get_or_create(
            record=record, key=found.key if found else reading_key(record), defaults=_anew()
        )
        if not created:
            # Never over one that another request has finished since: it would be unread again.
            Reading.objects.filter(pk=asked.pk).exclude(_ready_today()).update(**_anew())
        if not small:
            _ask(asked)
    if small:
        reading_make(asked.pk)
        return Reading.objects.filter(pk=asked.pk).first() or asked
    return asked


def _anew() -> dict[str, Any]:
    waiting = Reading.Status.WAITING
    return {"status": waiting, "progress": 0, "error": "", "refused_on": None, "alive_at": timezone.now()}


def _ready_today() -> Q:
    """What `reading_of` finds finished: what was refused on another day is read again."""
    current = Q(refused_on=None) | Q(refused_on=timezone.localdate())
    return Q(status=Reading.Status.READY) & current


def reading_glance(*, record: Import, reading: Reading | None) -> tuple[Kept | None, Reading | None]:
    """What a page that must not write shows: the kept reading, or a small file read on the spot.

    While there is nothing to show, the first is None and the second says why, itself None when the file is
    to be read again. A failure on the spot is a reading that is not saved: whoever asks again reads again.
    """
    if reading is not None:
        return (kept_of(reading) if reading.status == Reading.Status.READY else None), reading
    if not _is_small(record):
        return None, None
    try:
        return Kept(*_read(record, None)), None
    except Exception as error:
        return None, Reading(record=record, status=Reading.Status.FAILED, error=_why(record, error))


def reading_retry(*, record: Import) -> None:
    """Read once more after a failure or a change; what is read or being read is left alone."""
    found = reading_of(record)
    if found and found.status == Reading.Status.FAILED:
        found.delete()
    reading_ensure(record=record)


def reading_work(job: Job) -> None:
    """A worker's share: see `core.work`."""
    pk = job.payload["reading"]
    if job.attempt > MOST_ATTEMPTS:
        logger.error("Reading %s ended its worker %s times", pk, MOST_ATTEMPTS)
        _fail(pk, Reading.Failure.UNREAD)
        return
    reading_make(pk, beat=job.beat)


def reading_make(pk: int, *, beat: Callable[[], None] | None = None) -> None:
    """Read one file and keep what it says; a failure is left in words. Done already, it changes nothing."""
    rows = Reading.objects.select_related("record__source__campaign__workspace")
    reading = rows.filter(pk=pk, status__in=[Reading.Status.WAITING, Reading.Status.WORKING]).first()
    if reading is None or reading.record.status != Import.Status.PREVIEW:
        return
    if reading.key != reading_key(reading.record):
        reading.delete()  # the answers changed meanwhile; whoever looks at the page asks for another
        return
    try:
        result, staged = _read(reading.record, _Progress(pk, beat) if beat else None)
    except GivenUpError:
        return
    except Exception as error:
        _fail(pk, _why(reading.record, error))
    else:
        _keep(pk, result, staged)


def _why(record: Import, error: Exception) -> Reading.Failure:
    """What people are told about a reading that failed; what nobody foresaw is logged."""
    if isinstance(error, FileNotFoundError):
        return Reading.Failure.GONE
    if isinstance(error, TooLongError):
        return Reading.Failure.TOO_LONG
    logger.error("Import %s could not be read", record.pk, exc_info=error)
    return Reading.Failure.UNREAD


def _read(record: Import, progress: "_Progress | None") -> tuple[ImportResult, Staged]:
    """What the engine makes of a kept file, with the answers given so far."""
    options = record.options
    names = options.get("names")
    chosen, followed = set(names) if names is not None else None, followed_measures(record)
    stager = Stager(followed, chosen)
    with record.file.open("rb") as stream:
        result = read(
            _Watched(stream, progress, record.file.size) if progress else stream,
            filename=record.filename,
            platform=options.get("platform") or None,
            currency=options.get("currency") or None,
            period=_period(options),
            mapping=options.get("mapping") or None,
            sheet=options.get("sheet") or None,
            day_month_order=options.get("day_month_order") or None,
            decimal_mark=options.get("decimal_mark") or None,
            today=timezone.localdate(),
            each=stager.add,
        )
        if not result.importable:
            return result, Staged()
        # Rows without a day of their own take the file's, which is known only at its end.
        return result, stage(result, followed=followed, names=chosen) if stager.undated else stager.staged


def _keep(pk: int, result: ImportResult, staged: Staged) -> None:
    refusal: Problem | None = next(iter((*result.errors, *result.figures.refused)), None)
    Reading.objects.filter(pk=pk).update(
        status=Reading.Status.READY,
        progress=100,
        error="",
        result=store(result),
        staged=staged_store(staged),
        refusal=problem_store(refusal) if refusal else {},
        whole=bool(result.errors),
        refused_on=timezone.localdate() if refusal else None,
        alive_at=timezone.now(),
    )


def _fail(pk: int, why: Reading.Failure) -> None:
    under_way = Reading.objects.filter(pk=pk).exclude(status=Reading.Status.READY)
    under_way.update(status=Reading.Status.FAILED, error=why, alive_at=timezone.now())


def _ask(reading: Reading) -> None:
    work_ask(
        name=WORK,
        key=f"import-reading:{reading.pk}",
        payload={"reading": reading.pk},
        workspace=reading.record.source.campaign.workspace,
    )


def _is_small(record: Import) -> bool:
    try:
        with record.file.open("rb") as stream:
            limit = SMALL_WORKBOOK if stream.read(len(WORKBOOK)) == WORKBOOK else SMALL_TEXT
        return bool(record.file.size <= limit)
    except FileNotFoundError:
        return True  # there is nothing to wait for


def _period(options: Mapping[str, Any]) -> Period | None:
    start, end = options.get("period_start"), options.get("period_end")
    return Period(date.fromisoformat(start), date.fromisoformat(end)) if start and end else None


class _Progress:
    """Writes how far a reading is, and gives signs of life, about every TICK_SECONDS."""

    def __init__(self, pk: int, beat: Callable[[], None]) -> None:
        self._pk, self._beat = pk, beat
        self._began = time.monotonic()
        self._told = 0.0

    def tell(self, share: float) -> None:
        now = time.monotonic()
        if now - self._told < TICK_SECONDS:
            return
        if now - self._began > LONGEST_SECONDS:
            raise TooLongError
        self._told = now
        wanted = Reading.objects.filter(pk=self._pk).exclude(status=Reading.Status.READY)
        if not wanted.update(
            status=Reading.Status.WORKING, progress=min(99, int(100 * share)), alive_at=timezone.now()
        ):
            raise GivenUpError
        self._beat()


class _Watched(io.BufferedReader):
    """A file whose reading is followed. The engine goes over it several times."""

    #: The encoding is proved on a first pass, which is quick; two long ones survey the rows and sum them up.
    QUICK, LONG = 0.04, 0.48

    def __init__(self, stream: Any, progress: _Progress, size: int) -> None:
        super().__init__(_Counted(stream, self._count), 2**18)
        self._progress, self._size, self._done = progress, max(size, 1), 0

    def _count(self, read_now: int) -> None:
        self._done += read_now
        passes = self._done / self._size
        self._progress.tell(min(passes, 1) * self.QUICK + max(passes - 1, 0) * self.LONG)


class _Counted(io.RawIOBase):
    def __init__(self, stream: Any, count: Callable[[int], None]) -> None:
        self._stream, self._tell = stream, count

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self._stream.seek(offset, whence))

    def readinto(self, buffer: Any) -> int:
        body = self._stream.read(len(buffer))
        buffer[: len(body)] = body
        self._tell(len(body))
        return len(body)
