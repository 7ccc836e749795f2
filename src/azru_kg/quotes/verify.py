"""Checks the quotes of all sources against a folder of archived texts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.files import read_bytes
from azru_kg.graph.layout import Layout
from azru_kg.quotes.review import Review, SpanFault, review
from azru_kg.quotes.spans import SourceText, Span, read_sources
from azru_kg.quotes.verdict import QuoteFinding, Report
from azru_kg.rdf.prefixes import shorten

_NAMED = 3


def verify(layout: Layout, folder: Path) -> Report:
    """Return what is wrong with the quotes of a graph, measured against the texts in a folder.

    A text belongs to the source whose `schema:sha256` it has, whatever its file is called. Raises
    DataError where the folder or a source file cannot be read.
    """
    archive = _read_archive(folder)
    read = [read_sources(path) for path in layout.sources()]
    sources = [source for some, _ in read for source in some]
    if not sources:
        raise DataError(layout.graph / "sources", "no azru:Source here")
    unclaimed = archive.unclaimed(sources)
    reviews = [*_review_all(sources, [span for _, some in read for span in some], archive)]
    skipped = sum(source.sha256 is None for source in sources)
    return Report(
        findings=tuple(
            sorted(_place(fault, layout.root) for review in reviews for fault in review.faults)
        ),
        notes=tuple(f"{path}: no source has this text" for path in unclaimed),
        sources=len(sources) - skipped,
        skipped=skipped,
        spans=sum(review.spans for review in reviews),
        covered=sum(review.covered for review in reviews),
    )


@dataclass(frozen=True, slots=True)
class _Archive:
    """The files of a folder by the SHA-256 of their bytes, in the order of their names."""

    folder: Path
    files: dict[str, Path]

    def unclaimed(self, sources: Sequence[SourceText]) -> list[Path]:
        claimed = {source.sha256 for source in sources}
        return [path for sha256, path in self.files.items() if sha256 not in claimed]


def _read_archive(folder: Path) -> _Archive:
    if not folder.is_dir():
        raise DataError(folder, "no such folder. Name the one that holds the texts of the sources")
    names = sorted(path.relative_to(folder) for path in folder.rglob("*"))
    shown = [name for name in names if not any(part.startswith(".") for part in name.parts)]
    files = [folder / name for name in shown if (folder / name).is_file()]
    sums = {hashlib.sha256(read_bytes(path)).hexdigest(): path for path in files}
    return _Archive(folder, sums)


def _review_all(
    sources: Sequence[SourceText], spans: Sequence[Span], archive: _Archive
) -> Iterator[Review]:
    of_source: defaultdict[str | None, list[Span]] = defaultdict(list)
    for span in spans:
        of_source[span.source].append(span)
    for source in sources:
        own = of_source.pop(source.iri, [])
        if source.sha256 is None:
            why = "its source has no schema:sha256. Fix: that of the archived text, or no position"
            placed = (span for span in own if span.start is not None or span.end is not None)
            yield Review(tuple(SpanFault(span, why) for span in placed))
        elif path := archive.files.get(source.sha256):
            yield _review_file(source, own, path)
        else:
            absence = _explain_absence(source.sha256, archive, archive.unclaimed(sources))
            yield Review((SpanFault(source, absence),))
    for strays in of_source.values():
        why = "its oa:hasSource must be one azru:Source of graph/sources"
        yield Review(tuple(SpanFault(span, why) for span in strays))


def _review_file(source: SourceText, spans: Sequence[Span], path: Path) -> Review:
    try:
        text = read_bytes(path).decode()
    except UnicodeDecodeError as error:
        return Review((SpanFault(source, f"its text {path.name} is not UTF-8: {error}"),))
    return review(source, spans, text)


def _explain_absence(sha256: str, archive: _Archive, unclaimed: Sequence[Path]) -> str:
    names = ", ".join(path.name for path in unclaimed[:_NAMED])
    changed = f" If its text is among {names}, that file has been changed" if names else ""
    return (
        f"no file in {archive.folder} has the SHA-256 {sha256}. Fix: put its text there.{changed}"
    )


def _place(fault: SpanFault, root: Path) -> QuoteFinding:
    path = fault.about.path.relative_to(root).as_posix()
    return QuoteFinding(path, shorten(fault.about.iri), fault.offset, fault.message)
