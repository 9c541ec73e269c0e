"""What was signed, read from frozen versions: what an amendment changes, the strategy a brief names."""

import json
from typing import Any

from campaigns.models import Campaign, SignOffRequest, Snapshot
from campaigns.signoff import Change, content_changes, content_kind, current_content
from campaigns.signoff.amendments import signed_content, signed_request
from campaigns.signoff.contents import answering, part_of


def amended_changes(request: SignOffRequest) -> list[Change]:
    """What an amendment changes: from what was signed to the version this request asks about."""
    signed = signed_content(request.campaign, request.kind, before=request) if request.amends else None
    if signed is None:
        return []
    fields = content_kind(request.kind).fields
    return content_changes(signed, json.loads(request.snapshot.content), fields)


def signed_changes(campaign: Campaign, kind: str) -> list[Change]:
    """From what was signed to the content as it stands now."""
    signed = signed_content(campaign, kind)
    if signed is None:
        return []
    request = signed_request(campaign, kind)
    now = current_content(campaign, kind, beside=request.snapshot if request else None)
    return content_changes(signed, now, content_kind(kind).fields)


def frozen_strategy(snapshot: Snapshot) -> Any:
    """The strategy document that a frozen brief names, alone or within a wider content; None without one."""
    content = json.loads(snapshot.content)
    brief = part_of(content, snapshot.kind, "brief") if snapshot.kind in answering("brief") else {}
    return brief.get("strategy")
