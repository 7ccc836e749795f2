import pyoxigraph as ox
import pytest

from azru_kg.engine.hints import find_hints
from azru_kg.graph.perspectives import SPACE
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
