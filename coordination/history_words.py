"""What the app's audited acts are called, after their author's name."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.audit_words import verb_register

VERBS = {
    "creative_briefs_added": (
        ngettext_lazy("a ouvert %(count)s brief créatif", "a ouvert %(count)s briefs créatifs", "count"),
        "edit",
    ),
    "asset_added": (_("a prévu l’asset « %(label)s »"), "image"),
    "assets_added": (ngettext_lazy("a prévu %(count)s asset", "a prévu %(count)s assets", "count"), "image"),
    "asset_removed": (_("a retiré l’asset « %(label)s »"), "trash"),
    "asset_version_added": (
        _("a déposé la version %(version)s de l’asset « %(label)s »"),
        "upload",
    ),
    "asset_approved": (
        _("a approuvé la version %(version)s de l’asset « %(label)s »"),
        "check-circle",
    ),
    "asset_changes": (
        _("a demandé de reprendre la version %(version)s de l’asset « %(label)s »"),
        "comment",
    ),
    "briefing_sent": (_("a envoyé le briefing d’équipe « %(label)s »"), "send"),
    "briefing_reminded": (_("a relancé l’équipe pour son briefing (%(label)s)"), "mail"),
    "briefing_acknowledged": (_("a accusé réception du briefing (%(label)s)"), "check"),
    "activation_reported": (_("a déclaré en ligne « %(label)s »"), "wave"),
    "activation_withdrawn": (_("a retiré la mise en ligne de « %(label)s »"), "undo"),
}


def register() -> None:
    for verb, (words, icon) in VERBS.items():
        verb_register(verb, words, icon)
