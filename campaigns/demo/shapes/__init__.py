"""The shapes the demonstration is written in: plain frozen data, real dates, no model.

Keys (person, stakeholder, audience, team, channel, format, KPI, wave, task) name rows of the company or of
the playbooks' dictionaries. Field names follow those of the models they become.
"""

from campaigns.demo.shapes.campaign import DemoCampaign, StepData, placements
from campaigns.demo.shapes.company import (
    AudienceData,
    Company,
    Person,
    StakeholderData,
)
from campaigns.demo.shapes.delivery import (
    ActivationData,
    AlertData,
    Art,
    AssetData,
    BilanData,
    BriefingData,
    CreativeBriefData,
    DailyProfile,
    LearningData,
    Rate,
    ReadingData,
    ReviewData,
    Shock,
    SourceData,
    TargetData,
    VersionData,
)
from campaigns.demo.shapes.preparation import (
    BriefAudienceData,
    BriefData,
    BudgetData,
    EntryData,
    LineChange,
    LineData,
    MessageData,
    ObjectiveData,
    SignatureData,
    SignOffData,
    TaskData,
    WaveData,
)

__all__ = [
    "ActivationData",
    "AlertData",
    "Art",
    "AssetData",
    "AudienceData",
    "BilanData",
    "BriefAudienceData",
    "BriefData",
    "BriefingData",
    "BudgetData",
    "Company",
    "CreativeBriefData",
    "DailyProfile",
    "DemoCampaign",
    "EntryData",
    "LearningData",
    "LineChange",
    "LineData",
    "MessageData",
    "ObjectiveData",
    "Person",
    "Rate",
    "ReadingData",
    "ReviewData",
    "Shock",
    "SignOffData",
    "SignatureData",
    "SourceData",
    "StakeholderData",
    "StepData",
    "TargetData",
    "TaskData",
    "VersionData",
    "WaveData",
    "placements",
]
