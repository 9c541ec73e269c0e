from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campagnes et planning")

    def ready(self) -> None:
        """Imports and registrations only: what each page and port of the app adds to the frame."""
        from campaigns import (
            checks_brief,
            checks_plan,
            contents_brief,
            contents_combined,
            contents_plan,
            contents_waiver,
            dictionary_pages,
            documents_brief,
            documents_plan,
            documents_receipt,
            documents_version,
            history_words,
            pages,
            pages_moments,
            pages_plan,
            pages_required,
            pages_signoff,
            requirements_legal,
        )
        from campaigns.services import plan_search, work_days
        from core.work import work_handler

        history_words.register()
        pages.register()
        pages_signoff.register()
        dictionary_pages.register()
        contents_combined.register()  # first: what a flash campaign is offered first
        contents_brief.register()
        checks_brief.register()
        documents_brief.register()
        documents_version.register()
        documents_plan.register()
        documents_receipt.register()
        pages_plan.register()
        pages_moments.register()
        contents_plan.register()
        checks_plan.register()
        contents_waiver.register()
        pages_required.register()
        requirements_legal.register()
        work_handler(plan_search.WORK, plan_search.search_work)
        work_handler(work_days.WORK, work_days.plans_reschedule)
