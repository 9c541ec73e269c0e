"""How a content was asked for last time: what the form that asks again starts from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaigns.models import Campaign, SignOffRequest
from campaigns.signoff.contents import content_kind
from campaigns.signoff.standing import latest_requests


@dataclass(frozen=True)
class Usual:
    """Who to tick first, by form key ("s7", "m3"): what they sign for, and their turn when they had one."""

    parts: Mapping[str, str] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)
    rule: str = SignOffRequest.Rule.ALL.value
    quorum: int | None = None


def usual_request(campaign: Campaign, kind: str) -> Usual:
    """As it was asked last time, else the sponsor for everything. Two queries."""
    last = latest_requests([campaign.pk], kind).first()
    if last is None and (covered := content_kind(kind).covers):
        # Those who signed the contents one by one are asked for the whole.
        singles = campaign.signoff_requests.filter(kind__in=covered)
        last = singles.order_by("-id").first()
    if last:
        return _as_asked(last)
    if campaign.sponsor_member_id:
        return Usual({f"m{campaign.sponsor_member_id}": ""})
    return Usual({f"s{campaign.sponsor_stakeholder_id}": ""} if campaign.sponsor_stakeholder_id else {})


def _as_asked(last: SignOffRequest) -> Usual:
    rows = last.signatures.values_list("membership_id", "stakeholder_id", "part", "step")
    asked = {
        f"m{member}" if member else f"s{person}": (part, step)
        for member, person, part, step in rows
        if member or person
    }
    in_turn = len({step for _part, step in asked.values()}) > 1
    return Usual(
        parts={key: part for key, (part, _step) in asked.items()},
        turns={key: step for key, (_part, step) in asked.items()} if in_turn else {},
        rule=last.rule,
        quorum=last.quorum,
    )
