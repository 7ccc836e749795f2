from __future__ import annotations

import pytest
from tests.support.sampling import sample_daily

from azru_kg.rdf.lexical import XSD, is_well_typed, match_form

GOOD = {
    "boolean": ("true", "false", "1", "0"),
    "decimal": ("1", "-1.50", "+.5", "1.", "00"),
    "integer": ("0", "-007", "+1", "9" * 5_000),
    "byte": ("-128", "127"),
    "unsignedLong": ("18446744073709551615", "-0"),
    "negativeInteger": ("-1",),
    "double": ("1e6", "-1.5E-3", "INF", "-INF", "+INF", "NaN", ".5"),
    "date": ("2024-02-29", "0000-01-01", "-0043-03-15", "12024-02-29", "2024-01-01+14:00"),
    "time": ("24:00:00", "24:00:00.000Z", "23:59:59.999"),
    "dateTime": ("2024-12-31T24:00:00", "-0001-01-01T00:00:00Z", "20000-01-01T00:00:00-05:00"),
    "dateTimeStamp": ("2024-12-31T00:00:00Z",),
    "gYear": ("2024", "-0001", "0000", "12024Z"),
    "gYearMonth": ("2024-12",),
    "gMonth": ("--12", "--01Z"),
    "gMonthDay": ("--02-29",),
    "gDay": ("---31",),
    "duration": ("P1Y", "-P1Y2M3DT4H5M6.7S", "PT0S", "P1M", "PT1M"),
    "yearMonthDuration": ("P1Y2M", "-P1M"),
    "dayTimeDuration": ("P1DT1H", "PT1.5S"),
    "hexBinary": ("", "0aF1"),
    "base64Binary": ("", "TWFu", "TQ==", "TWE=", "TW Fu"),
    "language": ("en", "az-Latn-AZ"),
    "token": ("", "a b"),
    "NCName": ("a", "_ə1"),
    "string": ("\n", ""),
    "anyURI": ("", "a b"),
}
BAD = {
    "boolean": ("TRUE", "True", "yes", "", "2"),
    "decimal": ("1e3", "1,5", ".", "", "INF", "1_0", "0x1", " 1"),
    "integer": ("1.0", "1_000", "١", "", "+", "--1", "1 "),
    "byte": ("128", "-129"),
    "unsignedLong": ("18446744073709551616", "-1"),
    "negativeInteger": ("0",),
    "double": ("inf", "nan", "Infinity", "1e", "1e6.0", "0x1p3", "1_0.0"),
    "date": (
        *("2024-02-30", "2023-02-29", "2024-13-01", "2024-1-1", "24-01-01", "20240101"),
        *("2024-01-01T00:00:00", "02024-01-01", "2024-W01-1", "2024-001", "2024-01-01+15:00"),
        *("-0001-02-29", "+2024-01-01", "2024-01-00", "2024/01/01", "2024-01-01 Z"),
    ),
    "time": ("24:00:01", "25:00:00", "12:60:00", "12:00:60", "12:00", "1:00:00", "12:00:00."),
    "dateTime": (
        *("2024-01-01", "2024-01-01 00:00:00", "2024-01-01T25:00:00", "2024-01-01T00:00"),
        *("2024-02-30T00:00:00", "2024-01-01T00:00:00+1", "2024-01-01T00:00:00z"),
    ),
    "dateTimeStamp": ("2024-12-31T00:00:00",),
    "gYear": ("24", "02024", "2024-01", "year"),
    "gYearMonth": ("2024-13", "2024", "2024-1"),
    "gMonth": ("--13", "12", "--1"),
    "gMonthDay": ("--02-30", "02-29", "--04-31"),
    "gDay": ("---32", "31", "---00"),
    "duration": ("P", "PT", "P1", "1Y", "P1YT", "P1.5Y", "PT1.S", "P-1Y", "P1H", "p1y", "P1M1Y"),
    "yearMonthDuration": ("P1D", "P", "P1Y1D"),
    "dayTimeDuration": ("P1Y", "P1DT", "P1M"),
    "hexBinary": ("0", "0g"),
    "base64Binary": ("TWF", "TR==", "=", "T==="),
    "language": ("", "en_US", "abcdefghi"),
    "token": (" a", "a  b", "a\n"),
    "NCName": ("1a", "a:b", ""),
}


@pytest.mark.parametrize(
    ("name", "text"), sample_daily([(name, text) for name in GOOD for text in GOOD[name]], 4)
)
def test_what_xsd_allows_is_well_typed(name: str, text: str) -> None:
    assert is_well_typed(text, XSD + name) is True


@pytest.mark.parametrize(
    ("name", "text"), sample_daily([(name, text) for name in BAD for text in BAD[name]], 4)
)
def test_what_xsd_does_not_allow_is_ill_typed(name: str, text: str) -> None:
    assert is_well_typed(text, XSD + name) is False


@pytest.mark.parametrize("datatype", ["http://example.org/own", f"{XSD}nothing", f"{XSD}QName"])
def test_nothing_is_said_of_datatypes_that_are_not_known(datatype: str) -> None:
    assert is_well_typed("a", datatype) is None


def test_the_parts_of_a_date_have_names() -> None:
    match = match_form("-0043-03-15Z", f"{XSD}date")
    assert match is not None
    assert match.groupdict() == {"year": "-0043", "month": "03", "day": "15", "zone": "Z"}
    assert match_form("2024-02-30", f"{XSD}date") is None
