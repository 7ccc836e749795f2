from __future__ import annotations

from pathlib import Path

from benchmarks.records import Records
from benchmarks.table import write_tables


def test_tables_leave_out_classes_and_servers_that_were_not_measured(tmp_path: Path) -> None:
    records = Records(tmp_path / "results.jsonl")
    for peer in ("off", "oxigraph", "fuseki"):
        about = {"size": "74k", "peer": peer, "triples": 74_000, "load": 1.0, "start": 1.0}
        records.add("server", **about, memory=1.0)
    for name in ("star", "join"):
        for peer in ("off", "oxigraph"):
            about = {"size": "74k", "class": name, "peer": peer, "title": name, "seconds": 0.1}
            records.add("answers", **about, digests={"q": "d"}, errors={})
    for peer, rate in (("off", 50.0), ("oxigraph", 100.0)):
        about = {"size": "74k", "class": "star", "peer": peer, "clients": 8, "round": 0}
        told = {"answers": 9, "failed": 0, "median": 1.0, "late": 2.0, "processor": 0.5}
        records.add("slice", **about, **told, rate=rate, memory=1.0)
    lines = write_tables(records).splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("Answers a second"))
    assert lines[start + 2 : start + 6] == [
        "|  | Oxigraph, memory | azru-kg, no cache |",
        "|---|---|---|",
        "| star | 100/s | 0.50× |",
        "",
    ]
