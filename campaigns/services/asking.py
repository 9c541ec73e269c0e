"""Who may be asked together, and what a new request may end: refusals in words, before anything is sent."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.models import Campaign, SignOffRequest
from campaigns.services.inviting import Asked
from campaigns.services.signoff_rows import ALIVE
from campaigns.signoff.amendments import request_title
from campaigns.signoff.contents import content_kind, counting, is_current, overlapping
from campaigns.signoff.parts import EVERYTHING, PARTS
from campaigns.signoff.required import required_of, signer_address
from campaigns.signoff.standing import latest_of_every_kind
from core.access import Access
from core.models import Role


def parts_check(*, kind: str, asked: Sequence[Asked], rule: str) -> None:
    """Somebody answers for every part. Raises ValidationError.

    Who signs for a part engages nothing else, so one such answer is never enough for the whole.
    """
    if all(each.part == EVERYTHING for each in asked):
        return
    if rule != SignOffRequest.Rule.ALL:
        words = _(
            "Une signature pour une partie n’engage pas le reste : avec des parties, toutes les réponses "
            "sont nécessaires. Choisissez « Tous », ou faites signer chacun pour tout le contenu."
        )
        raise ValidationError({"rule": words})
    given = {each.part for each in asked}
    if EVERYTHING not in given and (missing := _unanswered(kind, given)):
        words = _(
            "Personne ne signe pour %(parts)s. Ajoutez quelqu’un qui en réponde, ou faites signer une "
            "personne pour tout le contenu."
        )
        raise ValidationError({"signers": words % {"parts": ", ".join(missing)}})


def _unanswered(kind: str, given: Collection[str]) -> list[str]:
    """Parts without a signer, in words. A content without parts, alone or covered, takes a signer for all."""
    covers = content_kind(kind).covers
    contents = [content_kind(key) for key in covers or (kind,)]
    parts = dict.fromkeys(part for content in contents for part in content.parts)
    missing = [str(PARTS.get(part, part)) for part in parts if part not in given]
    whole = [str(content.label if covers else PARTS[EVERYTHING]) for content in contents if not content.parts]
    return missing + whole


def living_requests(campaign: Campaign, kind: str) -> list[SignOffRequest]:
    """What a new request of a kind would end, or answer instead of, oldest first. Two queries.

    The living one of the kind; the open ones that share its content; the approvals that answer for that
    content under another kind, for they count no more once this one is asked.
    """
    latest = latest_of_every_kind([campaign.pk]).get(campaign.pk, {})
    contents = content_kind(kind).covers or (kind,)
    sharing = [latest[key] for key in overlapping(kind) if key in latest]
    found = [counting(latest, content) for content in contents]
    found += [each for each in sharing if each.kind == kind or each.status == SignOffRequest.Status.OPEN]
    living = {each.pk: each for each in found if each and each.status in ALIVE}
    return [living[pk] for pk in sorted(living)]


def living_mark(living: Sequence[SignOffRequest]) -> str:
    """What a page that asks again sends, to say which living requests it saw, and how they stood."""
    return ",".join(f"{request.pk}:{request.status}" for request in living)


def replacing_check(*, living: Sequence[SignOffRequest], replaces: str | None, actor: Access) -> None:
    """Whether a new request may end the living ones. Raises ValidationError.

    `replaces` is the `living_mark` the asker saw; None when nobody looked. An approval whose content still
    matches holds a gate open: ending it takes a manager.
    """
    seen = (replaces or "").split(",")
    unseen = [request for request in living if living_mark([request]) not in seen]
    if replaces is not None and unseen:
        words = _(
            "Rien n’est parti : une demande de %(who)s (%(title)s, version %(number)s) est arrivée ou a "
            "changé pendant que vous prépariez celle-ci. Elle est maintenant « %(status)s ». Relisez, "
            "puis envoyez de nouveau si vous voulez la remplacer."
        )
        last = unseen[-1]
        values = {"who": last.requested_by_name, "title": request_title(last), "number": last.snapshot.number}
        raise ValidationError(words % {**values, "status": last.get_status_display()})
    held = None if actor.covers(Role.MANAGER) else held_approval(living)
    if held:
        raise ValidationError(
            _(
                "La version %(number)s est validée et son contenu n’a pas changé : redemander annulerait "
                "cette validation. Un responsable de campagne peut le faire."
            )
            % {"number": held.snapshot.number}
        )


def held_approval(living: Sequence[SignOffRequest]) -> SignOffRequest | None:
    """The first approval whose content is still the one that was signed; None when there is none."""
    return next((request for request in living if _holds(request)), None)


def _holds(request: SignOffRequest) -> bool:
    if request.status != SignOffRequest.Status.APPROVED:
        return False
    return is_current(request.campaign, request.snapshot)


#: Families of contents that one person may ask and sign alone.
ALONE = frozenset({"waiver"})


def four_eyes_check(
    *, campaign: Campaign, kind: str, asked: Sequence[Asked], actor: Access, needed: int
) -> None:
    """Nobody approves alone what they ask for, as long as somebody else could. Raises ValidationError.

    `needed` is how many approvals the rule takes: where one is enough, whoever asks is not among them.

    Except where a rule of the workspace requires that very person's signature (`signoff.required`): the
    workspace designated them, whoever asks.
    """
    own = actor.user.email.lower()
    if kind.partition("-")[0] in ALONE or not _could_settle(own, asked, needed):
        return
    if any(each.person and signer_address(each.person) == own for each in required_of(campaign, kind)):
        return
    members = campaign.workspace.memberships.filter(is_active=True, team_only=False, user__is_active=True)
    others = members.exclude(pk=actor.membership.pk).exists()
    stakeholders = campaign.workspace.stakeholders.filter(is_active=True).exclude(email__iexact=own)
    if not others and not stakeholders.exists():
        return
    words = (
        _("Vous demandez et vous seriez seul à approuver. Ajoutez au moins une autre personne.")
        if len(asked) == 1
        else _(
            "Vous demandez et votre seule approbation suffirait. Retirez-vous de la liste, ou attendez "
            "plus d’une approbation."
        )
    )
    raise ValidationError({"signers": words})


def _could_settle(own: str, asked: Sequence[Asked], needed: int) -> bool:
    """Whether the approval of this address would be enough."""
    others = [each for each in asked if each.email.lower() != own]
    if len(others) == len(asked):
        return False
    return not others or (needed == 1 and not any(each.required_for for each in others))
