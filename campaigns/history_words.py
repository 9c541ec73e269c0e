"""What the app's audited acts are called, after their author's name."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.audit_words import verb_register

VERBS = {
    "moved": (_("a changé de place « %(label)s »"), "sort"),
    "campaign_created": (_("a créé la campagne"), "sparkle"),
    "campaign_copied": (_("a créé la campagne en copiant une autre"), "copy"),
    "waves_reordered": (_("a changé l’ordre des vagues"), "sort"),
    "dates_shifted": (_("a décalé les vagues et les dates fixées du planning"), "calendar"),
    "placements_changed": (_("a changé les canaux et formats de « %(label)s »"), "layers"),
    "task_added": (_("a ajouté la tâche « %(label)s »"), "plus"),
    "task_removed": (_("a supprimé la tâche « %(label)s »"), "trash"),
    "task_status": (_("a changé l’état de « %(label)s »"), "check"),
    "dependency_added": (_("a fait attendre « %(label)s »"), "link"),
    "dependency_removed": (_("a retiré un lien de « %(label)s »"), "link"),
    "plan_undone": (_("a annulé une modification du planning (%(label)s)"), "undo"),
    "time_off_added": (_("a noté une absence (%(label)s)"), "calendar"),
    "time_off_removed": (_("a retiré une absence (%(label)s)"), "calendar"),
    "work_week_set": (_("a changé la semaine de travail de « %(label)s »"), "clock"),
    "plan_levelled": (_("a lissé la charge des équipes"), "people"),
    "plan_rescued": (_("a appliqué une proposition pour tenir la date"), "bolt"),
    "plan_redone": (_("a rétabli une modification du planning (%(label)s)"), "undo"),
    "plan_imported": (
        ngettext_lazy(
            "a importé « %(label)s » : %(count)s tâche ajoutée ou modifiée",
            "a importé « %(label)s » : %(count)s tâches ajoutées ou modifiées",
            "count",
        ),
        "upload",
    ),
    "waiver_asked": (_("a demandé une dérogation sur « %(label)s »"), "flag"),
    "waiver_withdrawn": (_("a retiré la demande de dérogation sur « %(label)s »"), "undo"),
    "waiver_granted": (_("a accordé une dérogation sur « %(label)s », valable jusqu’au %(day)s"), "flag"),
    "waiver_revoked": (_("a levé la dérogation sur « %(label)s »"), "flag"),
    "signoff_requested": (_("a demandé une validation (%(label)s)"), "send"),
    "signoff_reminded": (_("a relancé un signataire (%(label)s)"), "mail"),
    "signoff_approved": (_("a approuvé %(content)s"), "sign"),
    "signoff_stand_in": (_("a sollicité un suppléant (%(label)s)"), "mail"),
    "signoff_reserved": (_("a approuvé %(content)s avec des réserves"), "sign"),
    "signoff_taken_back": (_("a retiré sa décision sur %(content)s"), "undo"),
    "signoff_rejected": (_("a refusé %(content)s"), "x-circle"),
    "signoff_withdrawn": (_("a retiré une demande de validation (%(label)s)"), "undo"),
    "signoff_voided": (_("a modifié « %(label)s » : la validation est périmée"), "alert"),
    "amendment_opened": (_("a ouvert un avenant (%(label)s)"), "alert"),
    "feed_opened": (_("a ouvert l’adresse d’agenda « %(label)s »"), "calendar"),
    "feed_revoked": (_("a fermé l’adresse d’agenda « %(label)s »"), "calendar"),
    # The workspace's dictionaries
    "offered again": (_("propose de nouveau « %(label)s »"), "plus"),
    "set aside": (_("ne propose plus « %(label)s »"), "archive"),
    "members changed": (_("a changé les membres de « %(label)s »"), "people"),
}


def register() -> None:
    for verb, (words, icon) in VERBS.items():
        verb_register(verb, words, icon)
