"""The commands `azru-kg diff` and `azru-kg patch`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from azru_kg.cli.output import write_file, write_stdout
from azru_kg.errors import DataError

if TYPE_CHECKING:
    from azru_kg.difference.compared_side import ComparedSide
    from azru_kg.difference.comparing import ReleaseDifference

BUILT_IN = "built-in"
"""What the graph is called that the program carries."""

DIFF_HELP = (
    "Tell what differs between two releases, and why: a new source, a source that is gone, a"
    " correction, another IRI, the model; or “not told”, where the two do not show it.\n\n\b\n"
    "azru-kg diff old/azru-kg-2026.10.0.nq new/\n"
    "azru-kg diff old.nq.gz built-in --format text\n"
    "azru-kg diff old.nq.gz built-in --format html --output changes.html\n"
    "azru-kg diff old.nq.gz built-in --format patch --output changes.rdfp\n\n"
    "A release is a folder that azru-kg dump has written, its .nq (or .nq.gz), a checkout, a folder"
    " with entities/ and sources/, or built-in. A file is held against SHA256SUMS beside it. How"
    " each reason is found: docs/releases-compared.md.\n\n"
    "Formats: summary, by reason and thing; text, every statement; patch, an RDF Patch that azru-kg"
    " patch applies; html, a page that needs nothing else; atom, a feed with an entry a thing.\n\n"
    "Exit codes: 0, no difference; 1, they differ; 2, not compared: stderr says why."
)
PATCH_HELP = (
    "Make a release out of another and a patch of azru-kg diff, as canonical N-Quads. It is written"
    " only where it is, by its digest, the release that the patch was made for.\n\n\b\n"
    "azru-kg patch old.nq.gz changes.rdfp --output new.nq\n\n"
    "Exit codes: 0, done; 2, not done: stderr says why."
)

_Output = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Where it is written, whole or not at all; else to stdout."),
]


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help="The release that was.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The release that is compared to it.")],
    layout: Annotated[
        Literal["summary", "text", "patch", "html", "atom"],
        typer.Option("--format", help="How it is told."),
    ] = "summary",
    output: _Output = None,
) -> None:
    """Print what differs."""
    from azru_kg.cli.terminal import show_progress
    from azru_kg.difference.compared_side import check_place
    from azru_kg.difference.comparing import compare
    from azru_kg.rdf.index import without_collection

    if _is_same(a, b):
        raise DataError(b, "the same file as the first. Name two releases")
    # Before the first is read, which takes a while.
    for name in (a, b):
        if name != BUILT_IN:
            check_place(Path(name))
    with without_collection(), show_progress() as tell:
        tell(f"Reading {a}")
        old = _read(a)
        tell(f"Reading {b}")
        difference = compare(old, _read(b), tell)
        tell("Writing")
        text = _write(difference, layout)
    _put(text, output)
    raise typer.Exit(1 if difference.old.digest != difference.new.digest else 0)


def patch(
    release: Annotated[str, typer.Argument(metavar="A", help="The release it was made from.")],
    changes: Annotated[Path, typer.Argument(metavar="PATCH", help="The patch.")],
    output: _Output = None,
) -> None:
    """Print the release that a patch makes."""
    from azru_kg.difference.rdf_patch import apply_patch

    _put(apply_patch(_read(release), changes).decode(), output)


def _read(name: str) -> ComparedSide:
    from azru_kg.cli.checkout import complete
    from azru_kg.difference.compared_side import make_side, read_side
    from azru_kg.graph.dataset import read_layout

    if name == BUILT_IN:
        return make_side(name, read_layout(complete()).files)
    return read_side(Path(name))


def _write(difference: ReleaseDifference, layout: str) -> str:
    if layout == "patch":
        from azru_kg.difference.rdf_patch import write_patch

        return "".join(write_patch(difference))
    if layout == "html":
        from azru_kg.difference.as_page import write_page

        return "".join(write_page(difference))
    if layout == "atom":
        from azru_kg.difference.as_feed import write_feed

        return write_feed(difference)
    from azru_kg.difference.in_words import tell_difference

    return "".join(f"{line}\n" for line in tell_difference(difference, full=layout == "text"))


def _put(text: str, output: Path | None) -> None:
    if output is None:
        write_stdout(text)
    else:
        write_file(output, text)


def _is_same(a: str, b: str) -> bool:
    first, second = Path(a), Path(b)
    if BUILT_IN in (a, b):
        return a == b
    return first.exists() and second.exists() and first.samefile(second)
