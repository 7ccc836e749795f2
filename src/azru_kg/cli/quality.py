"""The command `azru-kg quality`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from azru_kg.cli import output

if TYPE_CHECKING:
    from azru_kg.graph.measures import Quality

HELP = (
    "Measure the quality of the graph: claims, how they are borne out, what they leave open,"
    " conflicts, findings of SHACL.\n\n\b\n"
    "azru-kg quality\n"
    "azru-kg quality --write graph/quality.ttl\n"
    "azru-kg quality --check graph/quality.ttl\n\n"
    "Exit codes: 0, done; 1, the file of --check is not what would be written; 2, it could not be"
    " measured or written, and stderr says why."
)


def quality(
    write: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write all measurements there, as Turtle."),
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Say whether a file is what --write would write."),
    ] = None,
) -> None:
    """Print the measures of the whole dataset."""
    from azru_kg.check.measuring import measure_layout, write_quality
    from azru_kg.graph.layout import built_in

    found = measure_layout(built_in())
    if write is not None:
        output.write_file(write, write_quality(found))
    output.write_stdout(_tell(found))
    if check is not None and _read(check) != write_quality(found):
        advice = f"azru-kg quality --write {check}"
        output.write_stdout(f"{check} is not of this graph as it is. Renew it: {advice}\n")
        raise typer.Exit(1)


def _tell(found: Quality) -> str:
    from azru_kg.graph.measures import FINDINGS, METRICS

    metrics = {**METRICS, **FINDINGS}
    width = max(len(title) for _, title, _ in metrics.values())
    lines = [
        f"{title:{width}}  {found.total.get(name, 0):>7,}\n"
        for name, (_, title, _) in metrics.items()
    ]
    return "".join([*lines, f"{'Sources measured':{width}}  {len(found.by_graph):>7,}\n"])


def _read(path: Path) -> str:
    from azru_kg.files import read_bytes

    return read_bytes(path).decode(errors="replace")
