"""A server of a folder with data and queries: folder and settings, as JSON, are its arguments."""

import json
import sys
from pathlib import Path
from typing import Any

from azru_kg.errors import AzruError
from azru_kg.graph import dataset, stored_queries
from azru_kg.server.releases.release import Content
from azru_kg.server.serve import serve
from azru_kg.settings import Settings

SCRIPT = Path(__file__)
_DEADLINE = 1.0


def write_arguments(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    workers: int = 2,
    seconds: float = _DEADLINE,
    **settings: object,
) -> list[str]:
    """Return the arguments of a small server.

    It logs no requests, and makes nothing before it is asked for, where it is not told to.
    """
    limits = {
        "workers": workers,
        "timeout": seconds,
        "memory": 1024,
        "queue": 4,
        "budget": 1000.0,
        "ahead": False,
    }
    options = {"host": host, "port": port, **limits, "log_level": "warning", **settings}
    return [str(folder), json.dumps(options)]


def main(folder: Path, options: dict[str, Any]) -> None:
    """Serve until it is told to end."""

    def read() -> Content:
        data = dataset.read_files([folder / "data"])
        return Content(data, stored_queries.load(folder / "queries"))

    try:
        pid_file = options.pop("pid_file", None)
        links = options.pop("links", None)
        settings = Settings(
            pid_file=pid_file and Path(pid_file), links=links and Path(links), **options
        )
        serve(read, settings)
    except AzruError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
