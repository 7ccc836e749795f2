"""Files are linted beside the founding documents, where a test names no other graph."""

from __future__ import annotations

import pytest

from azru_kg.graph import layout
from azru_kg.graph.layout import Layout


@pytest.fixture(autouse=True)
def _beside_the_founding_documents(founding: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "built_in", lambda: founding)
