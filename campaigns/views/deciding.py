"""Deciding on a frozen content: one page, for members and for signers without an account.

A POST says what it does: `code` mails six digits, `sign` records the decision with them, `take_back` and
`close` use or end the quarter of an hour in which a decision can be undone, `question` asks the team.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from campaigns.forms.deciding import DecisionForm, QuestionForm
from campaigns.forms.errors import refuse
from campaigns.models import Signature
from campaigns.selectors import signoff as reads
from campaigns.services.deciding import (
    Origin,
    decision_check,
    signature_close,
    signature_decide,
    signature_take_back,
)
from campaigns.services.questions import question_ask
from campaigns.services.signing_codes import code_check, code_digits, code_live, code_send
from campaigns.services.signoff_rows import HolderChanged, SignOffClosed
from core.http import see_other


@dataclass
class Desk:
    """One visit to a signature's page: where it is shown, and where its answers lead back to."""

    request: HttpRequest
    signature: Signature
    template: str
    back: str
    context: dict[str, Any] = field(default_factory=dict)

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        page = reads.signing_page(self.signature)
        context = {
            "form": DecisionForm(initial={"decision": ""}),
            "question": QuestionForm(),
            "code_sent": bool(page.can_decide and code_live(self.signature)),
            **self.context,
            **more,
            "page": page,
            "content": page.content,
            "campaign": page.campaign,
        }
        return render(self.request, self.template, context, status=status)

    def closed(self) -> HttpResponse:
        """What was read is no longer what would be signed: say so, and what changed."""
        self.signature = reads.signature_get(self.signature.pk) or self.signature
        changes = reads.changes_to_current(self.signature.request)
        form = DecisionForm(self.request.POST)
        return self.page(409, closed=self.signature.request, changes=changes, form=form, typed=self.typed())

    def typed(self) -> list[tuple[str, str]]:
        """What this answer or question says, (label, words): shown to be copied, kept nowhere."""
        post = self.request.POST
        form, question = DecisionForm(), QuestionForm()
        choices = dict(form.fields["decision"].choices)  # type: ignore[attr-defined]
        rows = [
            (form.fields["decision"].label, choices.get(post.get("decision", ""), "")),
            (form.fields["reason"].label, post.get("reason", "")),
            (form.fields["typed_name"].label, post.get("typed_name", "")),
            (question.fields["text"].label, post.get("text", "")),
        ]
        return [(str(label), str(words).strip()) for label, words in rows if str(words).strip()]


