"""Values in the reader's locale: money, numbers, dates, durations, names.

They take what models hold (``Decimal`` in major units, ``date``, aware ``datetime``) and return text.
An empty value (``None`` or ``""``) always gives ``""``, so that a template can say ``|default:"—"``.
Templates get them as filters from ``core.templatetags.ui``; mails, PDFs and services import them from here.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_time
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext


@lru_cache(maxsize=16)
def _parse_locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("fr")


def current_locale() -> Locale:
    """Babel locale of the active language; French when none is active or Babel does not know it."""
    return _parse_locale(get_language() or "fr")


# A calendar says the same days hundreds of times, and Babel takes its time over each.
@lru_cache(maxsize=8192)
def _written(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=_parse_locale(language))


@lru_cache(maxsize=8192)
def _written_range(first: date, last: date, language: str) -> str:
    return format_interval(first, last, "yMMMd", locale=_parse_locale(language))


def _decimal(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _minus(text: str) -> str:
    """A hyphen before a figure is a minus sign, as wide as a plus, and never breaks off the figure."""
    return text.replace("-", "\N{MINUS SIGN}")


def _local_date(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _first(text: str, day: int) -> str:
    """French writes the first of a month «1er»."""
    # The first «1» that stands alone: not the last figure of «31», nor of the year.
    return re.sub(r"\b1\b", "1er", text, count=1) if day == 1 and current_locale().language == "fr" else text


# Numbers ------------------------------------------------------------------------------------------------


def money(value: object, currency: str = "EUR") -> str:
    """Amount in major units («41 200 €»); cents are written only when there are any."""
    number = _decimal(value)
    if number is None:
        return ""
    if number == number.to_integral_value():
        pattern = current_locale().currency_formats["standard"].pattern.replace("0.00", "0")
        return _minus(
            format_currency(
                number,
                currency,
                pattern,
                locale=current_locale(),
                currency_digits=False,
            )
        )
    return money_cents(number, currency)


def money_cents(value: object, currency: str = "EUR") -> str:
    """Amount in major units, always with its cents («41 200,00 €»): columns that must add up."""
    number = _decimal(value)
    return "" if number is None else _minus(format_currency(number, currency, locale=current_locale()))


def amount(value: object, digits: int | str = 2) -> str:
    """Amount without its currency («41 200,00»), always ``digits`` decimals; the unit stands in the head."""
    sum_ = _decimal(value)
    if sum_ is None:
        return ""
    pattern = "#,##0" + ("." + "0" * int(digits) if int(digits) else "")
    return _minus(format_decimal(sum_, pattern, locale=current_locale()))


def number(value: object, digits: int | str = 2) -> str:
    """Number with at most ``digits`` decimals («12 345,6»); trailing zeros are dropped."""
    amount = _decimal(value)
    if amount is None:
        return ""
    pattern = "#,##0" + ("." + "#" * int(digits) if int(digits) else "")
    return _minus(format_decimal(amount, pattern, locale=current_locale()))


def percent(value: object, digits: int | str = 0) -> str:
    """Share of 1 («0.48» → «48 %») with at most ``digits`` decimals."""
    share = _decimal(value)
    if share is None:
        return ""
    pattern = current_locale().percent_formats[None].pattern
    if int(digits):
        pattern = pattern.replace("#,##0", "#,##0." + "#" * int(digits))
    return _minus(format_percent(share, pattern, locale=current_locale()))


def with_unit(value: object, unit: str, *, digits: int = 2) -> str:
    """A measure with its unit: «34 €», «15,53 €», «217 387 €», «2,4 %», «412»; in English «€15.53», «2.4%».

    From a thousand on, decimals say nothing; below, money has its cents or none at all. More `digits`
    show, whatever the size, a difference that rounding would hide.
    """
    exact = _decimal(value)
    if exact is None:
        return ""
    figure = round(exact, digits)
    if abs(figure) >= 1000 and digits == 2:
        figure = Decimal(round(figure))
    if unit == "%":
        return percent(figure / 100, digits)
    if unit == "€":
        return money(figure) if digits == 2 else _money_exact(figure, digits)
    text = number(figure, digits)
    return f"{text}\u00a0{unit}" if unit in ("×", "pts") else text


def _money_exact(value: Decimal, digits: int) -> str:
    pattern = current_locale().currency_formats["standard"].pattern.replace("0.00", "0." + "#" * digits)
    return _minus(format_currency(value, "EUR", pattern, locale=current_locale(), currency_digits=False))


def signed(value: object) -> str:
    """Difference with its sign («+12», «−3,5»); zero has none."""
    amount = _decimal(value)
    if amount is None:
        return ""
    return ("+" if amount > 0 else "") + number(amount)


def signed_percent(value: object) -> str:
    """Difference as a share of 1, with its sign («+12 %», «−3 %»)."""
    share = _decimal(value)
    if share is None:
        return ""
    return ("+" if share > 0 else "") + percent(share)


def share_of(value: object, total: object) -> Decimal | str:
    """``value / total`` as a share of 1, for ``percent``; ``""`` when the total is zero or missing."""
    part, whole = _decimal(value), _decimal(total)
    return part / whole if part is not None and whole else ""


def filesize(value: object) -> str:
    """Bytes in the units people read («1,4 Mo», «320 Ko»), decimal thousands as file managers show them."""
    size = _decimal(value)
    if size is None:
        return ""
    units = [gettext("o"), gettext("Ko"), gettext("Mo"), gettext("Go")]
    step = 0
    while size >= 1000 and step < len(units) - 1:
        size, step = size / 1000, step + 1
    return f"{number(size, 1 if step > 1 else 0)}\u202f{units[step]}"


# Dates --------------------------------------------------------------------------------------------------


def date_short(value: date | datetime | None) -> str:
    """«12 janv. 2027»."""
    if not value:
        return ""
    day = _local_date(value)
    return _first(_written(day, "medium", get_language() or "fr"), day.day)


def date_day(value: date | datetime | None) -> str:
    """«12 janv.», without the year when it is this one; in lists whose year is known or near."""
    if not value:
        return ""
    day = _local_date(value)
    if day.year != timezone.localdate().year:
        return date_short(day)
    pattern = "MMM d" if current_locale().language == "en" else "d MMM"
    return _first(_written(day, pattern, get_language() or "fr"), day.day)


def date_long(value: date | datetime | None) -> str:
    """«mardi 12 janvier 2027»."""
    if not value:
        return ""
    day = _local_date(value)
    return _first(_written(day, "full", get_language() or "fr"), day.day)


def time_short(value: date | datetime | None) -> str:
    """«14:05», in the reader's zone; a date without a time gives ``""``."""
    if not isinstance(value, datetime):
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_time(local, "short", locale=current_locale(), tzinfo=local.tzinfo)


