"""Where the signature of a budget stands, for the reader of its page."""

from dataclasses import dataclass

from campaigns.gates import Finding, Scope
from campaigns.models import Campaign, SignOffRequest
from campaigns.signoff.amendments import waiting_number
from campaigns.signoff.standing import latest_requests, signoff_findings


@dataclass(frozen=True)
class Standing:
    """`state` is "none", "waiting", "ok", "void" or "rejected"; `text` says it, `action` what to do."""

    state: str
    text: str
    action_url: str
    action: str
    amends: bool = False  # what waits is an amendment to a budget that runs

    @property
    def alive(self) -> bool:
        """An edit of planned money would void something."""
        return self.state in ("waiting", "ok")


_STATES = {
    SignOffRequest.Status.OPEN: "waiting",
    SignOffRequest.Status.APPROVED: "ok",
    SignOffRequest.Status.VOIDED: "void",
    SignOffRequest.Status.REJECTED: "rejected",
}


def standing_of(campaign: Campaign) -> Standing:
    """Five queries."""
    request = latest_requests([campaign.pk], "budget").first()
    finding: Finding = signoff_findings([Scope(campaign)], "budget")[0]
    state = _STATES.get(SignOffRequest.Status(request.status), "none") if request else "none"
    amends = bool(request and waiting_number(request))
    return Standing(state, finding.why, finding.fix_url, finding.fix_label, amends)
