"""The command line: `azru-kg` and its commands."""

from __future__ import annotations

from azru_kg.cli.commands import app

__all__ = ["app"]