def datetime_short(value: date | datetime | None) -> str:
    """«12 janv. 2027 à 14:05»; a date without a time reads like ``date_short``."""
    if not isinstance(value, datetime):
        return date_short(value)
    return gettext("%(date)s à %(time)s") % {
        "date": date_short(value),
        "time": time_short(value),
    }


def date_range(start: date | datetime | None, end: date | datetime | None) -> str:
    """«12 janv. – 22 févr. 2027», as short as the two dates allow; one of them alone says which it is."""
    if start and end:
        first, last = _local_date(start), _local_date(end)
        if first == last:
            return date_short(first)
        text = _written_range(first, last, get_language() or "fr")
        text = text.replace("\u2009–\u2009", "\u00a0– ")
        begin, dash, close = text.partition("–")
        return _first(begin, first.day) + dash + _first(close, last.day)
    if start:
        return gettext("à partir du %(date)s") % {"date": date_short(start)}
    return gettext("jusqu’au %(date)s") % {"date": date_short(end)} if end else ""


def since(value: date | datetime | None) -> str:
    """«depuis aujourd’hui», «depuis hier», «depuis 3 jours», «depuis 2 mois»."""
    if not value:
        return ""
    days = (timezone.localdate() - _local_date(value)).days
    if days <= 0:
        return gettext("depuis aujourd’hui")
    if days == 1:
        return gettext("depuis hier")
    return gettext("depuis %(duration)s") % {"duration": _duration(days)}


def ago(value: date | datetime | None) -> str:
    """«aujourd’hui», «hier», «il y a 3 jours»; the future reads «demain», «dans 3 jours»."""
    if not value:
        return ""
    days = (timezone.localdate() - _local_date(value)).days
    if days == 0:
        return gettext("aujourd’hui")
    if abs(days) == 1:
        return gettext("hier") if days == 1 else gettext("demain")
    text = gettext("il y a %(duration)s") if days > 0 else gettext("dans %(duration)s")
    return text % {"duration": _duration(abs(days))}


def countdown(value: date | datetime | None) -> str:
    """Days to a launch, the way a team says it: «J−51», «Jour J», «J+3»."""
    if not value:
        return ""
    days = (timezone.localdate() - _local_date(value)).days
    if days == 0:
        return gettext("Jour J")
    return gettext("J%(days)s") % {"days": f"{days:+d}".replace("-", "\N{MINUS SIGN}")}


def _duration(days: int) -> str:
    if days < 21:
        return ngettext("%(count)s jour", "%(count)s jours", days) % {"count": days}
    if days < 60:
        weeks = days // 7
        return ngettext("%(count)s semaine", "%(count)s semaines", weeks) % {"count": weeks}
    if days < 730:
        months = days // 30
        return ngettext("%(count)s mois", "%(count)s mois", months) % {"count": months}
    years = days // 365
    return ngettext("%(count)s an", "%(count)s ans", years) % {"count": years}


def days(count: int | str | None) -> str:
    """«1 jour», «12 jours»."""
    if count is None or count == "":
        return ""
    return ngettext("%(count)s jour", "%(count)s jours", int(count)) % {"count": number(count, 0)}


def working_days(count: int | str | None) -> str:
    """«1 jour ouvré», «18 jours ouvrés»."""
    if count is None or count == "":
        return ""
    return ngettext("%(count)s jour ouvré", "%(count)s jours ouvrés", int(count)) % {
        "count": number(count, 0)
    }


def calendar_days(count: int) -> str:
    """«1 jour calendaire», «10 jours calendaires»."""
    return ngettext("%(count)s jour calendaire", "%(count)s jours calendaires", count) % {
        "count": number(count, 0)
    }


def quote_once(words: str, key: str, name: str) -> str:
    """`words` without the quotes around `%(key)s` when the name brings its own («Spot «Matin»»)."""
    own = any(mark in name for mark in "«“")
    return re.sub(rf"[«“]\s*%\({key}\)s\s*[»”]", f"%({key})s", words) if own else words


def quoted(name: object) -> str:
    """The name between guillemets, or as it is when it brings its own («rubrique «Avant l’aube»»)."""
    text = str(name or "")
    return text if any(mark in text for mark in "«“") else f"«\u202f{text}\u202f»"


def quotes_within(text: object) -> str:
    """A text to be set between guillemets: its own become “ ”, as French quotes in a quotation."""
    return re.sub(r"«\s*([^«»]*?)\s*»", r"“\1”", str(text or ""))


def initials(name: object) -> str:
    """«Claire Vasseur» → «CV», «Agence Halo» → «AH», «studio» → «S»; for avatars."""
    words = [word for word in str(name or "").replace("-", " ").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()
