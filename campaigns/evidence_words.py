"""What the events of evidence are called, after the name of whoever did them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

#: Kind → words, icon. Words may use what the event states, and `content` («le brief, version 3»).
WORDS: dict[str, tuple[Text, str]] = {
    "version_frozen": (_("a figé %(content)s"), "lock"),
    "request_sent": (_("a demandé la validation : %(content)s"), "send"),
    "signer_named": (_("doit signer"), "person"),
    "decision_given": (_("a répondu : %(content)s"), "sign"),
    "decision_taken_back": (_("a repris sa réponse : %(content)s"), "undo"),
    "decision_final": (_("Réponse devenue définitive : %(content)s"), "lock"),
    "request_approved": (_("a conclu la validation : %(content)s"), "check-circle"),
    "request_rejected": (_("a clos par un refus la demande : %(content)s"), "x-circle"),
    "request_withdrawn": (_("a retiré la demande : %(content)s"), "undo"),
    "request_replaced": (_("a remplacé la demande : %(content)s"), "undo"),
    "request_voided": (_("a rendu la validation périmée : %(content)s"), "alert"),
    "amendment_opened": (_("a ouvert l’avenant n° %(amendment)s : %(content)s"), "alert"),
    "question_asked": (_("a posé une question"), "mail"),
    "question_answered": (_("a répondu à une question"), "mail"),
    "phase_advanced": (_("a fait passer la campagne de %(from)s à %(to)s"), "arrow-right"),
    "phase_reopened": (_("a rouvert la campagne à la phase %(to)s"), "undo"),
    "campaign_abandoned": (_("a abandonné la campagne"), "stop"),
    "campaign_paused": (_("a mis la campagne en pause"), "pause"),
    "campaign_resumed": (_("a repris la campagne"), "play"),
    "campaign_stopped": (_("a arrêté la diffusion"), "stop"),
    "wave_opened": (_("a ouvert la vague %(wave)s"), "wave"),
    "waiver_granted": (_("a accordé une dérogation sur « %(check)s »"), "flag"),
    "waiver_revoked": (_("a levé la dérogation sur « %(check)s »"), "flag"),
}

#: Acts of the journal that the chain states too, with more: a list of both says them once.
SAID_TWICE = frozenset(
    {
        "signoff_requested", "signoff_approved", "signoff_reserved", "signoff_rejected", "signoff_taken_back",
        "signoff_withdrawn", "signoff_voided", "amendment_opened", "waiver_granted", "waiver_revoked",
    }
)  # fmt: skip

_OF_SIGNATURES = ("version", "request", "amendment", "signer", "decision", "question")

#: What a decision says of its content, where the event states it.
ANSWERS: dict[str, Text] = {
    "approved": _("a approuvé %(content)s"),
    "reserved": _("a approuvé %(content)s avec des réserves"),
    "rejected": _("a refusé %(content)s"),
}

#: The filter of the page: name → label, kinds of evidence, whether the journal of edits is in it.
GROUPS: dict[str, tuple[Text, tuple[str, ...], bool]] = {
    "signatures": (
        _("Demandes et signatures"),
        tuple(kind for kind in WORDS if kind.startswith(_OF_SIGNATURES)),
        False,
    ),
    "passages": (
        _("Passages et pauses"),
        tuple(kind for kind in WORDS if kind.startswith(("phase", "campaign", "wave"))),
        False,
    ),
    "derogations": (_("Dérogations"), ("waiver_granted", "waiver_revoked"), False),
    "preuves": (_("Toutes les preuves"), tuple(WORDS), False),
    "journal": (_("Journal des modifications"), (), True),
}
