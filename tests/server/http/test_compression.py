import gzip
import sys
from collections.abc import Callable

import pytest

from azru_kg.errors import NotAcceptable
from azru_kg.server.http.compression import (
    LARGE,
    PLAIN,
    SMALL,
    Coding,
    Codings,
    choose_codings,
    compress,
    open_compressor,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP, ZSTD = Codings("gzip", plain=True), Codings("zstd", plain=True)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, PLAIN),
        ("", PLAIN),
        (" ", PLAIN),
        ("gzip", GZIP),
        ("GZIP", GZIP),
        ("x-gzip", GZIP),
        ("zstd", ZSTD),
        ("gzip, deflate, br, zstd", ZSTD),
        ("gzip, deflate, br", GZIP),
        ("gzip;q=0.9, zstd;q=0.8", GZIP),
        ("*", ZSTD),
        ("*;q=0.1", ZSTD),
        ("zstd;q=0, *", GZIP),
        ("br, deflate", PLAIN),
        ("gzip;q=0", PLAIN),
        ("gzip;q=0, zstd;q=0", PLAIN),
        ("identity", PLAIN),
        ("gzip, identity", GZIP),
        ("gzip;q=0.5, identity", PLAIN),
        ("identity;q=0.5, gzip;q=1", GZIP),
        ("gzip, identity;q=0", Codings("gzip", plain=False)),
        ("gzip, *;q=0", Codings("gzip", plain=False)),
        ("gzip;q=0.1, *;q=0, identity", PLAIN),
        ("identity;q=0, *", Codings("zstd", plain=False)),
        ("nonsense;;q=", PLAIN),
        ("gzip," * 1000, PLAIN),
    ],
)
def test_the_header_decides(header: str | None, expected: Codings) -> None:
    assert choose_codings(header) == expected


@pytest.mark.parametrize("header", ["identity;q=0", "*;q=0", "br, identity;q=0", "gzip;q=0,*;q=0"])
def test_a_client_that_takes_nothing_is_told_what_there_is(header: str) -> None:
    with pytest.raises(NotAcceptable, match="identity, gzip and zstd"):
        choose_codings(header)


def test_only_what_is_worth_it_is_compressed() -> None:
    assert [GZIP.fit(size) for size in (0, SMALL - 1, LARGE + 1)] == ["identity"] * 3
    assert [GZIP.fit(size) for size in (SMALL, LARGE)] == ["gzip"] * 2
    assert PLAIN.fit(SMALL) == "identity"
    assert Codings("zstd", plain=False).fit(1) == "zstd"


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_what_is_compressed_can_be_read_again(coding: Coding) -> None:
    data = "Azərbaycan ".encode() * 10_000
    readers: dict[Coding, Callable[[bytes], bytes]] = {
        "identity": bytes,
        "gzip": gzip.decompress,
        "zstd": zstd.decompress,
    }
    assert readers[coding](compress(data, coding)) == data
    assert readers[coding](compress(b"", coding)) == b""
    compressor = open_compressor(coding)
    parts = [compressor.compress(data[start : start + 999]) for start in range(0, len(data), 999)]
    assert readers[coding](b"".join([*parts, compressor.flush()])) == data
    assert compress(data, coding) == compress(data, coding)
