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
    "azru-kg quality --write quality.ttl\n\n"
    "Exit codes: 0, done; 2, it could not be measured or written, and stderr says why."
)


def quality(
    write: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write all measurements there, as Turtle."),
    ] = None,
) -> None:
    """Print the measures of the whole dataset."""
    from azru_kg.check.measuring import measure_layout, write_quality
    from azru_kg.cli.checkout import describe
    from azru_kg.graph.layout import built_in

    describe()
    measured = measure_layout(built_in())
    if write is not None:
        output.write_file(write, write_quality(measured))
    output.write_stdout(_tell(measured))


def _tell(measured: Quality) -> str:
    from azru_kg.graph.measures import FINDINGS, METRICS, SPEAKERS
    from azru_kg.graph.readings import READINGS

    read = READINGS if measured.by_part else {}
    speakers = {
        name: (about, f"Speaker: {title[0].lower()}{title[1:]}", text)
        for name, (about, title, text) in SPEAKERS.items()
    }
    metrics = {**METRICS, **speakers, **FINDINGS, **read}
    width = max(len(title) for _, title, _ in metrics.values())
    lines = [
        f"{title:{width}}  {measured.total.get(name, 0):>7,}\n"
        for name, (_, title, _) in metrics.items()
    ]
    return "".join([*lines, f"{'Sources measured':{width}}  {len(measured.by_graph):>7,}\n"])
