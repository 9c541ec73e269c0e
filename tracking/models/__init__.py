from tracking.models.alerts import Alert
from tracking.models.bilan import Bilan, Learning
from tracking.models.facts import Import, KpiFact, KpiTarget, Source
from tracking.models.readings import Reading

__all__ = ["Alert", "Bilan", "Import", "KpiFact", "KpiTarget", "Learning", "Reading", "Source"]
