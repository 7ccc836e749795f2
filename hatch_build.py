"""Makes what a wheel carries and git does not: the metadata and measurements of the graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_LAND = "src/azru_kg/pictures/built/land.json"
_WORKBENCH = "src/azru_kg/server/pages/static/built/workbench.js"


class MadeFilesHook(BuildHookInterface):
    """Makes what the graph says of itself, in `graph/`, where it is not of the graph as it is.

    That takes the program itself, and so what it needs to run. The workbench and the coasts of
    maps are built by npm before (`make release`); a wheel can do without.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files before a wheel is put together; an editable one reads the checkout."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from azru_kg.check.made_files import make_all
        from azru_kg.graph.layout import Layout

        make_all(Layout(Path(self.root)))
        if not Path(self.root, _WORKBENCH).exists():
            self.app.display_warning(
                "The workbench is not built (make workbench): /sparql will have its form alone"
            )
        if not Path(self.root, _LAND).exists():
            self.app.display_warning(
                "The coasts are not built (make land): maps will have points alone"
            )
