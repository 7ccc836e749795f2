"""What a name may mean, and how sure that is."""

from __future__ import annotations

import pytest

from azru_kg.identity.sounds import hear
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.find.name_index import Named, NameIndex, TaggedName
from azru_kg.server.find.reconciliation.alike import are_same, rate
from azru_kg.server.find.reconciliation.matching import LONGEST, SAME, Matcher


def name(kind: str, slug: str, *names: tuple[str, str]) -> Named:
    texts = tuple(TaggedName(text, tag) for text, tag in names)
    return Named(f"{IDENTITY}{kind}/{slug}", kind, texts)


THINGS = [
    name("person", "ilham", ("Ilham Aliyev", "en"), ("İlham Əliyev", "az"), ("Ильхам Алиев", "ru")),
    name("person", "heydar", ("Heydar Aliyev", "en"), ("Heydər Əliyev", "az")),
    name("person", "ali-1", ("Ali Hasanov", "en")),
    name("person", "ali-2", ("Ali Hasanov", "en"), ("Əli Həsənov", "az")),
    name("person", "pele", ("Pele", "en")),
    name("place", "baku", ("Baku", "en"), ("Bakı", "az"), ("Баку", "ru")),
    name("organisation", "baku", ("Baku", "en")),
    name("organisation", "socar", ("State Oil Company", "en")),
    name("claim", "c", ("Trade of 2023", "en")),
]
SPELLINGS = {f"{IDENTITY}organisation/socar": [TaggedName("SOCAR", "en")]}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(NameIndex(THINGS, SPELLINGS))


def first(matcher: Matcher, text: str, *kinds: str) -> tuple[str, bool]:
    candidates = matcher.match(text, kinds)
    if not candidates:
        return "", False
    return candidates[0].thing.iri.removeprefix(IDENTITY), candidates[0].match


@pytest.mark.parametrize(
    "text",
    [
        "Ilham Aliyev",
        "Ильхам Алиев",
        "İLHAM ƏLİYEV",
        "Aliyev, Ilham",
        "Ilham Alijev",
        "Ilham  Aliev",
        "person/ilham",
        "person:ilham",
        f"{IDENTITY}person/ilham",
    ],
)
def test_a_whole_name_in_any_script_and_order_is_certain(matcher: Matcher, text: str) -> None:
    assert first(matcher, text) == ("person/ilham", True)


@pytest.mark.parametrize(
    "text", ["I. Aliyev", "Aliyev I.", "Ильхам Гейдарович Алиев", "Ilham Aliyef", "Mr Ilham Aliyev"]
)
def test_what_is_only_alike_is_offered_and_never_certain(matcher: Matcher, text: str) -> None:
    assert first(matcher, text) == ("person/ilham", False)


def test_a_family_name_alone_is_never_certain(matcher: Matcher) -> None:
    candidates = matcher.match("Aliyev")
    assert {candidate.thing.label for candidate in candidates} == {"Ilham Aliyev", "Heydar Aliyev"}
    assert not any(candidate.match for candidate in candidates)
    assert first(matcher, "Pele") == ("person/pele", False)


def test_namesakes_are_never_certain(matcher: Matcher) -> None:
    candidates = matcher.match("Ali Hasanov")
    assert len(candidates) == 2
    assert all(candidate.score >= SAME for candidate in candidates)
    assert not any(candidate.match for candidate in candidates)


def test_a_type_tells_namesakes_apart(matcher: Matcher) -> None:
    assert len(matcher.match("Baku")) == 2
    assert not any(candidate.match for candidate in matcher.match("Baku"))
    assert first(matcher, "Bakı", "place") == ("place/baku", True)
    assert first(matcher, "Baku", "person") == ("", False)


def test_other_names_count_as_well(matcher: Matcher) -> None:
    assert first(matcher, "СОКАР") == ("organisation/socar", True)


def test_the_same_spelling_is_rated_higher_than_the_same_sound(matcher: Matcher) -> None:
    exact, sounded = matcher.match("Ilham Aliyev")[0], matcher.match("Ilkham Aliyev")[0]
    assert exact.score == 100
    assert exact.spelt
    assert sounded.score == SAME
    assert not sounded.spelt


@pytest.mark.parametrize("text", ["", " ", "??", "x" * (LONGEST + 1), "Trade of 2023", "Nobody"])
def test_what_nothing_is_called_has_no_candidate(matcher: Matcher, text: str) -> None:
    assert matcher.match(text) == []


def test_scores_lie_between_0_and_100_and_fall(matcher: Matcher) -> None:
    for text in ("Aliyev", "Ali", "Heydar Aliyev Baku", "a b c d e f g h i j k l m n"):
        scores = [candidate.score for candidate in matcher.match(text)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)


def test_names_are_compared_word_by_word() -> None:
    assert are_same(hear("Aliyev Ilham"), hear("Ильхам Алиев"))
    assert not are_same(hear("Aliyev"), hear("Ilham Aliyev"))
    assert rate([], [("a",)]) == 0
    assert rate([("aliav",)], [("ilham", "aliav")]) == pytest.approx(2 / 3)
    assert rate([("2023",)], [("2024",)]) == 0
