"""The catalogs have all that pages say, and what templates say is in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import Environment
from tests.support.sampling import sample_daily

from azru_kg.languages.reading import ENGLISH, LANGUAGES

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src" / "azru_kg" / "server" / "pages" / "templates"
PLACE = re.compile(r"%\((\w+)\)s|%(s|%)")
TAG = re.compile(r"</?\w+[^>]*>")
READ_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
UNSPOKEN = ("code", "pre", "script", "style")
NAMES = re.compile(
    r"azru-kg|SPARQL|JSON-LD|JSON|CSV|SVG|Turtle|N-Triples|BibTeX"
    r"|\.svg|\barticle\b|lang=\"\""
)
"""What is called so in every language."""

WORD = re.compile(r"[^\W\d_]{2,}")
SAID = ("_", "gettext", "ngettext", "pgettext", "npgettext")
AS_CODE = re.compile(r"[\w./#:?&=%@+ ({)}*-]*")


def load_messages() -> ModuleType:
    spec = spec_from_file_location("messages", ROOT / "docs" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def template() -> Catalog:
    found: Catalog = load_messages().extract()
    assert len(found) > 400
    return found


def read(language: str) -> Catalog:
    path = ROOT / "src" / "azru_kg" / "languages" / "po" / f"{language}.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def list_messages(catalog: Catalog) -> dict[tuple[str | None, str], Message]:
    return {
        (message.context, message.id if isinstance(message.id, str) else message.id[0]): message
        for message in catalog
        if message.id
    }


def list_texts(told: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(told or ())


each_language = pytest.mark.parametrize(
    "language", [language for language in LANGUAGES if language != ENGLISH]
)


@pytest.mark.long
@each_language
def test_a_catalog_has_what_pages_say_and_no_more(template: Catalog, language: str) -> None:
    said, catalog = list_messages(template), list_messages(read(language))
    renew = "renew the catalogs, and fill them in: make messages"
    assert [key for key in said if key not in catalog] == [], renew
    assert [key for key in catalog if key not in said] == [], renew
    assert [key for key, message in catalog.items() if message.fuzzy] == []
    lacking = [key for key, message in catalog.items() if not all(list_texts(message.string))]
    assert lacking == [], f"translate them in {language}.po"


def test_no_message_stands_within_another_text() -> None:
    """Whoever collects the messages does not look into f-strings."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "src").rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in (*SAID, "mark", "pmark")
    ]
    assert hidden == []


@each_language
def test_a_translation_has_the_places_and_tags_of_its_message(language: str) -> None:
    catalog = read(language)
    for message in catalog:
        if not message.id:
            continue
        told, translated = list_texts(message.id), list_texts(message.string)
        if len(told) > 1:
            assert len(translated) == catalog.num_plurals, told
        for text in translated:
            assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(told[-1])), told
            assert sorted(TAG.findall(text)) == sorted(TAG.findall(told[-1])), told
            assert text[:1].isspace() == told[-1][:1].isspace(), told
            assert text[-1:].isspace() == told[-1][-1:].isspace(), told
            assert "!" not in text or "!" in told[-1], told
            # What was filled in twice is longer than any translation.
            assert len(text) <= 2 * len(told[-1]) + 40, told


class Texts(HTMLParser):
    """The texts of a template that are read, where what stands in braces is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []
        self._english: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in READ_ATTRIBUTES and value]
        if tag not in ("meta", "link", "input", "br"):
            self._open.append(tag)
            self._english.append(("lang", ENGLISH) in attrs)

    def handle_endtag(self, tag: str) -> None:
        # A template may close what another one opens.
        if tag in self._open:
            while self._open.pop() != tag:
                self._english.pop()
            self._english.pop()

    def handle_data(self, data: str) -> None:
        if not any(tag in UNSPOKEN for tag in self._open) and not any(self._english):
            self.found.append(data)


def list_untranslated(source: str) -> Iterator[str]:
    """Yield the words of a template that are said in one language only."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    html, before, block = "", ["", ""], ""
    inside = False
    for _line, kind, value in environment.lex(source):
        if kind == "block_begin":
            block = ""
        elif kind == "name" and not block:
            block = value
            inside = value == "trans" or (inside and value != "endtrans")
        elif kind == "block_end":
            block = block or " "
        if kind == "data" and not inside:
            html += value
        if kind == "string" and block != "import":
            called = before[0] in SAID and before[1] == "("
            text = value[1:-1]
            if not called and not AS_CODE.fullmatch(text) and WORD.search(text):
                yield text
        if kind not in ("whitespace", "block_begin"):
            before = [before[1], value]
    texts = Texts()
    texts.feed(html)
    texts.close()
    yield from (text for text in texts.found if WORD.search(NAMES.sub("", text)))


@pytest.mark.parametrize(
    "path", sample_daily(sorted(TEMPLATES.glob("*.html")), 4), ids=lambda path: path.name
)
def test_a_template_says_nothing_in_one_language_only(path: Path) -> None:
    assert list(list_untranslated(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Said.</p>", ["Said."]),
        ('<p>{{ _("Said.") }}</p>', []),
        ("<p>{% trans n=1 %}Said {{ n }}.{% endtrans %}</p> <b>not</b>", ["not"]),
        ('<a title="Said" href="/said">{{ x }}</a>', ["Said"]),
        ('<code>said</code> azru-kg <p lang="en">said</p>', []),
        ('{{ "It was said, too" if x else _("It was not") }}', ["It was said, too"]),
        ('{{ links.query([("query", query)]) }}', []),
    ],
)
def test_what_is_said_in_one_language_is_found(source: str, found: list[str]) -> None:
    assert list(list_untranslated(source)) == found
