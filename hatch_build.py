"""Makes what a wheel carries and git does not: the metadata and measurements of the graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class MadeFilesHook(BuildHookInterface):
    """Makes `graph/metadata.ttl` and `graph/quality.ttl` where they are not of the graph as it is.

    That takes the program itself, and so what it needs to run.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files before a wheel is put together; an editable one reads the checkout."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from azru_kg.check.made_files import make_quality
        from azru_kg.graph.layout import Layout

        make_quality(Layout(Path(self.root)))
