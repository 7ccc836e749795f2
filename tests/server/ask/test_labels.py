from collections.abc import Callable
from typing import cast

from azru_kg.engine.protocol import Engine
from azru_kg.engine.workers.pool import Pool
from azru_kg.languages.reading import read_in
from azru_kg.server.ask.labels import LabelMemory, find_labels

DATA = """
<urn:both> rdfs:label "second"@en ; skos:prefLabel "first"@en .
<urn:languages> skos:prefLabel "Bakı"@az , "Баку"@ru , "Baku"@en-GB , "Baku, untagged" .
<urn:untagged> dcterms:title "untagged" .
<urn:several> rdfs:label "b"@en , "a"@en .
<urn:foreign> skos:prefLabel "Bakı"@az .
<urn:document> schema:headline "Açılış"@az .
<urn:blank> skos:prefLabel " "@en ; rdfs:label "not blank"@en .
<urn:number> skos:prefLabel <urn:no-literal> .
"""
Run = Callable[..., object]


def test_the_best_english_label_is_found(run_with_pool: Run) -> None:
    names = ["both", "languages", "untagged", "several", "foreign", "blank", "number", "missing"]

    async def find(engine: Engine) -> object:
        return (await find_labels(engine, [f"urn:{name}" for name in names])).by_iri

    assert run_with_pool(DATA, find) == {
        "urn:both": "first",
        "urn:languages": "Baku",
        "urn:untagged": "untagged",
        "urn:several": "a",
        "urn:blank": "not blank",
    }


def test_labels_in_the_language_that_is_read_come_before_those_in_english(
    run_with_pool: Run,
) -> None:
    names = ["urn:both", "urn:languages", "urn:foreign", "urn:untagged"]

    async def find(engine: Pool) -> list[dict[str, tuple[str, str]]]:
        memory, found = LabelMemory(), []
        for language in ("az", "ru", "en", "az"):
            with read_in(language):
                labels = (await memory.find(engine, names)).by_iri
            found.append(
                {iri: (label, getattr(label, "language", "")) for iri, label in labels.items()}
            )
        assert sum(engine.count_outcomes().values()) == 3
        return found

    az, ru, en, again = cast("list[dict[str, object]]", run_with_pool(DATA, find))
    english = {"urn:both": ("first", "en"), "urn:untagged": ("untagged", "")}
    assert az == english | {"urn:languages": ("Bakı", "az"), "urn:foreign": ("Bakı", "az")}
    assert ru == english | {"urn:languages": ("Баку", "ru")}
    assert en == english | {"urn:languages": ("Baku", "en-gb")}
    assert again == az


def test_a_document_is_called_by_its_headline_in_whatever_language(run_with_pool: Run) -> None:
    async def find(engine: Engine) -> object:
        return (await find_labels(engine, ["urn:document", "urn:foreign"])).by_iri

    assert run_with_pool(DATA, find) == {"urn:document": "Açılış"}


def test_what_is_no_iri_is_never_put_into_a_query(run_with_pool: Run) -> None:
    iris = ["urn:a b", "urn:a> } #", 'urn:"', "urn:a\\u003E", "urn:both"]

    async def find(engine: Engine) -> object:
        return (await find_labels(engine, iris)).by_iri

    assert run_with_pool(DATA, find) == {"urn:both": "first"}


def test_a_page_of_very_many_things_still_gets_labels(run_with_pool: Run) -> None:
    iris = ["urn:both", *(f"urn:{number}:{'ə' * 100}" for number in range(5000))]

    async def find(engine: Engine) -> object:
        return (await find_labels(engine, iris)).by_iri

    assert run_with_pool(DATA, find) == {"urn:both": "first"}


def test_without_anything_to_name_nothing_is_asked(run_with_pool: Run) -> None:
    async def find(engine: Pool) -> object:
        labels = await find_labels(engine, [])
        return labels.by_iri, engine.count_outcomes()

    assert run_with_pool(DATA, find) == ({}, {})


def test_a_busy_engine_is_the_reason_for_missing_labels(run_with_pool: Run) -> None:
    async def find(engine: Engine) -> object:
        labels = await find_labels(engine, ["urn:both"])
        return labels.by_iri, "longer than" in labels.missing

    assert run_with_pool(DATA, find, seconds=0.0) == ({}, True)


def test_labels_are_kept_as_far_as_they_fit(run_with_pool: Run) -> None:
    async def find(pool: Pool) -> list[object]:
        memory, little = LabelMemory(), LabelMemory(most=len("urn:both") + len("first"))
        asked = ["urn:both", "urn:several", "urn:missing"]
        first = [(await kept.find(pool, asked)).by_iri for kept in (memory, little)]
        counted = [pool.count_outcomes()]
        for kept in (memory, little, little):
            first.append((await kept.find(pool, asked)).by_iri)
            counted.append(pool.count_outcomes())
        assert all(labels == first[0] for labels in first)
        return [sum(outcomes.values()) for outcomes in counted]

    assert run_with_pool(DATA, find) == [2, 2, 3, 4]


def test_a_label_that_could_not_be_had_is_asked_for_again(run_with_pool: Run) -> None:
    async def find(pool: Pool) -> list[bool]:
        memory = LabelMemory()
        return [bool((await memory.find(pool, ["urn:both"])).missing) for _ in range(2)]

    assert run_with_pool(DATA, find, seconds=0.0) == [True, True]