def decision_page(
    request: HttpRequest, signature: Signature, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The page of a signature: to decide, or the receipt. Reading it changes nothing."""
    return Desk(request, signature, template, request.path, context).page()


def decision_take(
    request: HttpRequest, signature: Signature, template: str, context: dict[str, Any], *, back: str
) -> HttpResponse:
    """Do what the POST names and go to `back`.

    422 with the words beside the fields when something is missing; 409 with what changed when the
    version is no longer the one to decide on. A decision sent twice is recorded once. Raises HolderChanged
    when the place went to somebody else while this answer was on its way.
    """
    desk = Desk(request, signature, template, back, context)
    action = request.POST.get("action", "sign")
    answers: dict[str, Callable[[Desk], HttpResponse]] = {
        "code": _code,
        "sign": _sign,
        "question": _question,
        "take_back": _take_back,
        "close": _close,
    }
    if action in ("take_back", "close"):
        return answers[action](desk)
    if signature.decision:
        return _decided_already(desk, signature)
    if not _still_asked(desk):
        return desk.closed()
    try:
        return answers.get(action, _sign)(desk)
    except HolderChanged:
        raise
    except SignOffClosed as closed:
        if closed.signature and closed.signature.decision:
            return _decided_already(desk, closed.signature)
        return desk.closed()


def _decided_already(desk: Desk, signature: Signature) -> HttpResponse:
    """The receipt; another answer, or a question, sent from a page left open is not taken: say so."""
    desk.signature = reads.signature_get(signature.pk) or signature
    return see_other(desk.back) if _same_answer(desk) else desk.page(409, second=True, typed=desk.typed())


def _same_answer(desk: Desk) -> bool:
    """Whether what was sent says nothing that is not recorded already."""
    given, post = desk.signature, desk.request.POST
    if post.get("text", "").strip():
        return False
    reason = "" if given.decision == Signature.Decision.APPROVED else given.reason
    sent = "" if post.get("decision") == Signature.Decision.APPROVED else post.get("reason", reason)
    return (
        post.get("decision", given.decision) == given.decision
        and post.get("typed_name", given.typed_name).strip() == given.typed_name
        and sent.split() == reason.split()
    )


def _code(desk: Desk) -> HttpResponse:
    """Mail a code, once the answer it would sign is complete; what was typed stays on the page."""
    form = DecisionForm(desk.request.POST)
    if not _complete(form):
        return desk.page(422, form=form)
    try:
        code_send(signature=desk.signature)
    except ValidationError as error:
        refuse(form, error)
        return desk.page(422, form=form)
    return desk.page(form=form, code_sent=True, just_sent=True)


def _complete(form: DecisionForm, *, with_code: bool = False) -> bool:
    """Whether nothing is missing; all that is missing is said at once, each beside its field."""
    form.is_valid()
    missing: dict[str, Any] = {}
    try:
        decision_check(**form.answer())
    except ValidationError as error:
        missing |= error.error_dict
    try:
        code_digits(form.cleaned_data.get("code", "") if with_code else "000000")
    except ValidationError as error:
        missing |= error.error_dict
    new = {name: errors for name, errors in missing.items() if name not in form.errors}
    if new:
        refuse(form, ValidationError(new))
    return not form.errors


def _sign(desk: Desk) -> HttpResponse:
    form = DecisionForm(desk.request.POST)
    if not _complete(form, with_code=True):
        return desk.page(422, form=form)
    try:
        code = code_check(signature=desk.signature, digits=form.cleaned_data["code"])
        signature_decide(signature=desk.signature, code=code, origin=_origin(desk.request), **form.answer())
    except ValidationError as error:
        refuse(form, error)
        return desk.page(422, form=form)
    return see_other(desk.back)


def _question(desk: Desk) -> HttpResponse:
    form = QuestionForm(desk.request.POST)
    try:
        if form.is_valid():
            question_ask(signature=desk.signature, text=form.cleaned_data["text"])
            messages.success(desk.request, _("Votre question est partie. La réponse arrive par e-mail."))
            return see_other(f"{desk.back}#questions")
    except ValidationError as error:
        refuse(form, error)
    return desk.page(422, question=form)


def _take_back(desk: Desk) -> HttpResponse:
    try:
        signature_take_back(signature=desk.signature)
    except HolderChanged:
        raise
    except SignOffClosed:
        messages.info(desk.request, _("Cette décision est définitive : elle ne se retire plus."))
    else:
        messages.success(desk.request, _("Votre décision est retirée. Vous pouvez répondre de nouveau."))
    return see_other(desk.back)


def _close(desk: Desk) -> HttpResponse:
    try:
        signature_close(signature=desk.signature)
    except HolderChanged:
        raise
    except SignOffClosed:
        messages.info(desk.request, _("Il n’y a plus rien à confirmer ici."))
    else:
        messages.success(desk.request, _("Votre décision est définitive."))
    return see_other(desk.back)


def _still_asked(desk: Desk) -> bool:
    """The request still waits, and what was on the reader's screen is what it asks about."""
    shown = desk.request.POST.get("sha256") == desk.signature.request.snapshot.sha256
    return shown and reads.may_decide(desk.signature)


def _origin(request: HttpRequest) -> Origin:
    return Origin(ip_address=_address(request), user_agent=request.headers.get("User-Agent", ""))


def _address(request: HttpRequest) -> str | None:
    """The peer's address; None where the server speaks through a socket that has none."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None
