"""What only a terminal gets: colours, and word of how far long work is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from azru_kg.check.report.outcome import Outcome
from azru_kg.check.report.text import Role, sort_by_place, split_line, summarise

_STYLES: dict[Role, str] = {
    "place": "bold",
    "violation": "bold red",
    "warning": "bold yellow",
    "info": "bold blue",
    "about": "dim",
    "fix": "green",
    "text": "",
}


def is_coloured() -> bool:
    """Whether standard output shows colours: a terminal, and no NO_COLOR."""
    console = Console()
    return console.is_terminal and not console.no_color and console.color_system is not None


def print_coloured(outcome: Outcome) -> None:
    """Print findings and a line of sums to a terminal, in colours."""
    console = Console(soft_wrap=True, highlight=False)
    for finding in [*sort_by_place(outcome.verdict.notices), *outcome.findings]:
        parts = [(text, _STYLES[role]) for role, text in split_line(finding)]
        console.print(Text.assemble(*parts))
    style = "bold green" if outcome.passes else "bold red"
    console.print(Text(summarise(outcome.verdict, omitted=outcome.omitted), style=style))


@contextmanager
def show_progress() -> Iterator[Callable[[str], None]]:
    """Yield a function that shows on standard error what is being done, if that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda stage: None
        return
    with console.status("Reading") as status:
        yield lambda stage: status.update(stage)
