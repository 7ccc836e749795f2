"""Runs the command line with `python -m azru_kg`."""

from azru_kg.cli import app

if __name__ == "__main__":
    app()
