from __future__ import annotations

import pytest

from azru_kg.media import HTML, N_TRIPLES, TURTLE, Format
from azru_kg.server.documents import split_suffix


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AZ.ttl", ("AZ", TURTLE)),
        ("AZ.html", ("AZ", HTML)),
        ("0.1.0", ("0.1.0", None)),
        ("0.1.0.nt", ("0.1.0", N_TRIPLES)),
        (".ttl", (".ttl", None)),
        ("AZ.trig", ("AZ.trig", None)),
    ],
)
def test_a_suffix_is_one_of_a_format_or_none(
    name: str, expected: tuple[str, Format | None]
) -> None:
    stem, offer = split_suffix(name)
    assert (stem, offer.format if offer else None) == expected
