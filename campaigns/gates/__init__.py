"""Gates: the only place that says whether a campaign may leave its phase."""

from campaigns.gates.evaluation import evaluating, judged_campaigns, read_once
from campaigns.gates.registry import Check, Finding, Scope, check_list, check_register
from campaigns.gates.report import CheckResult, GateReport, gate_report, gate_reports, wave_report

__all__ = [
    "Check",
    "CheckResult",
    "Finding",
    "GateReport",
    "Scope",
    "check_list",
    "check_register",
    "evaluating",
    "gate_report",
    "gate_reports",
    "judged_campaigns",
    "read_once",
    "wave_report",
]
