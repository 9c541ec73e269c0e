from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoordinationConfig(AppConfig):
    name = "coordination"
    verbose_name = _("Coordination")

    def ready(self) -> None:
        """Imports and registrations only."""
        from campaigns import ports as campaign_ports
        from coordination import checks, contents_assets, documents, history_words, ports
        from core.context import place_register
        from core.documents import document_builder

        checks.register()
        contents_assets.register()
        history_words.register()
        place_register(ports.PLACE)
        for tab in ports.TABS:
            campaign_ports.tabs.register(tab)
        campaign_ports.facts.register(ports.asset_facts)
        campaign_ports.today.register(ports.today_items)
        campaign_ports.first_live.register(ports.first_live)
        campaign_ports.created.register(ports.campaign_created)
        campaign_ports.copied.register(ports.campaign_copied)
        campaign_ports.copies.register(ports.briefs_to_copy)
        document_builder(documents.BUILDER, documents.creative_brief_page)
