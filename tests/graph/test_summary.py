from pathlib import Path

from azru_kg.graph.dataset import read_files, read_layout
from azru_kg.graph.layout import Layout
from azru_kg.graph.summary import summarise
from azru_kg.rdf.prefixes import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def test_things_are_counted_by_kind_with_the_kinds_of_the_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text(
        f"{HEAD}azru:Figure rdfs:subClassOf azru:Claim . azru:IgnoredSpan rdfs:subClassOf"
        " oa:SpecificResource . claim:a a azru:Figure . claim:b a azru:Claim , azru:Figure ."
        " quote:a a oa:SpecificResource . quote:b a azru:IgnoredSpan ."
    )
    summary = summarise(read_files([path]))
    assert summary.counts == {"triples": 7, "quotes": 1, "claims": 2, "figures": 2}
    assert summary.version == "unversioned"


def test_a_triple_in_two_graphs_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text("<urn:s> <urn:p> <urn:o> <urn:g> .\n<urn:s> <urn:p> <urn:o> <urn:h> .\n")
    assert summarise(read_files([path])).counts == {"triples": 1, "named graphs": 2}


def test_a_graph_of_the_project_is_summed_up_with_its_version_and_digest(founding: Layout) -> None:
    dataset = read_layout(founding)
    summary = summarise(dataset)
    assert (summary.version, summary.digest) == (dataset.version, dataset.digest)
    assert summary.counts["named graphs"] == len(
        {graph for _, graph in [*founding.files(), *founding.examples()]}
    )
    assert min(summary.counts[kind] for kind in ("sources", "quotes", "claims", "figures")) > 0
