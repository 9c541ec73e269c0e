from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackingConfig(AppConfig):
    name = "tracking"
    verbose_name = _("Suivi")

    def ready(self) -> None:
        """Imports and registrations only."""
        from campaigns import ports as campaign_ports
        from core.audit_words import verb_register
        from core.context import place_register
        from core.documents import document_builder
        from core.work import work_handler
        from tracking import checks, contents_bilan, documents, ports
        from tracking.services import readings

        checks.register()
        contents_bilan.register()
        for place in ports.PLACES:
            place_register(place)
        for tab in ports.TABS:
            campaign_ports.tabs.register(tab)
        campaign_ports.facts.register(ports.kpi_facts)
        campaign_ports.troubles.register(ports.campaign_troubles)
        campaign_ports.today.register(ports.alerts_today)
        campaign_ports.team.register(ports.alerts_team)
        campaign_ports.created.register(ports.targets_created)
        campaign_ports.copied.register(ports.tracking_copied)
        campaign_ports.copies.register(ports.tracking_to_copy)
        campaign_ports.learnings.register(ports.past_learnings)
        campaign_ports.results.register(ports.past_results)
        document_builder(documents.BUILDER, documents.bilan_pdf)
        work_handler(readings.WORK, readings.reading_work)
        for verb, (words, icon) in ports.VERBS.items():
            verb_register(verb, words, icon)
