"""Tests shapes against the shapes of SHACL itself, by the same engine as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
from rdflib import Graph

from azru_kg.check.shacl.amended.watch import ShapeFault
from azru_kg.check.shacl.engine import Data, Limits, run
from azru_kg.check.shacl.report_graph import Namer, collect
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.check.shacl.screen.view import View
from azru_kg.check.shacl.shapes import Shapes, read_files
from azru_kg.errors import DataError, DataErrors
from azru_kg.graph.dataset import DataFile

_RULES = Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl"


def check_well_formed(shapes: Shapes) -> None:
    """Raise DataError, or DataErrors, where shapes are against the shapes of SHACL itself."""
    merged = shapes.merge()
    try:
        report = _judge(merged)
    except Exception as error:
        reason = error.reason if isinstance(error, ShapeFault) else str(error) or repr(error)
        raise DataError(shapes.place, f"not well-formed SHACL: {reason}") from error
    namer = Namer(merged)
    # One for each node: that it is of none of the kinds there are follows from what is wrong.
    findings = {finding.focus: finding for finding in reversed(collect(report, namer))}
    errors = [
        shapes.blame(
            finding.focus,
            f"not well-formed SHACL: {namer.name(finding.focus)}: {shapes.explain(finding.message)}"
            f"{f' (path {finding.path})' if finding.path else ''}",
        )
        for finding in reversed(findings.values())
    ]
    if len(errors) > 1:
        raise DataErrors(errors)
    if errors:
        raise errors[0]


def _judge(shapes: Graph) -> Graph:
    triples = Triples()
    triples.add(shapes)
    report, _ = run(Data(View(triples), triples), _read_rules().unite(), Limits(None, None))
    return report


@cache
def _read_rules() -> Shapes:
    return read_files([DataFile(_RULES)])
