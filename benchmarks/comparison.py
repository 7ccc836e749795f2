"""Compares what the servers answer, before anything is timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from benchmarks.answers import WrongAnswer, find_path, take_answer
from benchmarks.classes import Class
from benchmarks.peers import OTHERS
from benchmarks.records import Record, Records
from benchmarks.servers import Server

BASELINE = OTHERS[0].name
"""The server whose answers and figures are the measure of others."""
ENOUGH = 0.8
"""The part of many questions that a server must answer right to be timed at all."""
_PATIENCE = 120.0


def compare(
    size: str, servers: Sequence[Server], one: Class, records: Records, say: Callable[[str], None]
) -> None:
    """Take the answers of all servers to a class, those that were taken before left out."""
    judge = next((each for each in servers if each.peer.name == BASELINE), servers[0])
    for server in servers:
        about = {"size": size, "class": one.name, "peer": server.peer.name}
        known = records.find("answers", **about)
        if not known and find_path(server, one.questions[0]):
            say(f"{size}: {one.name}: answers of {server.peer.title}")
            records.add("answers", **about, title=one.title, **_take(server, one, judge))


def _take(server: Server, one: Class, judge: Server) -> Record:
    """Return what a server answers to each question, or how it fails, and the seconds of each."""
    digests: dict[str, str] = {}
    errors: dict[str, str] = {}
    seconds, end = 0.0, time.monotonic() + _PATIENCE
    for question in one.questions:
        path = find_path(server, question)
        if path is None or time.monotonic() > end or len(errors) > len(one.questions) / 2:
            errors["others"] = f"not asked after {len(digests) + len(errors)} questions"
            break
        try:
            answer = take_answer(server, question, path, judge)
        except WrongAnswer as error:
            errors[question.name] = str(error)
        else:
            digests[question.name] = answer.digest
            seconds += answer.seconds
    return {"seconds": seconds / max(1, len(digests)), "digests": digests, "errors": errors}


def find_right(records: Records, size: str, name: str) -> dict[str, set[str]]:
    """Return the questions of a class that each server answers as the baseline does.

    Where there is no baseline, or it has no answer, the first server that has one is the measure.
    """
    answers = list(records.list("answers", size=size, **{"class": name}))
    answers.sort(key=lambda record: record["peer"] != BASELINE)
    right: dict[str, str] = {}
    for record in answers:
        right = record["digests"] | right
    return {
        record["peer"]: {q for q, digest in record["digests"].items() if right[q] == digest}
        for record in answers
    }


def find_common(right: dict[str, set[str]]) -> set[str]:
    """Return the questions that all servers answer alike, but for those that answer few."""
    most = max(map(len, right.values()), default=0)
    able = [questions for questions in right.values() if len(questions) >= ENOUGH * most > 0]
    return set.intersection(*able) if able else set()
