"""What is stated in DQV is what was measured, and is read again as it was."""

from dataclasses import replace

import pyoxigraph as ox

from azru_kg.graph.layout import METADATA_GRAPH
from azru_kg.graph.measures import DATASET, SPACE, Quality
from azru_kg.graph.readings import BLIND, READINGS
from azru_kg.metadata.dqv import FIND_MEASUREMENTS, read_measurements, state_quality
from azru_kg.rdf.prefixes import GRAPH, ONTOLOGY, PREFIXES

DQV = PREFIXES["dqv"]
TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
QUALITY = Quality(
    total={"claims": 3, "warnings": 2},
    by_class={f"{ONTOLOGY}#Figure": {"claims": 2}, f"{ONTOLOGY}#Tenure": {"claims": 1}},
    by_graph={f"{GRAPH}one": {"claims": 2, "warnings": 1}, f"{GRAPH}two": {"claims": 1}},
    judged=True,
    by_property={f"{ONTOLOGY}#kind": {"inferred-slots": 2}},
    by_part={"figures": {"rows": 3}, "figures.printed (digits)": {"blind-compared": 2}},
)


def state(quality: Quality) -> list[ox.Triple]:
    return state_quality(quality, ox.NamedNode(DATASET))


def read(triples: list[ox.Triple], graph: str) -> Quality | None:
    store = ox.Store()
    store.extend(
        ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(graph)) for one in triples
    )
    rows = store.query(FIND_MEASUREMENTS)
    assert isinstance(rows, ox.QuerySolutions)
    return read_measurements(tuple(row) for row in rows)


def find_subjects(triples: list[ox.Triple], name: str) -> set[str]:
    return {str(triple.subject) for triple in triples if str(triple.object) == f"<{name}>"}


def test_what_is_stated_is_read_again_as_it_was() -> None:
    assert read(state(QUALITY), METADATA_GRAPH) == QUALITY


def test_measurements_count_in_the_graph_of_metadata_only() -> None:
    assert read(state(QUALITY), f"{GRAPH}other") is None


def test_what_is_no_measurement_of_ours_is_passed_over() -> None:
    thing, text = ox.NamedNode(f"{GRAPH}one"), ox.Literal("many")
    metric, number = ox.NamedNode(f"{SPACE}claims"), ox.Literal(2)
    huge = ox.Literal("9" * 5000, datatype=number.datatype)
    others: list[tuple[ox.NamedNode | ox.Literal, ...]] = [
        (ox.Literal("x"), metric, number),
        (thing, metric, text),
        (thing, metric, huge),
        (thing, ox.NamedNode("urn:metric"), number),
    ]
    stated = state(QUALITY)
    for place, values in enumerate(others):
        node = ox.NamedNode(f"urn:measurement:{place}")
        names = ("computedOn", "isMeasurementOf", "value")
        stated.append(ox.Triple(node, TYPE, ox.NamedNode(f"{DQV}QualityMeasurement")))
        for name, value in zip(names, values, strict=True):
            stated.append(ox.Triple(node, ox.NamedNode(f"{DQV}{name}"), value))
    assert read(stated, METADATA_GRAPH) == QUALITY


def test_everything_that_is_named_has_a_type() -> None:
    triples = state(QUALITY)
    typed = {triple.subject for triple in triples if triple.predicate == TYPE}
    named = {node for triple in triples for node in (triple.subject, triple.object)}
    ours = {node for node in named if str(node).startswith(f"<{SPACE}")}
    assert ours
    assert ours - typed == set()


def test_a_metric_of_findings_is_defined_only_where_the_data_were_judged() -> None:
    metric = f"{DQV}Metric"
    judged = find_subjects(state(Quality({}, {}, {}, judged=True)), metric)
    unjudged = find_subjects(state(Quality({}, {}, {})), metric)
    findings = {f"<{SPACE}{name}>" for name in ("violations", "warnings", "infos")}
    assert judged - unjudged == findings


def test_a_metric_of_reading_is_defined_only_where_readings_were_counted() -> None:
    metric = f"{DQV}Metric"
    counted = find_subjects(state(replace(QUALITY, by_part={"figures": {"rows": 3}})), metric)
    uncounted = find_subjects(state(replace(QUALITY, by_part={})), metric)
    assert counted - uncounted == {f"<{SPACE}{name}>" for name in (*READINGS, *BLIND)}
