"""Six digits by mail: whoever signs reads the mailbox the request was sent to."""

import re
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Signature, SigningCode
from campaigns.services.signoff_mail import mail_code
from campaigns.services.signoff_rows import undecided_lock

VALID_FOR = timedelta(minutes=10)
ATTEMPTS = 5
#: Five codes of five attempts an hour: one chance in forty thousand to guess one.
SENDS_PER_HOUR = 5
SEND_EVERY = timedelta(seconds=30)


def code_send(*, signature: Signature) -> str:
    """Mail a new code to the signer; the codes before it stop working. Returns the digits.

    Raises SignOffClosed when there is nothing to sign any more, ValidationError when codes are asked too
    often.
    """
    with transaction.atomic():
        _request, current = undecided_lock(signature)
        now = timezone.now()
        _check_pace(current, now)
        codes_expire(signature=current, now=now)
        digits = f"{secrets.randbelow(10**6):06d}"
        made = SigningCode.objects.create(
            signature=current,
            code_hash=_hash(current, digits),
            sent_at=now,
            expires_at=now + VALID_FOR,
        )
        mail_code(current, digits, made.pk)
    return digits


def codes_expire(*, signature: Signature, now: datetime | None = None) -> None:
    """Make the codes of a place useless, inside the transaction that gives a new one or a new holder."""
    now = now or timezone.now()
    signature.codes.filter(used_at__isnull=True, expires_at__gt=now).update(expires_at=now)


def _check_pace(signature: Signature, now: datetime) -> None:
    sent = list(
        signature.codes.filter(sent_at__gt=now - timedelta(hours=1)).values_list("sent_at", flat=True)
    )
    if len(sent) >= SENDS_PER_HOUR:
        raise ValidationError(
            {"code": _("Cinq codes sont déjà partis en une heure. Réessayez un peu plus tard.")}
        )
    if sent and now - max(sent) < SEND_EVERY:
        words = _("Un code vient de partir à %(email)s. Il arrive en général en moins d’une minute.")
        raise ValidationError({"code": words % {"email": signature.email}})


def code_live(signature: Signature) -> SigningCode | None:
    """The code that would be accepted now, if one was sent."""
    newest = signature.codes.first()
    if newest is None or newest.used_at or newest.expires_at <= timezone.now():
        return None
    return newest if newest.attempts < ATTEMPTS else None


def code_digits(typed: str) -> str:
    """The six digits typed, without the spaces of a copy. Raises ValidationError, and spends no try."""
    digits = "".join(typed.split())
    if not re.fullmatch("[0-9]{6}", digits):
        raise ValidationError({"code": _("Écrivez les six chiffres du code reçu par e-mail.")})
    return digits


def code_check(*, signature: Signature, digits: str) -> SigningCode:
    """The code these digits are. A wrong try is counted even though it is refused. Raises ValidationError."""
    typed = code_digits(digits)
    with transaction.atomic():
        undecided_lock(signature)
        code = code_live(signature)
        matches = code is not None and constant_time_compare(code.code_hash, _hash(signature, typed))
        if code and not matches:
            code.attempts += 1
            code.save(update_fields=["attempts"])
    if code is None:
        raise ValidationError({"code": _("Ce code n’est plus valable. Demandez-en un nouveau.")})
    if not matches:
        left = ATTEMPTS - code.attempts
        if not left:
            raise ValidationError({"code": _("Ce n’est pas le bon code. Demandez-en un nouveau.")})
        words = ngettext(
            "« %(code)s » n’est pas le code du dernier e-mail. Encore un essai.",
            "« %(code)s » n’est pas le code du dernier e-mail. Encore %(left)s essais.",
            left,
        )
        raise ValidationError({"code": words % {"code": typed, "left": left}})
    return code


def code_use(*, code: SigningCode) -> datetime:
    """Spend a checked code, inside the transaction that needs it: once. Raises ValidationError."""
    now = timezone.now()
    spent = SigningCode.objects.filter(pk=code.pk, used_at__isnull=True, expires_at__gt=now).update(
        used_at=now
    )
    if not spent:
        raise ValidationError({"code": _("Ce code n’est plus valable. Demandez-en un nouveau.")})
    return now


def _hash(signature: Signature, digits: str) -> str:
    return salted_hmac("campaigns.signing-code", f"{signature.pk}:{digits}", algorithm="sha256").hexdigest()
