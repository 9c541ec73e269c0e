from campaigns.models.brief import Brief, BriefAudience, KeyMessage, Objective
from campaigns.models.campaign import Campaign, Phase, Placement, Wave
from campaigns.models.collisions import AcceptedCollision
from campaigns.models.dictionaries import Audience, Brand, Channel, Format, Kpi, Stakeholder, Team, TeamMember
from campaigns.models.evidence import EvidenceEvent, EvidenceHead, EvidenceIdentity, EvidencePurge
from campaigns.models.feeds import CalendarRevision, FeedSubscription
from campaigns.models.gate import PhaseChange
from campaigns.models.legal import LegalSigner
from campaigns.models.moments import WorkspaceMoment
from campaigns.models.plan import Dependency, Task
from campaigns.models.plan_edit import PlanEdit
from campaigns.models.plan_import import PlanImport
from campaigns.models.plan_search import PlanSearch
from campaigns.models.plan_template import PlanTemplate
from campaigns.models.signature import Signature, SigningCode, SignOffNote
from campaigns.models.signoff import SignOffRequest, Snapshot
from campaigns.models.waiver import Waiver
from campaigns.models.work_days import TimeOff, WorkWeek

__all__ = [
    "AcceptedCollision",
    "Audience",
    "Brand",
    "Brief",
    "BriefAudience",
    "CalendarRevision",
    "Campaign",
    "Channel",
    "Dependency",
    "EvidenceEvent",
    "EvidenceHead",
    "EvidenceIdentity",
    "EvidencePurge",
    "FeedSubscription",
    "Format",
    "KeyMessage",
    "Kpi",
    "LegalSigner",
    "Objective",
    "Phase",
    "PhaseChange",
    "Placement",
    "PlanEdit",
    "PlanImport",
    "PlanSearch",
    "PlanTemplate",
    "SignOffNote",
    "SignOffRequest",
    "Signature",
    "SigningCode",
    "Snapshot",
    "Stakeholder",
    "Task",
    "Team",
    "TeamMember",
    "TimeOff",
    "Waiver",
    "Wave",
    "WorkWeek",
    "WorkspaceMoment",
]
