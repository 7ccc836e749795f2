"""What an address asks of a stored query: values, a part of the rows, names in some languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from azru_kg.errors import BadAddress
from azru_kg.graph.parameters import explain_unknown
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.languages.reading import LANGUAGES

LIMIT, OFFSET, TURN = "limit", "offset", "page"
LABELS, EXCEL, FORMAT = "labels", "excel", "format"
"""The parameters that every stored query has."""

ROWS: Final = 100
"""How many rows are on a page."""

_NUMBER = re.compile(r"0|[1-9][0-9]{0,6}", re.ASCII)
_FLAGS: Final = {"1": True, "0": False}
_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A stored query with values for some of its parameters.

    Of the rows those from `offset` on are meant, `limit` of them where it is given. `labels` are
    the languages in which things get a column with their names.
    """

    stored: StoredQuery
    given: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None
    offset: int = 0
    labels: tuple[str, ...] = ()
    excel: bool = False

    def address(self, root: str = "", suffix: str = "") -> str:
        """Return its address on the site, or that of its answer as data."""
        pairs = list(self.given.items())
        if self.limit is not None:
            pairs.append((LIMIT, str(self.limit)))
        if self.offset:
            pairs.append((OFFSET, str(self.offset)))
        if self.labels:
            pairs.append((LABELS, ",".join(self.labels)))
        if self.excel:
            pairs.append((EXCEL, "1"))
        asked = f"?{urlencode(pairs, safe='/:,')}" if pairs else ""
        return f"{root}/query/{self.stored.slug}{f'.{suffix}' if suffix else ''}{asked}"

    def list_turns(self, total: int) -> dict[str, Asked]:
        """Return which parts of the answer lie before and behind, and the first and last of them.

        Where no limit is given there is one part, and nothing to turn to.
        """
        if not self.limit:
            return {}
        end = self.offset + self.limit
        begin = self.offset % self.limit
        turns = {"first": 0, "last": begin + max(total - 1 - begin, 0) // self.limit * self.limit}
        if self.offset:
            turns["prev"] = max(self.offset - self.limit, 0)
        if end < total:
            turns["next"] = end
        return {rel: replace(self, offset=offset) for rel, offset in turns.items()}


def read_asked(stored: StoredQuery, parameters: Iterable[tuple[str, str]]) -> Asked:
    """Return what parameters ask of a query; raise BadAddress where they do not fit.

    What a value of the query's own means is not looked at. An empty parameter counts as none.
    """
    own = [parameter.name for parameter in stored.parameters]
    known = [*own, LIMIT, OFFSET, TURN, LABELS, EXCEL, FORMAT]
    given: dict[str, str] = {}
    for name, value in parameters:
        if name not in known:
            raise BadAddress(explain_unknown(name, known), parameter=name[:_SHOWN])
        if value and name in given and name != FORMAT:
            raise BadAddress(f"The parameter {name} is given twice. Write it once", parameter=name)
        if value:
            given[name] = value
    limit, offset = _read_part(given)
    return Asked(
        stored,
        {name: given[name] for name in own if name in given},
        limit=limit,
        offset=offset,
        labels=_read_languages(given.get(LABELS, "")),
        excel=_read_flag(given, EXCEL),
    )


def _read_part(given: Mapping[str, str]) -> tuple[int | None, int]:
    """Return how many rows are asked for, and how many are left out before them."""
    limit, offset = (_read_number(given, name, "a number of rows: 100") for name in (LIMIT, OFFSET))
    page = _read_number(given, TURN, "the number of a page, from 1")
    if page is None:
        return limit, offset or 0
    if offset is not None:
        raise BadAddress(
            f"{TURN} and {OFFSET} both say where to begin. Leave one of them out", parameter=TURN
        )
    size = ROWS if limit is None else limit
    if not page or not size:
        raise _refuse(TURN, given[TURN], "the number of a page, from 1, of at least one row")
    return size, (page - 1) * size


def _read_number(given: Mapping[str, str], name: str, takes: str) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise _refuse(name, text, takes)
    return int(text)


def _read_languages(text: str) -> tuple[str, ...]:
    tags = tuple(dict.fromkeys(filter(None, text.split(","))))
    if not {*tags} <= {*LANGUAGES}:
        raise _refuse(LABELS, text, f"languages with commas between them: {','.join(LANGUAGES)}")
    return tags


def _read_flag(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "0")
    if text not in _FLAGS:
        raise _refuse(name, text, "1 or 0")
    return _FLAGS[text]


def _refuse(name: str, text: str, takes: str) -> BadAddress:
    return BadAddress(
        f"The parameter {name} cannot be {text[:_SHOWN]!r}. It takes {takes}", parameter=name
    )
