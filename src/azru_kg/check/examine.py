"""Validates and says where and how to fix: all that `azru-kg validate` does before it prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from azru_kg.check.advice.fixes import add_fixes
from azru_kg.check.changes import list_changed
from azru_kg.check.finding import Finding, Location, Severity
from azru_kg.check.lint.merge import add_findings
from azru_kg.check.lint.run import check
from azru_kg.check.locate import locate
from azru_kg.check.paths import find_root, relate
from azru_kg.check.report.outcome import Outcome
from azru_kg.check.report.text import sort_by_place
from azru_kg.check.shacl.engine import Limits
from azru_kg.check.shacl.judge import DEFAULT_LIMITS, Engine, Progress, Verdict, check_loaded
from azru_kg.check.shacl.loaded import Loaded
from azru_kg.check.syntax_errors import find_errors
from azru_kg.errors import AzruError, DataError, DataErrors
from azru_kg.graph.inputs import Inputs, find_inputs
from azru_kg.graph.layout import Layout, built_in


def examine(
    paths: Sequence[Path] = (),
    *,
    shapes: Sequence[Path] = (),
    fail_on: Severity = "violation",
    changed_since: str | None = None,
    engine: Engine = "screened",
    lint: bool | None = None,
    strict: bool = False,
    meta: bool = True,
    limits: Limits = DEFAULT_LIMITS,
    background: Sequence[Path] = (),
    progress: Progress = lambda stage: None,
) -> Outcome:
    """Return what came of validating files or folders, or else the built-in graph.

    With `changed_since` all is judged, but findings in files that have not changed since that
    revision are left out; those without a file are kept. Lint looks at what is this project's, in
    its files or by its shapes, unless `lint` says otherwise. Where it is `strict`, shapes of which
    something is not judged are refused; without `meta`, shapes of others are not tested against
    those of SHACL. Files of a `background` are there so that classes and references resolve.
    `progress` is told what comes next. Raises DataError where a file is missing or broken,
    DataErrors where more than one thing is wrong with the files, DeadlinePassed where the files
    could not be read in time, AzruError where git cannot tell.
    """
    changed = None if changed_since is None else list_changed(changed_since)
    home = built_in()
    inputs = find_inputs(paths, shapes, home, background)
    if changed_since is not None:
        _check_checkout(inputs, changed_since)
    progress("Judging the data")
    loaded = Loaded(inputs)
    verdict = _judge(loaded, engine, limits, progress, meta=meta)
    if verdict.notices:
        verdict = replace(verdict, notices=_place_notices(verdict, loaded))
    if strict and verdict.notices:
        raise _refuse(verdict.notices)
    if _is_ours(inputs, home) if lint is None else lint:
        progress("Linting")
        judged = inputs.judged if paths else home
        verdict = add_findings(verdict, check(judged, read=loaded.list_statements))
    if verdict.findings:
        progress("Looking for places and fixes")
        verdict = _add_places(verdict, loaded)
        verdict = _add_fixes(verdict, loaded)
    kept = [finding for finding in verdict.findings if changed is None or _is_in(finding, changed)]
    return Outcome(
        replace(verdict, findings=tuple(kept)),
        tuple(file.path for file in inputs.judged),
        fail_on,
        omitted=len(verdict.findings) - len(kept),
    )


def _is_ours(inputs: Inputs, home: Layout) -> bool:
    """Tell whether the shapes are those of this project, or one of the judged files is its own."""
    folders = {folder.resolve() for folder in {path.parent for path, _ in home.files()}}
    return not inputs.foreign or any(
        file.path.resolve().parent in folders for file in inputs.judged
    )


def _judge(
    loaded: Loaded, engine: Engine, limits: Limits, progress: Progress, *, meta: bool
) -> Verdict:
    """Return the verdict, or raise an error for all that is wrong with the files."""
    try:
        return check_loaded(loaded, engine=engine, limits=limits, meta=meta, progress=progress)
    except DataError as error:
        inputs = loaded.inputs
        files = (*inputs.judged, *inputs.beside, *inputs.shapes)
        errors = [each for file in files for each in find_errors(file)]
        if not errors:
            raise
        raise (errors[0] if len(errors) == 1 else DataErrors(errors)) from error


def _place_notices(verdict: Verdict, loaded: Loaded) -> tuple[Finding, ...]:
    places = locate(verdict.notices, loaded.shapes.files)
    return tuple(
        replace(notice, place=place) for notice, place in zip(verdict.notices, places, strict=True)
    )


def _refuse(notices: Sequence[Finding]) -> DataErrors:
    """Return the error for shapes of which something is not judged, where that is not allowed."""
    errors = []
    for notice in sort_by_place(notices):
        place = notice.place or Location(notice.label)
        reason = f"{notice.label}: {notice.message}"
        errors.append(DataError(place.path, reason, line=place.line, column=place.column))
    return DataErrors(errors)


def _add_fixes(verdict: Verdict, loaded: Loaded) -> Verdict:
    """Add what to do about findings; of what is not judged, no fix of the data is known."""
    fixed = add_fixes(verdict, loaded)
    pairs = zip(verdict.findings, fixed.findings, strict=True)
    findings = (old if old.node in verdict.unjudged else new for old, new in pairs)
    return replace(verdict, findings=tuple(findings))


def _add_places(verdict: Verdict, loaded: Loaded) -> Verdict:
    # Lint finds fault with shapes too.
    places = locate(verdict.findings, [*loaded.data, *loaded.shapes.files])
    pairs = zip(verdict.findings, places, strict=True)
    return replace(
        verdict, findings=tuple(replace(finding, place=place) for finding, place in pairs)
    )


def _is_in(finding: Finding, files: frozenset[Path]) -> bool:
    place = finding.place
    return place is None or isinstance(place.path, str) or place.path.resolve() in files


def _check_checkout(inputs: Inputs, revision: str) -> None:
    """Raise AzruError where no file is one that git could know: all findings would be left out."""
    top = find_root()
    if all(relate(file.path, top) is None for file in inputs.judged):
        raise AzruError(f"--changed-since {revision}: no file to validate is in the checkout {top}")
