"""Creation forms sent once: a one-time key goes with each, and what it made is made once."""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.models import Submission, User

KEY = "submission"
_NOT_WRITTEN = (KEY, "csrfmiddlewaretoken")


class SubmissionReusedError(ValidationError):
    """The key already served to send something else. The form that comes back has a fresh one."""


def new_submission_key() -> str:
    return str(uuid.uuid4())


def submitted_before(request: HttpRequest) -> str:
    """The URL an earlier submission of this very form made, or "". Ask before validating a form whose own
    first submission would make it invalid (a name that must be unique).

    Raises SubmissionReusedError when the key came with other values the first time.
    """
    key = _key(request)
    earlier = Submission.objects.filter(key=key, user=_person(request)).first() if key else None
    return _same_outcome(request, earlier) if earlier else ""


def submit_once(request: HttpRequest, action: Callable[[], str]) -> str:
    """Run `action` (which returns the URL of what it made) at most once for a form's key.

    The same form sent again, even at the same time, returns the first one's URL. A missing or malformed key
    runs the action: the guard protects, it does not refuse. Raises SubmissionReusedError when the key came
    with other values the first time: what is sent now was not made.
    """
    key = _key(request)
    if key is None:
        with transaction.atomic():
            return action()
    try:
        with transaction.atomic():
            # The primary key makes the second writer wait for the first, then fail.
            submission = Submission(key=key, user=_person(request), digest=_digest(request))
            submission.save(force_insert=True)
            submission.result_url = action()
            submission.save(update_fields=["result_url"])
            return submission.result_url
    except IntegrityError:
        earlier = Submission.objects.filter(key=key, user=_person(request)).first()
        if earlier is None:
            raise
        return _same_outcome(request, earlier)


def _same_outcome(request: HttpRequest, earlier: Submission) -> str:
    if earlier.digest in ("", _digest(request)):  # "": sent before digests were kept
        return earlier.result_url
    # The form about to be shown again already reads this very QueryDict, which no form writes to.
    posted: Any = request.POST
    posted._mutable = True
    posted[KEY] = new_submission_key()
    raise SubmissionReusedError(
        _(
            "Ce formulaire a déjà été envoyé avec d’autres valeurs, et elles sont enregistrées."
            " Celles-ci ne le sont pas : relisez-les,"
            " puis envoyez à nouveau si vous voulez les ajouter aussi."
        )
    )


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - no form of ours is sent without signing in
    return request.user


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None


def _digest(request: HttpRequest) -> str:
    """SHA-256 of an address and what was written for it; a file counts by its name and size."""
    written = sorted((name, values) for name, values in request.POST.lists() if name not in _NOT_WRITTEN)
    uploads: dict[str, Any] = request.FILES.dict()
    files = sorted((name, file.name, file.size) for name, file in uploads.items())
    body = json.dumps([request.path, written, files])
    return hashlib.sha256(body.encode()).hexdigest()
