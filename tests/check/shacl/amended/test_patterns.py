from __future__ import annotations

import pytest

from azru_kg.check.shacl.amended.patterns import compile_pattern


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "found"),
    [
        ("^a.c$", "", "a\nc", False),
        ("^a.c$", "s", "a\nc", True),
        ("^b$", "m", "a\nb\nc", True),
        ("^B$", "im", "a\nb\nc", True),
        ("a b", "x", "ab", True),
        ("a[ ]b", "x", "a b", True),
        ("a.c", "q", "abc", False),
        ("a.c", "q", "xa.cx", True),
        ("A.C", "qi", "a.c", True),
        (r"^\p{L}+$", "", "Bakı", True),
        (r"^\p{L}+$", "", "Bakı1", False),
        (r"^\p{Lu}\P{Lu}$", "", "Ab", True),
        (r"^\i\c*$", "", "a-1", True),
        (r"^\i\c*$", "", "1a", False),
        (r"^[a-z-[aeiou]]+$", "", "bcd", True),
        (r"^[a-z-[aeiou]]+$", "", "abc", False),
        (r"^\p{L}+$", "i", "ölçü", True),
        ("^[0-9]+$", "", "12\n", False),
        (r"^[0-9]+\$$", "", "12$", True),
        ("^[$]$", "", "$", True),
        ("^[]$]+$", "", "$]", True),
        (r"^(?=.*\d)\w+$", "", "a_1", True),
        ("", "", "anything", True),
    ],
)
def test_patterns_are_those_of_xpath_and_of_python(
    pattern: str, flags: str, text: str, found: bool
) -> None:
    assert bool(compile_pattern(pattern, flags).search(text)) is found


@pytest.mark.parametrize(
    ("pattern", "flags", "reason"),
    [
        ("[", "", "unterminated"),
        ("a", "z", "'z' is no flag"),
        (r"\p{Nonsense}", "", "bad escape"),
        ("a{99999999999}", "", "too large"),
        ("(" * 5_000 + "a" + ")" * 5_000, "", "."),
    ],
)
def test_what_is_no_pattern_says_why(pattern: str, flags: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        compile_pattern(pattern, flags)
