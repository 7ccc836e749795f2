"""The settings of the server: one table for the flags, the environment and the documentation.

Each field of `Settings` is an option of `azru-kg serve` and an environment variable; the flag wins.
Ranges are checked where a value is read, what lies in the form of a text is checked here.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, fields, replace
from math import ceil
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_type_hints
from urllib.parse import urlsplit

from azru_kg.errors import BadSetting
from azru_kg.rdf.nearest import find_similar

_MIB = 1024 * 1024
MEMORY = 512 * _MIB
"""How many bytes a query may take where nothing else is said."""
WORKERS = max(2, os.cpu_count() or 2)
"""How many queries of one client are answered at a time where nothing else is said."""

# How alike two names are that stand for the same thing, from 0 to 1.
_LIKE = 0.85
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")

LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["auto", "text", "json"]


@dataclass(frozen=True, slots=True)
class About:
    """What people are told about a setting, and the range that its numbers lie in."""

    help: str
    metavar: str | None = None
    least: float | None = None
    most: float | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs; raises BadSetting where a text has not the form that it needs.

    >>> Settings(public_url="https://example.org/kg").root
    '/kg'
    """

    host: Annotated[str, About("The address to listen on.", "ADDRESS")] = "127.0.0.1"
    port: Annotated[int, About("The port; 0 takes any that is free.", "N", least=0, most=65535)] = (
        8000
    )
    public_url: Annotated[
        str,
        About("The address that users see, where a proxy stands before the server.", "URL"),
    ] = ""
    root_path: Annotated[
        str,
        About(
            "The path that a proxy takes off the addresses it passes on.",
            "PATH",
            default="that of the public URL",
        ),
    ] = ""
    trusted_proxies: Annotated[
        str,
        About(
            "Addresses or networks, with commas, whose X-Forwarded-For and -Proto are believed.",
            "LIST",
        ),
    ] = ""
    engine: Annotated[
        str,
        About("A SPARQL server elsewhere that holds the data and answers queries.", "URL"),
    ] = ""
    workers: Annotated[
        int,
        About(
            "Queries of one client answered at a time; one more is for others.",
            "N",
            least=2,
            default="one a core",
        ),
    ] = WORKERS
    processes: Annotated[
        int,
        About("Processes that speak HTTP, on one port and over the same data.", "N", least=1),
    ] = 1
    timeout: Annotated[float, About("How long a query may take.", "SECONDS", least=0.1)] = 10.0
    memory: Annotated[int, About("How much memory a query may take.", "MIB", least=16)] = (
        MEMORY // _MIB
    )
    queue: Annotated[int, About("Queries that may wait for a worker.", "N", least=0)] = 16
    budget: Annotated[
        float,
        About(
            "Query-seconds that a client may take at a stretch, gaining one a second; 0: no limit.",
            "SECONDS",
            least=0,
        ),
    ] = 120.0
    cache: Annotated[
        int,
        About(
            "How much memory keeps answers and pages, a quarter of it at most a single one.",
            "MIB",
            least=0,
        ),
    ] = 32
    ahead: Annotated[
        bool,
        About(
            "Make what takes long, as the files of a release, before anybody asks: a minute or two"
            " of a core after each start."
        ),
    ] = True
    grace: Annotated[
        int, About("How long running queries may finish after SIGTERM.", "SECONDS", least=0)
    ] = 15
    pid_file: Annotated[
        Path | None,
        About("A file for the process number, which `azru-kg reload` reads.", "FILE"),
    ] = None
    links: Annotated[
        Path | None,
        About("A folder that keeps queries for short links; without one, none are made.", "FOLDER"),
    ] = None
    releases: Annotated[
        Path | None,
        About(
            "A folder of older releases, each in a folder of its version as `azru-kg dump` writes"
            " it, which are served at /release/VERSION/.",
            "FOLDER",
        ),
    ] = None
    log_level: Annotated[LogLevel, About("The least that is logged; info has the requests.")] = (
        "info"
    )
    log_format: Annotated[
        LogFormat, About("How lines are written; auto: text on a terminal, else json.")
    ] = "auto"
    log_queries: Annotated[bool, About("Log the text of queries, and not only a hash of it.")] = (
        False
    )

    def __post_init__(self) -> None:
        _check_url(self.public_url)
        _check_path(self.root_path)
        _check_proxies(self.proxies)
        _check_engine(self.engine)

    @property
    def base(self) -> str:
        """The public URL with a slash at its end, or nothing where there is none."""
        return f"{self.public_url.rstrip('/')}/" if self.public_url else ""

    @property
    def root(self) -> str:
        """The path under which users see the server, without a slash at its end."""
        return self.root_path.rstrip("/") or urlsplit(self.public_url).path.rstrip("/")

    @property
    def memory_bytes(self) -> int:
        """How many bytes a query may take."""
        return self.memory * _MIB

    @property
    def cache_bytes(self) -> int:
        """How many bytes of short answers are kept."""
        return self.cache * _MIB

    def share(self) -> Settings:
        """Return the settings of each of its processes, among which some things are shared out.

        >>> Settings(processes=4, workers=16, queue=18, cache=32).share().queue
        5
        """
        return replace(
            self,
            workers=max(2, ceil(self.workers / self.processes)),
            queue=ceil(self.queue / self.processes),
            cache=ceil(self.cache / self.processes),
        )

    @property
    def proxies(self) -> list[str]:
        """The addresses and networks of trusted proxies."""
        return [part.strip() for part in self.trusted_proxies.split(",") if part.strip()]


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table: a field of `Settings` with its names, its default and what it is."""

    name: str
    kind: Any
    default: Any
    about: About

    @property
    def flag(self) -> str:
        """The option of `azru-kg serve`."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"AZRU_{self.name.upper()}"

    @property
    def shown_default(self) -> str:
        """The default as people read it."""
        if self.about.default is not None:
            return self.about.default
        if self.kind is bool:
            return "on" if self.default else "off"
        return "none" if self.default in ("", None) else f"{self.default}"


