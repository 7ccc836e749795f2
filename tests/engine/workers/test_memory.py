import subprocess
import sys

import pytest

MEBIBYTE = 1024 * 1024
# What a worker does that takes memory, and what it then says of itself.
SCRIPT = f"""
import os
import resource
from azru_kg.engine.workers.memory import Growth

statm = os.open('/proc/self/statm', os.O_RDONLY)
limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
growth = Growth({16 * MEBIBYTE})
resource.setrlimit(resource.RLIMIT_NOFILE, (0, limit))
{{work}}
print(growth.is_too_much())
"""
KEPT = f"kept = bytearray({64 * MEBIBYTE})"


def judge(work: str) -> str:
    """Return whether a process that has done some work has grown too much, as it says itself."""
    command = [sys.executable, "-c", SCRIPT.format(work=work)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize(
    ("work", "too_much"),
    [
        ("", "False"),
        (KEPT, "True"),
        (f"{KEPT}; del kept", "False"),
        ("kept = [bytes(2000) for _ in range(40_000)]", "True"),
        ("kept = [bytes(2000) for _ in range(40_000)]; del kept", "False"),
        ("kept = [bytearray(4_000_000) for _ in range(3)]", "False"),
    ],
)
def test_only_what_is_kept_counts(work: str, too_much: str) -> None:
    assert judge(work) == too_much


def test_what_was_looked_at_once_is_looked_at_again_when_there_is_more_of_it() -> None:
    more = "kept.append(bytearray(4_000_000)); print(growth.is_too_much())\n"
    assert judge("kept = []\n" + 6 * more).split() == [*["False"] * 4, *["True"] * 3]


def test_what_is_free_between_what_is_kept_is_given_back_though_its_addresses_count() -> None:
    work = f"""
def read_resident():
    return int(os.pread(statm, 99, 0).split()[1]) * resource.getpagesize()

kept = [bytes(2000) for _ in range(40_000)]
kept = kept[::40]
before = read_resident()
print(growth.is_too_much(), before - read_resident() > {32 * MEBIBYTE})"""
    assert judge(work).split() == ["True"] * 3
