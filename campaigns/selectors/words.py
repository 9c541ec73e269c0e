"""How phases are said in sentences and on buttons."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Phase, SignOffRequest
from campaigns.signoff import content_title
from campaigns.signoff.amendments import amendment_title, waiting_number

#: «En coordination depuis 12 jours»
IN_PHASE = {
    Phase.BRIEF: _("Au brief"),
    Phase.PLANNING: _("Au planning"),
    Phase.BUDGET: _("Au budget"),
    Phase.COORDINATION: _("En coordination"),
    Phase.EXECUTION: _("En exécution"),
    Phase.SUIVI: _("En suivi"),
    Phase.BILAN: _("Au bilan"),
    Phase.CLOTUREE: _("Clôturée"),
    Phase.ABANDONNEE: _("Abandonnée"),
}

#: The button that leads to a phase.
ADVANCE_TO = {
    Phase.PLANNING: _("Passer au planning"),
    Phase.BUDGET: _("Passer au budget"),
    Phase.COORDINATION: _("Passer en coordination"),
    Phase.EXECUTION: _("Passer en exécution"),
    Phase.SUIVI: _("Passer au suivi"),
    Phase.BILAN: _("Passer au bilan"),
    Phase.CLOTUREE: _("Clôturer la campagne"),
}

#: The question asked before it, and what follows from it.
ADVANCE_QUESTION = {
    Phase.EXECUTION: (
        _("Passer en exécution ?"),
        _("La première vague s’ouvre : les équipes peuvent mettre leurs canaux en ligne."),
    ),
    Phase.BILAN: (_("Passer au bilan ?"), _("La diffusion est terminée : les chiffres vont être arrêtés.")),
    Phase.CLOTUREE: (
        _("Clôturer la campagne ?"),
        _("Elle quitte la liste des campagnes en cours. Vous pourrez la rouvrir, en disant pourquoi."),
    ),
}

#: What is said once it is done.
ADVANCED_TO = {
    Phase.PLANNING: _("La campagne passe au planning."),
    Phase.BUDGET: _("La campagne passe au budget."),
    Phase.COORDINATION: _("La campagne passe en coordination."),
    Phase.EXECUTION: _("La campagne passe en exécution. La première vague est ouverte."),
    Phase.SUIVI: _("La campagne passe au suivi."),
    Phase.BILAN: _("La campagne passe au bilan."),
    Phase.CLOTUREE: _("La campagne est clôturée."),
}


def voided_words(requests: Iterable[SignOffRequest]) -> list[str]:
    """What to say to somebody whose edit made approvals void: one sentence for each."""
    return [_voided_sentence(request) for request in requests]


def _voided_sentence(request: SignOffRequest) -> str:
    if number := waiting_number(request):
        words = gettext(
            "%(title)s ouvert : ce qui est en ligne continue, les vagues à venir attendent son approbation."
        )
        return words % {"title": amendment_title(request.kind, number)}
    words = gettext("La validation « %(title)s » est périmée : son contenu vient de changer. Redemandez-la.")
    return words % {"title": content_title(request.kind)}
