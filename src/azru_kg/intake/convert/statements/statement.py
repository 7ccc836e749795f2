"""A statement on its way into the graph of the document that makes it.

Each row stands in the file of its one source. What the page prints becomes a passage there, to
which the claim leads; where nothing printed is known, the claim rests on the document as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from azru_kg.intake.drafts import Drafts, Value
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.dates import PartialDate
from azru_kg.intake.sheets.schemas.statements import SAYING, StatementRow
from azru_kg.quotes.slugs import make_slug
from azru_kg.rdf.oxigraph_terms import english

NARRATION = "narration"
"""The speaker of what a document says itself."""


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A row, and the slug of its source."""

    row: StatementRow
    source: str
    register: Register
    drafts: Drafts
    _instead: dict[str, str] = field(default_factory=dict)
    """The properties stated instead of others: of a date that is no day, of a nameless speaker."""
    _said: set[tuple[str, str]] = field(default_factory=set)
    """The subjects and properties of what the row states."""

    def say(self, subject: str, name: str, *values: Value) -> None:
        """State something in the file of the source."""
        self.drafts.state(self.source, subject, name, *values)
        if values:
            self._said.add((subject, name))

    def mention(self, names: Iterable[str]) -> None:
        """State that the document mentions things; countries go without saying."""
        things = [name for name in names if not name.startswith("country:")]
        self.say(f"source:{self.source}", "schema:mentions", *things)

    def say_date(self, subject: str, name: str, given: PartialDate | None) -> None:
        """State a date in full, or else the period in which it falls; nothing where none is."""
        if given is None:
            return
        if given.day is not None:
            self.say(subject, name, given.day)
        else:
            self._instead[name] = "azru:dateWithin"
            self.say(subject, "azru:notStated", name)
            self.say(subject, "azru:dateWithin", self.drafts.take_period(given.period))

    def say_claim(
        self, claim: str, kind: str, label: str, as_of: PartialDate | None = None
    ) -> None:
        """State a claim: class, label, evidence, speaker, voice, date, and the note.

        It is made on `as_of`, or when the row says, or else when the document was published. What
        is inferred or silent is for the caller to mark, when all is said.
        """
        self.say(claim, "a", kind)
        self.say(claim, "rdfs:label", english(label))
        self.say(claim, "prov:wasDerivedFrom", self._find_evidence())
        self._say_speaker(claim)
        if "stated_on" not in self.row.silent:
            self.say_date(claim, "azru:asOf", as_of or self.find_date())
        self._say_note(claim)

    def find_date(self) -> PartialDate | None:
        """Return the day on which the statement was made."""
        return self.row.stated_on or self.register.find_publication(self.source)

    def check_date(self, field: str, given: PartialDate | None) -> None:
        """Raise RowRefused for a date after that of the document."""
        published = self.register.find_publication(self.source)
        if given and published and given.first > published.last:
            reason = f"{given} is after {published}, the day of the document"
            raise RowRefused(field, f"{reason}. It cannot tell of it: leave the field empty")

    def mark(self, subject: str, marks: Mapping[str, str]) -> None:
        """State which properties are inferred, and which the page is silent of.

        `marks` are the properties for which fields of the row stand. What is inferred is stated,
        and of what is stated the page is not silent.
        """
        for name in self.row.inferred:
            slot = marks.get(name, "")
            slot = self._instead.get(slot, slot)
            if (subject, slot) in self._said:
                self.say(subject, "azru:inferred", slot)
        for name in self.row.silent:
            if name in marks and (subject, marks[name]) not in self._said:
                self.say(subject, "azru:notStated", marks[name])

    def mark_claim(self, claim: str, marks: Mapping[str, str] | None = None) -> None:
        """Mark a claim, by what its row says of the fields of its kind, and of who says it."""
        self.mark(claim, {**(self.row.marks if marks is None else marks), **SAYING})

    def mark_thing(self, thing: str, marks: Mapping[str, str] | None = None) -> None:
        """Mark a thing, with the note, and state the passage that is the evidence of it."""
        self.mark(thing, self.row.marks if marks is None else marks)
        self._say_note(thing)
        if self.row.printed:
            self.say(self._find_evidence(), "schema:mentions", thing)

    def _say_note(self, subject: str) -> None:
        if self.row.note:
            self.say(subject, "rdfs:comment", english(self.row.note))

    def _find_evidence(self) -> str:
        """Return the passage with what is printed, or the source."""
        words = self.row.printed
        if not words:
            return f"source:{self.source}"
        digest = hashlib.sha256(words.encode()).hexdigest()[:6]
        parts = filter(None, (self.source, make_slug(words), digest))
        passage = f"quote:{'-'.join(parts)}"
        self.say(passage, "a", "oa:SpecificResource")
        self.say(passage, "oa:hasSource", f"source:{self.source}")
        self.say(passage, "oa:hasSelector", f"{passage}#text")
        self.say(f"{passage}#text", "a", "oa:TextQuoteSelector")
        self.say(f"{passage}#text", "oa:exact", ox.Literal(words))
        return passage

    def _say_speaker(self, claim: str) -> None:
        row = self.row
        voice = row.voice or (NARRATION if row.speaker == NARRATION else None)
        if voice:
            self.say(claim, "azru:voice", f"code:{voice}")
        if row.speaker is None:
            return
        if row.speaker == NARRATION:
            self._instead[SAYING["speaker"]] = SAYING["voice"]
            return
        if row.speaker != make_slug(row.speaker):
            self._instead[SAYING["speaker"]] = "azru:unnamedSpeaker"
            self.say(claim, "azru:unnamedSpeaker", ox.Literal(row.speaker))
            return
        try:
            name = self.register.find_among(("person", "organisation"), row.speaker, "speaker")
        except RowRefused as refused:
            remedy = "A speaker without a name is described in more words: Local media"
            raise RowRefused("speaker", f"{refused.reason} {remedy}") from None
        self.say(claim, "prov:wasAttributedTo", name)
        self.mention([name])


def open_statement(row: StatementRow, register: Register, drafts: Drafts) -> StatementDraft:
    """Return a row with its source; raise RowRefused for one that takes no rows, or bad dates."""
    source = register.find("source", row.source, "source").partition(":")[2]
    if register.is_read_word_by_word(source):
        raise RowRefused(
            "source", "it is read word by word: what it says stands in handwritten/sources"
        )
    statement = StatementDraft(row, source, register, drafts)
    statement.check_date("stated_on", row.stated_on)
    return statement
