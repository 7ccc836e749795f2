from __future__ import annotations

import re
from dataclasses import replace

from azru_kg.check.finding import Location
from azru_kg.check.paths import STDIN
from azru_kg.check.report.github import to_github
from azru_kg.check.report.outcome import Outcome

COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>[^:]*)::(?P<data>[^\r\n]*)")


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Return a command as the runner reads it: level, properties, message."""
    found = COMMAND.fullmatch(line)
    assert found, line
    pairs = (pair.split("=", 1) for pair in found["properties"].split(","))
    return found["level"], {key: decode(value) for key, value in pairs}, decode(found["data"])


def decode(text: str) -> str:
    signs = {"%3A": ":", "%2C": ",", "%0D": "\r", "%0A": "\n", "%25": "%"}
    return re.sub("%(3A|2C|0D|0A|25)", lambda match: signs[match[0]], text)


def test_each_finding_is_a_command_of_its_severity_at_its_place(outcome: Outcome) -> None:
    *commands, last = to_github(outcome).splitlines()
    read_back = [read(command) for command in commands]
    assert [(level, properties) for level, properties, _ in read_back] == [
        (
            "error",
            {"file": "data/bad file.ttl", "line": "8", "col": "24", "title": "Reported figure"},
        ),
        (
            "warning",
            {"file": "data/bad file.ttl", "line": "8", "col": "38", "title": "Reported figure"},
        ),
        ("notice", {"file": "data/bad file.ttl", "line": "9", "title": "Reported figure"}),
    ]
    assert last == "does not conform: 8 triples, 1 violation, 1 warning, 1 info"


def test_the_message_says_what_is_wrong_and_how_to_fix_it(outcome: Outcome) -> None:
    *_, message = read(to_github(outcome).splitlines()[0])
    assert message == (
        "A figure has a value, an xsd:decimal. (focus <http://example.org/a>,"
        " path <http://example.org/value>) Fix: write 19.0, not 19."
    )


def test_what_would_end_a_command_or_a_property_early_is_escaped(outcome: Outcome) -> None:
    (first, *_) = outcome.verdict.findings
    odd = replace(first, label="50%: a,b\n::error::", message="100%25 of\r\nit", fix="::stop::")
    verdict = replace(outcome.verdict, findings=(odd,))
    line, _ = to_github(replace(outcome, verdict=verdict)).splitlines()
    level, properties, message = read(line)
    assert (level, properties["title"]) == ("error", "50%: a,b\n::error::")
    assert message.startswith("100%25 of\r\nit (")
    assert message.endswith(" Fix: ::stop::")


def test_data_from_stdin_have_no_file(outcome: Outcome) -> None:
    (first, *_) = outcome.verdict.findings
    odd = replace(first, place=Location(STDIN, 3, 1))
    verdict = replace(outcome.verdict, findings=(odd,))
    line, _ = to_github(replace(outcome, verdict=verdict)).splitlines()
    assert read(line)[1] == {"title": "Reported figure"}
