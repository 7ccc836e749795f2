"""The command `azru-kg mcp`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

HELP = (
    "Answer an agent over standard input and output, by the Model Context Protocol: the tools of"
    " /mcp, read-only, with the same guard and limits as the server.\n\n\b\n"
    "pip install 'azru-kg[mcp]'\nazru-kg mcp\nazru-kg mcp --timeout 30 --data a.ttl\n\n"
    "An agent starts it by itself: give it this command. Where a server runs already, give it the"
    " address http://127.0.0.1:8000/mcp instead. Nothing listens; the log goes to stderr.\n\n"
    "Exit codes: 0, standard input has ended; 2, not done: stderr says why and what to do."
)
SETTINGS = ("timeout", "memory", "workers", "budget", "log_level", "log_format")
"""The settings of the server that it has, too."""


def mcp(
    data: Annotated[
        list[Path] | None,
        typer.Option(
            "--data",
            metavar="PATH",
            help="An RDF file, or a folder of them, instead of the built-in graph. Repeatable.",
        ),
    ] = None,
    **settings: Any,
) -> None:
    """Answer until standard input ends."""
    from azru_kg.cli.checkout import complete
    from azru_kg.graph import stored_queries
    from azru_kg.graph.dataset import read_files, read_layout
    from azru_kg.graph.layout import built_in
    from azru_kg.server.agents.mcp_endpoint import require_sdk
    from azru_kg.server.agents.stdio import serve_stdio
    from azru_kg.settings import Settings

    require_sdk()
    dataset = read_files(data) if data else read_layout(complete())
    queries = [] if data else stored_queries.load(built_in().queries)
    serve_stdio(dataset, queries, Settings(**settings))
