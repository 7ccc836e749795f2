"""Writes a difference as one HTML page with no script and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from azru_kg.difference.comparing import ChangedValue, ReleaseDifference
from azru_kg.difference.in_words import count_kinds
from azru_kg.difference.readable import find_names, list_entities, name_side, show_term

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
code, td { overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-top: 1px solid #8886 }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem }
"""
_WEB = ("http://", "https://")


def write_page(difference: ReleaseDifference) -> Iterator[str]:
    """Yield the page in parts: reasons, the things within each, and what was there and is."""
    old, new = difference.old, difference.new
    title = f"From {old.version or old.name} to {new.version or new.name}"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_write(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_write(title)}</h1>\n<dl>\n"
    )
    for label, side in (("First", old), ("Second", new)):
        told = _write(name_side(side.name, side.version, side.digest))
        yield f"<dt>{label}</dt><dd>{told}</dd>\n"
    yield f"</dl>\n<p>{_write(count_kinds(difference.changes))}</p>\n"
    groups, names = difference.group(), find_names(difference, list_entities(difference))
    if groups:
        yield "<ul>\n"
        for reason, things in groups.items():
            told = count_kinds(change for changes in things.values() for change in changes)
            yield f'<li><a href="#{reason.name}">{_write(reason.title)}</a>: {_write(told)}</li>\n'
        yield "</ul>\n"
    for reason, things in groups.items():
        yield f'<section>\n<h2 id="{reason.name}">{_write(reason.title)}</h2>\n'
        yield f"<p>{_write(reason.meaning)}</p>\n"
        for thing, changes in things.items():
            name = f" {_write(names[thing])}" if thing in names else ""
            yield f"<h3>{_link(thing)}{name}</h3>\n"
            successor = difference.renamed.get(thing)
            if successor:
                yield f"<p>Now {_link(successor)}</p>\n"
            yield (
                '<table>\n<tr><th scope="col">Property</th><th scope="col">Before</th>'
                '<th scope="col">After</th><th scope="col">Graph</th></tr>\n'
            )
            yield from (_write_row(change) for change in changes)
            yield "</table>\n"
        yield "</section>\n"
    yield "</main>\n</body>\n</html>\n"


def _write_row(change: ChangedValue) -> str:
    of = f"{_link(change.subject)} " if change.subject != change.entity else ""
    cells = (
        of + _link(change.predicate),
        "<br>".join(map(_link, change.before)),
        "<br>".join(map(_link, change.after)),
        _link(change.graph) if change.graph else "",
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def _link(term: bytes) -> str:
    text = _write(show_term(term, 10_000))
    address = term.decode()[1:-1]
    if term.startswith(b"<") and address.startswith(_WEB):
        return f'<a href="{_write(address)}">{text}</a>'
    return text


def _write(text: str) -> str:
    return escape(text)
