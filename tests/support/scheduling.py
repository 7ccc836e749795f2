"""Gives the tests that share what takes long to make to one worker of pytest-xdist.

All others go file by file to the worker that is free, and what takes longest goes first: else one
worker would end the run alone.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

TOGETHER = (
    # The whole graph: read, loaded and served once.
    (
        "tests/corpus/",
        "tests/docs/test_http.py",
        "tests/docs/test_provenance_of_answers.py",
        "tests/graph/test_parameters.py",
        "tests/graph/test_queries_as_data.py",
        "tests/intake/test_corpus.py",
        "tests/ontology/",
        "tests/server/documents/test_quality.py",
        "tests/server/documents/test_self_description_doc.py",
        "tests/server/lists/",
        "tests/server/pictures/test_whole_graph.py",
        "tests/server/test_built_in.py",
        "tests/server/vocabulary/test_guide.py",
        "tests/shapes/",
        "tests/tables/",
        "tests/test_queries.py",
    ),
    # The site of the whole graph, with the files of its release, which are made once.
    (
        "tests/crawl/test_whole_crawl.py",
        "tests/browser/test_languages.py",
        "tests/browser/test_page_kinds.py",
    ),
    # All rows of the sheets.
    ("tests/intake/convert/",),
)
"""The beginnings of the names of such tests, a group each."""

FIRST = ("tests/crawl/",)
"""The beginnings of the names of groups and files that take minutes."""


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out groups of tests, and where a test is of none, files."""

    def _split_scope(self, nodeid: str) -> str:
        for group in TOGETHER:
            if nodeid.startswith(group):
                return group[0]
        return nodeid.partition("::")[0]

    def _assign_work_unit(self, node: WorkerController) -> None:
        early = next((scope for scope in self.workqueue if scope.startswith(FIRST)), None)
        if early:
            self.workqueue.move_to_end(early, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Take the place of what `--dist` names."""
    return Scheduling(config, log)
