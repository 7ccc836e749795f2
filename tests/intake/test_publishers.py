"""The table of publishers names each one once and means one thing by each name."""

import csv
import re
from collections import Counter
from pathlib import Path

TABLE = Path(__file__).parents[2] / "sheets" / "terms" / "publishers.csv"
COLUMNS = ["raw", "publisher_id", "label_en", "country", "kind", "relayed_from", "remark"]
KINDS = {
    "official",
    "news-agency",
    "news-site",
    "newspaper",
    "broadcaster",
    "think-tank",
    "law-database",
    "company",
    "other",
}
# The ISO 3166-1 codes that occur; a further one is added here with its first publisher.
COUNTRIES = {
    *("AM", "AR", "AT", "AZ", "BE", "BG", "BR", "BY", "CN", "CU", "CZ", "DE", "DZ"),
    *("EE", "EG", "ES", "FR", "GB", "GE", "GR", "HR", "HU", "IL", "IN", "IQ", "IR"),
    *("IT", "JP", "KG", "KZ", "LB", "LV", "MA", "MX", "MY", "NL", "NO", "NZ", "PH"),
    *("PK", "PL", "QA", "RO", "RS", "RU", "SI", "TJ", "TM", "TR", "UA", "US", "UZ"),
    *("VN", "ZA"),
}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def list_relayed(row: dict[str, str]) -> list[str]:
    return row["relayed_from"].split(";") if row["relayed_from"] else []


def test_the_table_has_its_columns_and_every_row_fills_them() -> None:
    rows = read_rows()
    assert len(rows) >= 360
    assert all(list(row) == COLUMNS and None not in row.values() for row in rows)


def test_no_cell_has_stray_space() -> None:
    cells = [cell for row in read_rows() for cell in row.values()]
    assert [cell for cell in cells if cell != " ".join(cell.split())] == []


def test_every_publisher_string_stands_once() -> None:
    strings = Counter(row["raw"] for row in read_rows() if row["raw"])
    assert [raw for raw, times in strings.items() if times > 1] == []


def test_every_id_is_a_slug() -> None:
    assert [row for row in read_rows() if not SLUG.fullmatch(row["publisher_id"])] == []


def test_kinds_and_countries_are_known_or_left_open() -> None:
    rows = read_rows()
    assert {row["kind"] for row in rows} - {""} == KINDS
    assert {row["country"] for row in rows} - {""} == COUNTRIES


def test_one_id_means_one_label_country_and_kind() -> None:
    rows = read_rows()
    meant = {(row["publisher_id"], row["label_en"], row["country"], row["kind"]) for row in rows}
    assert len(meant) == len({row["publisher_id"] for row in rows})


def test_one_label_means_one_id() -> None:
    pairs = {(row["label_en"].casefold(), row["publisher_id"]) for row in read_rows()}
    assert all(label for label, _ in pairs)
    assert len(pairs) == len({label for label, _ in pairs})


def test_what_is_relayed_comes_from_another_publisher_of_the_table() -> None:
    rows = read_rows()
    known = {row["publisher_id"] for row in rows}
    relays = [(row["publisher_id"], other) for row in rows for other in list_relayed(row)]
    assert len(relays) > 80
    assert [pair for pair in relays if pair[1] not in known or pair[0] == pair[1]] == []


def test_a_row_without_a_string_is_there_because_it_is_relayed() -> None:
    rows = read_rows()
    relayed = {other for row in rows for other in list_relayed(row)}
    named = {row["publisher_id"] for row in rows if row["raw"]}
    bare = {row["publisher_id"] for row in rows if not row["raw"]}
    assert bare <= relayed - named
