"""What the benchmark can be told, and how it is told again."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path

from benchmarks.classes import NAMES
from benchmarks.peers import BARE, BUILT_IN, OTHERS, OWN

HOME = Path(__file__).parents[1]
SIZES = ("74k", "894k", BUILT_IN)
_ABOUT = """Measures the server side by side with others, in one run.

Each server that is here is filled with the same graph and asked the same questions; answers are
compared before anything is timed. Then wrk puts load on one after the other, in slices of some
seconds, so that what else the machine does hits all alike. What is measured is kept line by line:
a run that is broken off goes on where it stopped. At the end the tables are printed.
"""
_EXAMPLES = """examples:
  make peers                                               installs the others, but for Virtuoso
  make bench                                               everything, about 12 minutes
  make bench ARGS="--sizes 74k --peers oxigraph"           two servers, one graph
  make bench ARGS="--sizes 74k --classes star --clients 1 8 64"
  make bench ARGS="--table"                                the table of what was measured so far
"""


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options of a command line; end the program where they are none."""
    parser = argparse.ArgumentParser(
        prog="make bench",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--sizes",
        nargs="+",
        default=SIZES,
        metavar="SIZE",
        help=f"numbers of triples, as 11k or 1.1M, or {BUILT_IN}; default: {' '.join(SIZES)}",
    )
    add(
        "--peers",
        nargs="*",
        choices=[peer.name for peer in OTHERS],
        metavar="NAME",
        default=[peer.name for peer in OTHERS],
        help=f"the others: {', '.join(peer.name for peer in OTHERS)}; all that are here otherwise",
    )
    add(
        "--own",
        nargs="*",
        choices=[peer.name for peer in (*OWN, *BARE)],
        metavar="NAME",
        default=[peer.name for peer in OWN],
        help=f"settings of azru-kg: {', '.join(peer.name for peer in OWN)}; all otherwise. Beside"
        f" them what bounds it: {', '.join(peer.name for peer in BARE)}",
    )
    add(
        "--classes",
        nargs="+",
        choices=NAMES,
        default=[],
        metavar="NAME",
        help=f"kinds of questions: {', '.join(NAMES)}; all otherwise",
    )
    add("--clients", nargs="+", type=int, default=[8], metavar="N", help="default: 8")
    add("--seconds", type=float, default=2, help="of a slice; default: 2")
    add(
        "--warm", type=float, default=1, help="seconds before a slice that do not count; default: 1"
    )
    add("--rounds", type=int, default=1, help="slices of each; their median counts; default: 1")
    add("--apart", action="store_true", help="one server at a time, where memory is short")
    add("--runaway", action="store_true", help="the star also beside a query that does not end")
    add(
        "--bin",
        action="append",
        type=Path,
        default=[],
        metavar="FOLDER",
        help="where programs, and the jar of Fuseki, are looked for before PATH",
    )
    add("--folder", type=Path, default=HOME / "build" / "bench", help="where graphs are kept")
    add(
        "--results",
        type=Path,
        default=HOME / "build" / "bench" / "results.jsonl",
        help="where what is measured is kept",
    )
    add("--fresh", action="store_true", help="forget what was measured before")
    add("--table", action="store_true", help="measure nothing, print the tables")
    add(
        "--into",
        type=_find_page,
        metavar="PAGE",
        help="write the tables into a page, between its marks",
    )
    return parser.parse_args(arguments)


def _find_page(name: str) -> Path:
    """Return a page that is there: to miss it after all has been measured would be a pity."""
    page = Path(name)
    if not page.is_file():
        raise argparse.ArgumentTypeError(f"there is no page {name}")
    return page


def tell_command(arguments: Sequence[str]) -> str:
    """Return the command that measures the same again."""
    arguments = [one for one in arguments if one != "--fresh"]
    return f'make bench ARGS="{shlex.join(arguments)}"' if arguments else "make bench"
