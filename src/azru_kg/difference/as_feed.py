"""Writes a difference as an Atom feed (RFC 4287), an entry a thing."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from azru_kg.difference.comparing import ChangedValue, ReleaseDifference
from azru_kg.difference.in_words import count_kinds, tell_change
from azru_kg.difference.readable import find_names, list_entities, name_side, show_term
from azru_kg.rdf.prefixes import BASE

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WEB = re.compile(r"https?://[!-~]+", re.ASCII)


def write_feed(difference: ReleaseDifference) -> str:
    """Return the feed; its entries are of the day of the newer release, or of now without one."""
    ElementTree.register_namespace("", _ATOM)
    old, new = difference.old, difference.new
    day = new.issued if _DAY.fullmatch(new.issued) else ""
    updated = f"{day}T00:00:00Z" if day else f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", _name(difference))
    _add(feed, "title", f"From {old.version or old.name} to {new.version or new.name}")
    sides = (name_side(side.name, side.version, side.digest) for side in (old, new))
    _add(feed, "subtitle", " → ".join(sides))
    _add(feed, "updated", updated)
    author = _add(feed, "author", "")
    _add(author, "name", "azru-kg")
    _add(author, "uri", BASE)
    names = find_names(difference, list_entities(difference))
    by_thing: defaultdict[bytes, list[ChangedValue]] = defaultdict(list)
    for change in difference.changes:
        by_thing[change.entity].append(change)
    for thing, changes in by_thing.items():
        entry = _add(feed, "entry", "")
        _add(entry, "id", _name(difference, thing))
        called = names.get(thing) or show_term(thing)
        _add(entry, "title", f"{called}: {count_kinds(changes)}")
        _add(entry, "updated", updated)
        address = thing.decode()[1:-1]
        if _WEB.fullmatch(address):
            ElementTree.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=address)
        for reason in dict.fromkeys(change.reason for change in changes):
            ElementTree.SubElement(
                entry, f"{{{_ATOM}}}category", term=reason.name.lower(), label=reason.title
            )
        lines = [
            f"{line}  ({change.reason.title})"
            for change in changes
            for line in tell_change(change, 10_000)
        ]
        _add(entry, "content", "\n".join(lines)).set("type", "text")
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=False) + "\n"


def _add(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text:
        made.text = _NOT_XML.sub("\ufffd", text)
    return made


def _name(difference: ReleaseDifference, thing: bytes = b"") -> str:
    """Return an IRI that stays the same for the same two releases and thing."""
    of = f"{difference.old.digest} {difference.new.digest} {thing.decode()}"
    return uuid5(NAMESPACE_URL, f"{BASE}difference {of}").urn
