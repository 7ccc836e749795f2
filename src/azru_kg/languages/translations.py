"""Messages in the language that is read, from the catalogs in `po/`, by the names of gettext.

A catalog is read at the first message in its language. What it lacks is said in English.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from azru_kg.languages.reading import ENGLISH, get_language


def gettext(message: str) -> str:
    """Return a message in the language that is read."""
    return _read_catalog(get_language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return a message about so many things in the language that is read."""
    return _read_catalog(get_language()).ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """Return a message that means several things, as it is said where the context tells."""
    return _read_catalog(get_language()).pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    """Return a message about so many things, as it is said where the context tells."""
    return _read_catalog(get_language()).npgettext(context, singular, plural, number)


def mark(message: str) -> str:
    """Return a message as it is, so that it is found and translated; it is said later.

    >>> mark("People")
    'People'
    """
    return message


def pmark(context: str, message: str) -> str:
    """Return a message as `mark` does; it is said by `pgettext`, with this context."""
    return message


def translate(message: str) -> str:
    """Return a marked message in the language that is read; nothing where there is none."""
    return gettext(message) if message else ""


@lru_cache
def _read_catalog(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    with files(__package__).joinpath("po", f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
