"""Looks whether a request to the tools comes from a program, and not by way of a foreign page.

A page of another site can lead a name of its own to this machine (DNS rebinding), or send requests
to an address that it guesses. So the Host header has to be a number, `localhost` or the public name
of this server, and an Origin, where a browser sends one, one of this machine or of this server.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from azru_kg.errors import OriginRefused
from azru_kg.server.http.site import Site

_SHOWN = 100


def check_origin(headers: Headers, site: Site) -> None:
    """Return if a request may reach the tools; raise OriginRefused with what to do."""
    public = urlsplit(site.base)
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    host = hosts[0] if len(hosts) == 1 else ""
    if not _names_machine(host, public.hostname):
        raise OriginRefused(
            f"The Host header is {host[:_SHOWN]!r}, which need not be a name of this server. Use"
            " its address in numbers or localhost, or tell the operator to set --public-url"
        )
    for origin in origins:
        if not _is_own(origin, public.scheme, public.netloc):
            raise OriginRefused(
                f"A page of {origin[:_SHOWN]!r} asks for this. Pages of other sites may not"
            )


def _names_machine(host: str, public: str | None) -> bool:
    name = _read_name(f"//{host}")
    return name == "localhost" or _is_number(name) or (bool(public) and name == public)


def _is_own(origin: str, scheme: str, netloc: str) -> bool:
    if netloc and origin.casefold() == f"{scheme}://{netloc}".casefold():
        return True
    name = _read_name(origin) if origin.startswith(("http://", "https://")) else ""
    return name == "localhost" or (_is_number(name) and ipaddress.ip_address(name).is_loopback)


def _read_name(address: str) -> str:
    """Return the host of an address in small letters, or nothing where it has none."""
    try:
        parts = urlsplit(address)
        return "" if parts.username is not None else parts.hostname or ""
    except ValueError:
        return ""


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
