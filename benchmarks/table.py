"""Writes what was measured as tables in Markdown: ratios first, then what they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks.comparison import BASELINE, find_common, find_right
from benchmarks.peers import BARE, OTHERS, OWN
from benchmarks.records import Record, Records

T = TypeVar("T")

_START, _END = "<!-- measured -->", "<!-- / -->"
_NOTHING = "–"
_ORDER = [peer.name for peer in (*OTHERS, *OWN, *BARE)]
_TITLES = {peer.name: peer.title for peer in (*OTHERS, *OWN, *BARE)}


def write_tables(records: Records) -> str:
    """Return all tables, each with the size and the number of clients that it is of."""
    groups = _unique((one["size"], one["clients"]) for one in records.list("slice"))
    parts = [_write_head(records)]
    for size, clients in groups:
        for write in (_write_ratios, _write_times, _write_processor):
            parts.append(write(records, size, clients))
    parts += [_write_notes(records), _write_servers(records), _write_runaways(records)]
    parts.append(_write_growth(records))
    return "\n\n".join(part for part in parts if part)


def write_into(page: Path, tables: str, name: str = "measured") -> None:
    """Write tables into a page, between the marks of that name."""
    mark = f"<!-- {name} -->"
    before, start, rest = page.read_text(encoding="utf-8").partition(mark)
    _, end, after = rest.partition(_END)
    if not end:
        raise ValueError(f"{page} has no lines {mark} and {_END}, between which tables stand")
    page.write_text(f"{before}{start}\n{tables}\n{end}{after}", encoding="utf-8")


def _write_head(records: Records) -> str:
    runs = list(records.list("run"))
    if not runs:
        return "Nothing was measured yet."
    last = runs[-1]
    versions = _unique(one["version"] for one in records.list("server") if "version" in one)
    commands = _unique(one["command"] for one in runs)
    return "\n".join(
        [
            f"Measured {runs[0]['date']} to {last['date']}, {last['cores']} cores"
            f" ({last['processor']}), {last['memory']} GiB. {', '.join(versions)}.",
            "",
            "```sh",
            *commands,
            "```",
        ]
    )


def _write_ratios(records: Records, size: str, clients: int) -> str:
    """Return how many answers each server gives a second, told in those of the baseline."""
    peers = _list_peers(records, size)
    rates = _collect(records, size, clients, "rate")
    base = BASELINE if BASELINE in peers else peers[0]
    rows = []
    for name, title in _list_classes(records, size):
        unit = rates.get((name, base))
        cells = [
            _tell_ratio(rates.get((name, peer)), unit) if peer != base else _tell_rate(unit)
            for peer in peers
        ]
        rows.append([title, *cells])
    titles = [_TITLES[peer] for peer in peers]
    return "\n".join(
        [
            f"Answers a second, × those of {_TITLES[base]}: {_tell_size(records, size)},"
            f" {_tell_clients(clients)}",
            "",
            *_write_table(["", *titles], rows),
        ]
    )


def _write_times(records: Records, size: str, clients: int) -> str:
    peers = _list_peers(records, size)
    medians = _collect(records, size, clients, "median")
    lates = _collect(records, size, clients, "late")
    rows = [
        [title, *(_tell_times(medians.get((name, p)), lates.get((name, p))) for p in peers)]
        for name, title in _list_classes(records, size)
    ]
    return "\n".join(
        [
            f"Milliseconds to an answer, half and 99 of 100: {_tell_size(records, size)},"
            f" {_tell_clients(clients)}",
            "",
            *_write_table(["", *(_TITLES[peer] for peer in peers)], rows),
        ]
    )


def _write_processor(records: Records, size: str, clients: int) -> str:
    peers = _list_peers(records, size)
    spent = _collect(records, size, clients, "processor")
    rows = [
        [title, *(_tell_time(spent.get((name, peer))) for peer in peers)]
        for name, title in _list_classes(records, size)
    ]
    return "\n".join(
        [
            f"Milliseconds of a core for an answer: {_tell_size(records, size)},"
            f" {_tell_clients(clients)}",
            "",
            *_write_table(["", *(_TITLES[peer] for peer in peers)], rows),
        ]
    )


def _write_notes(records: Records) -> str:
    """Return which answers were other ones than those of the baseline, or none."""
    lines = []
    for size in _unique(one["size"] for one in records.list("answers")):
        for name, title in _list_classes(records, size):
            right = find_right(records, size, name)
            common = find_common(right)
            for record in records.list("answers", size=size, **{"class": name}):
                said = _tell_wrong(record, right[record["peer"]], common)
                if said:
                    lines.append(f"- {size}, {title}: {_TITLES[record['peer']]} {said}")
    for one in records.list("slice", answers=0):
        title = dict(_list_classes(records, one["size"]))[one["class"]]
        clients = _tell_clients(one["clients"])
        lines.append(f"- {one['size']}, {title}, {clients}: {_TITLES[one['peer']]} gave no answer")
    return "\n".join(["Not timed, or not on all:", "", *lines]) if lines else ""


def _tell_wrong(record: Record, right: set[str], common: set[str]) -> str:
    errors, other = record["errors"], sorted(set(record["digests"]) - right)
    if not errors and not other:
        return ""
    if len(errors) + len(record["digests"]) == 1:
        return _shorten(*errors.values()) if errors else "has another answer"
    said = []
    if other:
        said.append(f"answers otherwise: {_tell_some(other)}")
    if errors:
        said.append(f"fails: {_tell_some(errors)} ({_shorten(next(iter(errors.values())))})")
    return f"{'; '.join(said)}. Timed are the {len(common)} that all answer alike"


def _write_servers(records: Records) -> str:
    rows = []
    last = {(one["size"], one["peer"]): one for one in records.list("server")}
    for (size, peer), one in last.items():
        if "error" in one:
            rows.append([size, _TITLES[peer], _shorten(one["error"]), "", "", ""])
            continue
        slices = records.list("slice", size=size, peer=peer)
        most = max([one["memory"], *(slice_["memory"] for slice_ in slices)])
        seconds = (f"{one['load']:.1f}", f"{one['start']:.1f}")
        rows.append([size, _TITLES[peer], *seconds, f"{one['memory']:,.0f}", f"{most:,.0f}"])
    head = ["graph", "server", "file to answer, s", "start to answer, s", "MiB", "most MiB"]
    return "\n".join(["What the servers take:", "", *_write_table(head, rows)]) if rows else ""


def _write_runaways(records: Records) -> str:
    rows = [
        [
            one["size"],
            str(one["clients"]),
            _TITLES[one["peer"]],
            f"{one['alone']['late']:,.1f}",
            *_tell_beside(one),
        ]
        for one in records.list("runaway")
    ]
    head = ["graph", "clients", "server", "alone, ms", "beside, ms", "ratio"]
    title = "99 of 100 answers to the star, alone and beside a query that does not end:"
    return "\n".join([title, "", *_write_table(head, rows)]) if rows else ""


def _tell_beside(record: Record) -> tuple[str, str]:
    alone, beside = record["alone"], record["beside"]
    if not beside["answers"]:
        return "no answer", "–"
    return f"{beside['late']:,.1f}", _tell_ratio(beside["late"], alone["late"])


def _write_growth(records: Records) -> str:
    """Return how the median of one client grows with the graph, where there are three sizes."""
    last = {
        one["size"]: one["triples"]
        for one in records.list("server")
        if next(records.list("slice", size=one["size"], clients=1), None)
    }
    sizes = sorted(last, key=lambda size: int(last[size]))
    if len(sizes) < 3:
        return ""
    rows = []
    names = _unique(pair for size in sizes for pair in _list_classes(records, size))
    for peer in [*(peer.name for peer in OWN), BASELINE]:
        for name, title in names:
            times = [_collect(records, size, 1, "median").get((name, peer)) for size in sizes]
            if any(times):
                rows.append([_TITLES[peer], title, *map(_tell_time, times)])
    head = ["server", "question", *(f"{last[size]:,}" for size in sizes)]
    title = "Milliseconds to half of the answers, one client, by number of triples:"
    return "\n".join([title, "", *_write_table(head, rows)])


def _list_peers(records: Records, size: str) -> list[str]:
    there = {one["peer"] for one in records.list("server", size=size)}
    return [name for name in _ORDER if name in there]


def _list_classes(records: Records, size: str) -> list[tuple[str, str]]:
    return _unique((one["class"], one["title"]) for one in records.list("answers", size=size))


def _collect(
    records: Records, size: str, clients: int, member: str
) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], list[float]] = {}
    for one in records.list("slice", size=size, clients=clients):
        if one["answers"] > one["failed"]:
            found.setdefault((one["class"], one["peer"]), []).append(one[member])
    return {key: median(values) for key, values in found.items()}


def _write_table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    """Yield the lines of a table without the rows and columns in which nothing was measured."""
    rows = [row for row in rows if any(cell != _NOTHING for cell in row[1:])]
    columns = [
        number
        for number in range(len(head))
        if number == 0 or any(row[number] != _NOTHING for row in rows)
    ]
    for row in (head, *rows):
        yield f"| {' | '.join(row[number] for number in columns)} |"
        if row is head:
            yield f"|{'---|' * len(columns)}"


def _tell_ratio(value: float | None, unit: float | None) -> str:
    if value is None or not unit:
        return _tell_rate(value)
    ratio = value / unit
    return f"{ratio:.2f}×" if ratio < 10 else f"{ratio:,.0f}×"


def _tell_rate(rate: float | None) -> str:
    if rate is None:
        return _NOTHING
    return f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.2f}/s"


def _tell_times(half: float | None, late: float | None) -> str:
    return _NOTHING if half is None else f"{_tell_time(half)} / {_tell_time(late)}"


def _tell_time(time: float | None) -> str:
    if time is None:
        return _NOTHING
    return f"{time:,.0f}" if time >= 100 else f"{time:.3g}"


def _tell_size(records: Records, size: str) -> str:
    one = records.find("server", size=size)
    return f"{size} ({one['triples']:,} lines)" if one else size


def _tell_clients(clients: int) -> str:
    return "one client" if clients == 1 else f"{clients} clients"


def _tell_some(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:3]) + (f" and {len(every) - 3} more" if len(every) > 3 else "")


def _shorten(text: str) -> str:
    line = " ".join(text.split()).replace("|", "¦")
    return line if len(line) <= 120 else f"{line[:119]}…"


def _unique(items: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(items))
