"""Months and names in the reader's words."""

import unicodedata
from datetime import date

from babel.dates import format_skeleton
from babel.numbers import get_currency_symbol
from django.utils.text import capfirst

from core.formatting import current_locale


def month_long(month: date) -> str:
    """«janvier 2027»."""
    return str(format_skeleton("yMMMM", month, locale=current_locale()))


def month_short(month: date) -> str:
    """«janv. 2027», the head of a column."""
    return str(capfirst(format_skeleton("yMMM", month, locale=current_locale())))


def currency_symbol(code: str) -> str:
    """«€» for "EUR": beside a field, in the head of a column."""
    return str(get_currency_symbol(code, locale=current_locale()))


def sort_key(name: str) -> str:
    """Names in the order of a dictionary: É beside E, whatever the case."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
