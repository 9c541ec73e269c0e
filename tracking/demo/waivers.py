"""The demonstration's waivers, asked for and signed as people do."""

from campaigns.demo.shapes import DemoCampaign
from campaigns.models import Campaign
from campaigns.services.waivers import waiver_ask
from tracking.demo.company import Cast
from tracking.demo.preparation import signature_write
from tracking.demo.timeline import happened, moment


def waivers_write(data: DemoCampaign, campaign: Campaign, cast: Cast, *, early: bool) -> None:
    for row in data.waivers:
        if row.early != early:
            continue
        with happened(moment(row.asked_on, 11, 20)):
            waiver = waiver_ask(
                campaign=campaign,
                actor=cast.access(row.asked_by),
                check_key=row.check,
                reason=row.reason,
                valid_until=row.valid_until,
                grantor=cast.signer(row.grantor),
            )
        if row.granted_on and waiver.request:
            at = moment(row.granted_on, 9, 40)
            with happened(at):
                signature_write(waiver.request.signatures.get(), "approved", "", at)
