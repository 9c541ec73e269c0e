from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    name = "budgets"
    verbose_name = _("Budgets")

    def ready(self) -> None:
        """Imports and registrations only."""
        from budgets import checks, contents, delegation, ports
        from campaigns import ports as campaign_ports
        from campaigns.gates import check_register
        from campaigns.signoff import content_register
        from campaigns.signoff.required import required_register
        from core.audit_words import verb_register
        from core.context import place_register
        from core.settings_area import settings_register

        place_register(ports.PLACE)
        campaign_ports.tabs.register(ports.TAB)
        campaign_ports.facts.register(ports.budget_facts)
        campaign_ports.created.register(ports.budget_created)
        campaign_ports.copied.register(ports.budget_copied)
        campaign_ports.copies.register(ports.budget_to_copy)
        content_register(contents.BUDGET)
        required_register(delegation.REQUIREMENT)
        settings_register(ports.LEVELS_PAGE)
        for verb, words, icon in ports.VERBS:
            verb_register(verb, words, icon)
        for check in checks.CHECKS:
            check_register(check)
