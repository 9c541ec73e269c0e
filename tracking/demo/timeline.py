"""Moving what services just wrote to the day it is meant to have happened."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import F, Max
from django.utils import timezone

from campaigns.evidence import moment as link_moment
from campaigns.models import EvidenceEvent, EvidenceHead, PhaseChange, SignOffRequest, Snapshot, Waiver
from campaigns.services.evidence import Fact, evidence_append_all
from campaigns.services.purging import purging
from coordination.models import Activation, Asset, AssetVersion, Briefing, Review
from core.models import AuditEvent
from tracking.models import Import, Learning, Source

#: Rows that carry the moment they were written, and where.
STAMPED: tuple[tuple[type[models.Model], str], ...] = (
    (AuditEvent, "at"),
    (PhaseChange, "at"),
    (Snapshot, "created_at"),
    (SignOffRequest, "requested_at"),
    (Waiver, "asked_at"),
    (Briefing, "sent_at"),
    (Asset, "created_at"),
    (AssetVersion, "uploaded_at"),
    (Review, "at"),
    (Activation, "reported_at"),
    (Source, "created_at"),
    (Import, "created_at"),
    (Learning, "created_at"),
)

#: Moments that evidence states of those rows.
WRITTEN = ("created_at", "requested_at", "settled_at")


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A day and an hour in the reader's time zone, never in the future."""
    at = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    return min(at, timezone.now())


@contextmanager
def happened(at: datetime, **stated: Any) -> Iterator[None]:
    """Everything written inside the block is dated `at`.

    `stated` replaces what its evidence states: a due date that is past by now, say.
    """
    before = {model: _last(model) for model, _field in STAMPED}
    evidence, began = _last(EvidenceEvent), timezone.now()
    yield
    with purging(reason="Démonstration : un passé raconté", by="seed"):
        for model, field in STAMPED:
            model._default_manager.filter(pk__gt=before[model]).update(**{field: at})
        SignOffRequest.objects.filter(settled_at__gte=began).update(settled_at=at)
        _retell(evidence, at, stated)


def _retell(after: int, at: datetime, stated: Mapping[str, Any]) -> None:
    """Write the last links of the chain again, dated `at`."""
    rows = EvidenceEvent.objects.filter(pk__gt=after).order_by("sequence")
    events = list(rows.select_related("identity", "campaign__workspace"))
    if not events:
        return
    facts = [_fact(event, {**dict.fromkeys(WRITTEN, link_moment(at)), **stated}) for event in events]
    workspace = events[0].campaign.workspace
    rows.delete()
    EvidenceHead.objects.filter(workspace=workspace).update(
        sequence=events[0].sequence - 1, digest=events[0].previous
    )
    evidence_append_all(workspace=workspace, facts=facts, at=at)


def _fact(event: EvidenceEvent, stated: Mapping[str, Any]) -> Fact:
    data = json.loads(event.payload)["data"]
    data |= {name: value for name, value in stated.items() if name in data}
    identity = getattr(event, "identity", None)
    return Fact(
        event.campaign, event.kind, event.subject, data, json.loads(identity.data) if identity else None
    )


def _last(model: type[models.Model]) -> Any:
    return model._default_manager.aggregate(last=Max(F("pk")))["last"] or 0
