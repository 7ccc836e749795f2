import pyoxigraph as ox
import pytest

from azru_kg.engine.hints import find_hints, find_path_hints
from azru_kg.graph.perspectives import SPACE
from azru_kg.query.tokens import tokenize
from azru_kg.rdf.prefixes import PREFIXES, expand


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    data = """
        country:AZ a azru:Country ; skos:prefLabel "Azerbaijan" .
        azru:Figure a owl:Class .
        GRAPH graph:one { country:AZ azru:voice "state" }
    """
    heads = " ".join(f"PREFIX {prefix}: <{space}>" for prefix, space in PREFIXES.items())
    store.update(f"{heads} INSERT DATA {{ {data} }}")
    return store


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("azru:Figures", "The data do not name azru:Figures. Did you mean azru:Figure?"),
        ("azru:voise", "The data do not name azru:voise. Did you mean azru:voice?"),
        ("skos:preflabel", "The data do not name skos:preflabel. Did you mean skos:prefLabel?"),
        ("country:AX", "The data do not name country:AX."),
        ("graph:onne", "The data do not name graph:onne."),
    ],
)
def test_a_name_that_the_data_do_not_have_is_pointed_out(
    store: ox.Store, name: str, hint: str
) -> None:
    assert find_hints(store, [expand(name)], []) == (hint,)


def test_a_graph_that_there_is_not_is_pointed_out(store: ox.Store) -> None:
    said = find_hints(store, [expand("graph:onne")], [expand("graph:onne")])
    assert said[0] == "There is no graph graph:onne. Did you mean graph:one?"
    assert find_hints(store, [], ["urn:none"]) == ("There is no graph <urn:none>.",)


def test_of_what_there_is_nothing_is_said(store: ox.Store) -> None:
    names = (
        "azru:Figure",
        "azru:Country",
        "azru:voice",
        "country:AZ",
        "skos:prefLabel",
        "graph:one",
    )
    assert find_hints(store, map(expand, names), [expand("graph:one"), f"{SPACE}official"]) == ()


def test_no_more_than_three_are_said(store: ox.Store) -> None:
    assert len(find_hints(store, [expand(f"azru:none{n}") for n in range(9)], [])) == 3


@pytest.mark.parametrize("path", ["skos:broader*", "skos:broader?", "(a|^a)*/a?"])
def test_a_path_that_begins_and_ends_anywhere_is_pointed_out_with_the_cure(path: str) -> None:
    (hint,) = find_path_hints([*tokenize(f"SELECT ?b {{ ?a {path} ?b }}")])
    assert hint.startswith("The path from ?a to ?b may have no length")
    assert "Write + instead of *, leave ? out" in hint
    assert hint.endswith("such as ?a a skos:Concept.")


@pytest.mark.parametrize(
    "pattern",
    [
        *("?a skos:broader+ ?b", "?a skos:broader* ?b . ?a a ?c", "?a skos:broader* azru:x"),
        *("?a skos:broader* ?b FILTER (?a = azru:x)", "?a a ?b"),
    ],
)
def test_of_other_paths_nothing_is_said(pattern: str) -> None:
    assert find_path_hints([*tokenize(f"SELECT ?b {{ {pattern} }}")]) == ()


def test_no_more_than_three_paths_are_told() -> None:
    paths = " . ".join(f"?a{n} azru:p* ?b{n}" for n in range(9))
    assert len(find_path_hints([*tokenize(f"ASK {{ {paths} }}")])) == 3
