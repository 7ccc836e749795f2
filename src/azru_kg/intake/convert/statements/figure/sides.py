"""The sides of a figure: between whom, from whom to whom, or in whom it counts, and about what."""

from __future__ import annotations

from dataclasses import dataclass

from azru_kg.intake.convert.statements.figure.indicator import Meaning
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.statements import FigureRow

_BOTH = ("azru:between", "azru:between")
_FLOW = ("azru:origin", "azru:destination")
_ROLES = {
    "subject-to-counterpart": _FLOW,
    "counterpart-to-subject": ("azru:destination", "azru:origin"),
    "both-ways": _BOTH,
    "within-subject": ("azru:within", "azru:partner"),
    "within-counterpart": ("azru:partner", "azru:within"),
}
"""The properties of subject and counterpart; other directions say nothing of them."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The parties, as pairs of property and prefixed name, and what the figure is about."""

    parties: tuple[tuple[str, str], ...]
    topic: str
    """The project, corridor or event that the figure is about, or an empty text."""
    about: tuple[str, ...]
    """Organisations that the row names and that are no party."""

    def list_named(self) -> list[str]:
        """Return what the figure is about and its parties, each once."""
        parties = (name for _, name in self.parties)
        return [name for name in dict.fromkeys([self.topic, *self.about, *parties]) if name]

    def name_slots(self, row: FigureRow, register: Register) -> dict[str, str]:
        """Return the property in which subject, counterpart and about of a row stand, by field."""
        slots = {}
        for field in ("subject", "counterpart"):
            name = getattr(row, field)
            thing = register.find_party(name, field) if name else None
            roles = [role for role, party in self.parties if party == thing]
            if roles or thing in self.about:
                slots[field] = roles[0] if roles else "schema:about"
        return slots


def find_sides(row: FigureRow, meaning: Meaning, register: Register) -> Sides:
    """Return the sides of a row; raise RowRefused for unknown things and for one thing twice."""
    given = register.find_party(row.subject, "subject") if row.subject else None
    other = register.find_party(row.counterpart, "counterpart") if row.counterpart else None
    if given is not None and given == other:
        raise RowRefused("counterpart", "it is the subject. Leave it empty")
    topic = _find_topic(row.about, register) if row.about else ""
    areas = [
        (role, register.find("country", area, "indicator"))
        for role, area in zip(_FLOW, (meaning.from_area, meaning.to_area), strict=True)
        if area
    ]
    parties = _join_areas(meaning.direction, _name_roles(meaning, topic, given, other), areas)
    named = {name for _, name in parties}
    organisations = [
        name for name in (given, other) if name and "organisation:" in name and name not in named
    ]
    return Sides(tuple(parties), topic, tuple(organisations))


def _name_roles(
    meaning: Meaning, topic: str, given: str | None, other: str | None
) -> list[tuple[str, str]]:
    """Return subject and counterpart with their roles; both are context where a topic has none."""
    described = bool(topic or meaning.from_area or meaning.to_area)
    roles = _ROLES.get(meaning.direction, () if described else _BOTH)
    if roles == _BOTH and given is not None and other is None:
        return [("azru:within", given)]
    return [
        (role, name) for role, name in zip(roles, (given, other), strict=False) if name is not None
    ]


def _join_areas(
    direction: str, parties: list[tuple[str, str]], areas: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the parties with the areas that the words name: these win where both say the same."""
    if direction == "both-ways" and len(areas) == len(_BOTH):
        return [("azru:between", name) for _, name in areas]
    settled = {role for role, _ in areas}
    return [*areas, *((role, name) for role, name in parties if role not in settled)]


def _find_topic(name: str, register: Register) -> str:
    return register.find_among(("corridor", "project", "event"), name, "about")