def list_settings() -> Iterator[Setting]:
    """Yield the table of settings in the order of its fields."""
    kinds = get_type_hints(Settings, include_extras=True)
    for field in fields(Settings):
        if field.default is MISSING:
            raise TypeError(f"the setting {field.name} has no default")
        kind, about = get_args(kinds[field.name])
        yield Setting(field.name, kind, field.default, about)


def find_mistaken(variables: Iterable[str]) -> list[str]:
    """Return what to say of environment variables that are nearly, but not quite, a setting.

    >>> find_mistaken(["AZRU_WORKER", "AZRU_SOURCES", "PATH"])
    ['AZRU_WORKER is no setting. Did you mean AZRU_WORKERS?']
    """
    known = {setting.variable: setting for setting in list_settings()}
    advice = []
    for name in sorted(set(variables) - set(known)):
        near = find_similar(name.upper(), known, like=_LIKE)
        if name.upper().startswith("AZRU") and near:
            advice.append(f"{name} is no setting. Did you mean {near[0]}?")
    return advice


def _check_url(url: str) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.query or parts.fragment or parts.username or not url.isascii():
        raise _bad("public_url", url, "Write it like https://example.org/kg/")
    if not _PATH.fullmatch(parts.path.rstrip("/")):
        raise _bad("public_url", url, "Its path may hold letters, digits and . _ ~ - only")


def _check_engine(url: str) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if whole and (parts.username is not None or parts.password is not None):
        # The address stands in logs, and so may not be repeated either.
        raise _bad(
            "engine",
            f"{parts.scheme}://…@{parts.hostname}…",
            "Leave user and password out, and set AZRU_ENGINE_USER and AZRU_ENGINE_PASSWORD",
        )
    if not whole or parts.fragment or not url.isascii() or not url.isprintable():
        raise _bad("engine", url, "Write it like http://127.0.0.1:7878/query")


def _check_path(path: str) -> None:
    if not _PATH.fullmatch(path.rstrip("/")):
        raise _bad("root_path", path, "Write it like /kg: letters, digits and . _ ~ -")


def _check_proxies(proxies: list[str]) -> None:
    for proxy in proxies:
        try:
            ipaddress.ip_network(proxy)
        except ValueError as error:
            raise _bad("trusted_proxies", proxy, "Write it like 127.0.0.1 or 10.0.0.0/8") from error


def _bad(name: str, value: str, advice: str) -> BadSetting:
    setting = next(setting for setting in list_settings() if setting.name == name)
    return BadSetting(f"{setting.flag} ({setting.variable}) cannot be {value!r}. {advice}")
