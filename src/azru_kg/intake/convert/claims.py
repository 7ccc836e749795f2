"""What all claims have in common: evidence, date, speaker, and the marks of what is open."""

from __future__ import annotations

from collections.abc import Iterable

from azru_kg.intake.dates import PartialDate
from azru_kg.intake.drafts import Drafts
from azru_kg.rdf.oxigraph_terms import english


def state_claim(drafts: Drafts, slugs: Iterable[str], claim: str, kind: str, label: str) -> None:
    """State a claim of a class, with its label, and in each source's file that source as evidence.

    >>> drafts = Drafts()
    >>> state_claim(drafts, ["trend-2019"], "claim:a", "azru:Tenure", "A")
    >>> len(drafts.files["sources/trend-2019.ttl"])
    3
    """
    for slug in slugs:
        drafts.state([slug], claim, "a", kind)
        drafts.state([slug], claim, "rdfs:label", english(label))
        drafts.state([slug], claim, "prov:wasDerivedFrom", f"source:{slug}")


def state_participation(
    drafts: Drafts, slugs: Iterable[str], claim: str, label: str, taking_part: tuple[str, str, str]
) -> None:
    """State a claim that somebody took part: the event, the person and the code of the role."""
    slugs = list(slugs)
    state_claim(drafts, slugs, claim, "azru:Participation", label)
    for name, value in zip(
        ("azru:event", "azru:participant", "azru:role"), taking_part, strict=True
    ):
        drafts.state(slugs, claim, name, value)


def state_date(
    drafts: Drafts, slugs: Iterable[str], thing: str, name: str, given: PartialDate | None
) -> None:
    """State a date: in full, or as not stated, with the period in which it falls if known."""
    slugs = list(slugs)
    if given is not None and given.day is not None:
        drafts.state(slugs, thing, name, given.day)
        return
    drafts.state(slugs, thing, "azru:notStated", name)
    if given is not None and slugs:
        drafts.state(slugs, thing, "azru:dateWithin", drafts.take_period(given.period))


def state_mentions(drafts: Drafts, slugs: Iterable[str], names: Iterable[str]) -> None:
    """State in the file of each source that it mentions the things."""
    names = list(names)
    for slug in slugs:
        drafts.state([slug], f"source:{slug}", "schema:mentions", *names)
