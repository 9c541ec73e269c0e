"""What each campaign type is: duration rule, waves, tasks counted back from launch, channels, KPIs.

``playbook(type)`` gives the whole of a type; ``dictionaries`` holds the channels, formats, KPIs, teams and
sectors a new workspace starts with; ``retroplanning`` dates a playbook. No model is imported here.
"""

from campaigns.playbooks.base import (
    CampaignType,
    DurationRule,
    PeriodTemplate,
    Playbook,
    TaskTemplate,
    WaveTemplate,
)
from campaigns.playbooks.registry import PLAYBOOKS, DurationWarning, duration_warning, playbook

__all__ = [
    "PLAYBOOKS",
    "CampaignType",
    "DurationRule",
    "DurationWarning",
    "PeriodTemplate",
    "Playbook",
    "TaskTemplate",
    "WaveTemplate",
    "duration_warning",
    "playbook",
]
