"""What `verify_evidence` says in words of each thing that does not hold."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.formatting import number

WORDS: dict[str, Promise] = {
    "changed_after_seal": _("le fichier a changé après le cachet"),
    "seal_broken": _("le cachet ne correspond plus au fichier"),
    "seal_missing": _("aucun cachet"),
    "seal_unexpected": _("plusieurs cachets"),
    "seal_untrusted": _("le cachet n’est pas d’un certificat connu ici"),
    "chain_broken": _("ne suit pas la preuve précédente"),
    "chain_rewritten": _("n’est plus ce que le reçu scellé en dit"),
    "consent_differs": _("le texte accepté n’a pas l’empreinte annoncée"),
    "differs_from_evidence": _("n’est pas ce que la preuve énonce"),
    "differs_from_payload": _("n’est pas ce que son contenu scellé énonce"),
    "digest_differs": _("n’a pas l’empreinte annoncée"),
    "erased_without_record": _("identité vidée sans effacement enregistré"),
    "evidence_missing": _("aucune preuve n’en parle : écrit sans passer par le produit"),
    "file_missing": _("le fichier du reçu a disparu"),
    "head_differs": _("la fin de la chaîne n’est pas celle annoncée"),
    "identity_differs": _("l’identité n’est pas celle que la preuve engage"),
    "identity_missing": _("l’identité a disparu"),
    "identity_unexpected": _("une identité que la preuve n’annonce pas"),
    "not_readable": _("illisible"),
    "purge_open": _("une purge est restée ouverte : la base n’est plus protégée"),
    "row_missing": _("la preuve en parle, la ligne n’existe plus"),
    "sequence_gap": _("des preuves manquent avant celle-ci"),
}


def words_for(what: str) -> str:
    return str(WORDS.get(what, what))


def counted_words(name: str, count: int) -> str:
    """«12 signatures», for what was checked; the JSON answer keeps `name`."""
    match name:
        case "workspaces":
            words = ngettext("%(count)s espace", "%(count)s espaces", count)
        case "events":
            words = ngettext("%(count)s preuve", "%(count)s preuves", count)
        case "snapshots":
            words = ngettext("%(count)s version figée", "%(count)s versions figées", count)
        case "signoffrequests":
            words = ngettext("%(count)s demande", "%(count)s demandes", count)
        case "signatures":
            words = ngettext("%(count)s signature", "%(count)s signatures", count)
        case "signoffnotes":
            words = ngettext("%(count)s message", "%(count)s messages", count)
        case "receipts":
            words = ngettext("%(count)s reçu", "%(count)s reçus", count)
        case "seals":
            words = ngettext("%(count)s cachet", "%(count)s cachets", count)
        case "attachments":
            words = ngettext("%(count)s pièce jointe", "%(count)s pièces jointes", count)
        case _:
            return f"{name} {count}"
    return words % {"count": number(count)}
