"""Where who must sign is settled: the page of legal signers in the settings area, the words of its act."""

from django.utils.translation import gettext_lazy as _

from core.audit_words import verb_register
from core.settings_area import SettingsPage, settings_register

#: The group of the settings area that the pages of required signatures share, whichever app owns them.
GROUP = _("Validations")


def register() -> None:
    settings_register(
        SettingsPage(
            "legal-signers", _("Signataires juridiques"), "campaigns:legal-signers", "sign", 60, GROUP
        )
    )
    verb_register("legal_signer_set", _("a désigné qui signe pour le juridique (%(label)s)"), "sign")
