"""Says who makes a claim in one source: whose words they are, in which voice, and on which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.languages.numerals import say_date
from azru_kg.languages.translations import gettext, mark, translate
from azru_kg.rdf.prefixes import expand_all
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.facts import Facts

SAID = frozenset(
    expand_all(
        "prov:wasAttributedTo azru:unnamedSpeaker azru:voice azru:asOf azru:dateWithin"
        " prov:wasDerivedFrom rdfs:comment azru:inferred azru:notStated azru:editorial"
        " azru:openList"
    )
)
"""What a source says of a claim apart from what is claimed."""

_VOICES = {
    "direct": mark("in direct speech"),
    "indirect": mark("in indirect speech"),
    "document": mark("in a document"),
    "narration": mark("in the words of the source"),
}
_SPEAKER, _DAY = expand_all("prov:wasAttributedTo azru:asOf")
_INFERRED_SPEAKER = mark(
    "Whose words these are is the editors’ reading: the source does not say so."
)


@dataclass(frozen=True, slots=True)
class Saying:
    """How one source has a claim. `notes` are the numbers of its footnotes.

    `lead` is what stands before the speakers, or in place of them; `inferred` names what the
    editors read between the lines, `silent` what the source was searched for in vain.
    """

    source: Cell | None
    lead: str
    speakers: tuple[Cell, ...]
    reason: str
    how: str
    when: str
    inferred: tuple[str, ...]
    silent: tuple[str, ...]
    comments: tuple[str, ...]
    notes: tuple[int, ...]


def make_saying(
    facts: Facts, said: Facts, iri: str, links: Links, notes: Mapping[str, int]
) -> Saying:
    """Return how a source has a claim: `said` is what its graph holds, `facts` has the names."""
    speakers = _list_speakers(facts, said, iri, links)
    voice = "".join(said.iris(iri, "azru:voice")[:1]).rpartition("/")[2]
    evidence = said.iris(iri, "prov:wasDerivedFrom")
    unsaid = said.iris(iri, "azru:notStated")
    # Of a day of which only month or year is known, the period is given in its place.
    when = say_date(said.text(iri, "azru:asOf"))
    if not when and _DAY in unsaid:
        when = ", ".join(facts.label(period) for period in said.iris(iri, "azru:dateWithin"))
    told = {_DAY} if when else set()
    inferred = [name for name in said.iris(iri, "azru:inferred") if name != _SPEAKER]
    return Saying(
        source=_find_source(facts, evidence, links),
        lead=gettext("said by") if speakers else _lead(voice, silent=_SPEAKER in unsaid),
        speakers=speakers,
        reason=translate(_INFERRED_SPEAKER) if _SPEAKER in said.iris(iri, "azru:inferred") else "",
        how=translate(_VOICES.get(voice, ""))
        if speakers or voice in ("direct", "indirect")
        else "",
        when=when,
        inferred=tuple(facts.label(name) for name in inferred),
        silent=tuple(facts.label(name) for name in unsaid if name not in {_SPEAKER, *told}),
        comments=tuple(list_comments(said, iri)),
        notes=tuple(sorted(notes[item] for item in evidence if item in notes)),
    )


def list_comments(facts: Facts, iri: str) -> list[str]:
    """Return the remarks of the editors."""
    values = facts.values(iri, "rdfs:comment")
    return [value.value for value in values if isinstance(value, ox.Literal)]


def find_documents(facts: Facts, evidence: Sequence[str]) -> list[str]:
    """Return the sources of quotes, and sources themselves, each once."""
    sources = (facts.iris(item, "oa:hasSource")[:1] or [item] for item in evidence)
    return list(dict.fromkeys(source for found in sources for source in found))


def _list_speakers(facts: Facts, said: Facts, iri: str, links: Links) -> tuple[Cell, ...]:
    named = [
        make_cell(ox.NamedNode(speaker), {speaker: facts.label(speaker)}, links)
        for speaker in said.iris(iri, "prov:wasAttributedTo")
    ]
    unnamed = [make_cell(value, {}, links) for value in said.values(iri, "azru:unnamedSpeaker")]
    return (*named, *unnamed)


def _lead(voice: str, *, silent: bool) -> str:
    if voice == "narration":
        return gettext("told by the source itself")
    if voice == "document":
        return gettext("stated in a document")
    if silent:
        return gettext("who says it is not stated")
    return gettext("no speaker is recorded")


def _find_source(facts: Facts, evidence: Sequence[str], links: Links) -> Cell | None:
    """Return a link to the source, called by its publisher, or else by its title."""
    for source in find_documents(facts, evidence):
        publishers = facts.iris(source, "dcterms:publisher", "schema:publisher")
        name = facts.label(publishers[0]) if publishers else facts.label(source)
        return make_cell(ox.NamedNode(source), {source: name}, links)
    return None
