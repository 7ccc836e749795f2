"""What to write instead: for a finding of each constraint of SHACL, a remedy in words and Turtle.

Turtle stands in backquotes, with the prefixes of `azru_kg.rdf.prefixes`. A remedy speaks of this
finding, of its value and its node. Where there is no more to say than the constraint itself does,
there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from azru_kg.check.advice.datatypes import describe_datatype, rewrite
from azru_kg.check.advice.facts import DataFacts
from azru_kg.check.advice.shape_text import KINDS
from azru_kg.check.finding import Finding, spell
from azru_kg.rdf.nearest import find_nearest
from azru_kg.rdf.prefixes import shorten

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A finding with the shape that it is against, and what the data say."""

    finding: Finding
    shapes: Graph
    shape: Node
    facts: DataFacts

    def get(self, parameter: URIRef) -> list[Node]:
        """Return the values of a parameter of the shape."""
        return sorted(self.shapes.objects(self.shape, parameter), key=str)

    def list_members(self, parameter: URIRef) -> list[Node]:
        """Return the members of the list that a parameter of the shape holds."""
        return [member for head in self.get(parameter) for member in Collection(self.shapes, head)]

    @property
    def predicate(self) -> URIRef | None:
        """The path of the shape where it is a single property."""
        paths = self.get(SH.path)
        return paths[0] if paths and isinstance(paths[0], URIRef) else None

    @property
    def values(self) -> list[Node]:
        """What the focus is known to have along the path."""
        if self.predicate is None:
            return []
        return self.facts.list_values(self.finding.focus, self.predicate)


def find_remedy(case: Case) -> str:
    """Return what to do about a finding, without a full stop; or nothing."""
    remedy = _REMEDIES.get(case.finding.component)
    return (remedy(case) if remedy else "") or _suspect(case)


def _suspect(case: Case) -> str:
    """Return the name that was meant where the finding is about one that nothing is said of."""
    paths = case.get(SH.path)
    steps = [case.shapes.value(path, RDF.first) for path in paths]
    values = [
        value
        for step in steps
        if step is not None
        for value in case.facts.list_values(case.finding.focus, step)
    ]
    for name in [case.finding.value, *values]:
        if isinstance(name, URIRef) and (meant := case.facts.find_meant(str(name))):
            return _ask(spell(URIRef(meant)), spell(name))
    for kind in case.facts.list_classes(case.finding.focus):
        if meant := case.facts.find_class(kind):
            return _ask(spell(URIRef(meant)), spell(URIRef(kind)))
    return ""


def _add(case: Case) -> str:
    """Return what to add where a value is missing."""
    if case.predicate is None:
        return ""
    name = spell(case.predicate)
    if members := case.get(SH.hasValue):
        return " and ".join(f"add `{name} {spell(member)}`" for member in members)
    if allowed := case.list_members(SH["in"]):
        return f"add `{name} …` with {_offer(allowed)}"
    kinds = [f"the IRI of {_name_kind(kind)}" for kind in case.get(SH["class"])]
    kinds += [describe_datatype(str(datatype)) for datatype in case.get(SH.datatype)]
    if not kinds and SH.IRI in case.get(SH.nodeKind):
        kinds = ["an IRI"]
    return f"add `{name} …`" + (f", {' and '.join(kinds)}" if kinds else "")


def _remove(case: Case) -> str:
    """Return which of too many values there are."""
    if case.predicate is None or not case.values:
        return ""
    name, shown = spell(case.predicate), [spell(value) for value in case.values]
    most = int(str(case.get(SH.maxCount)[0]))
    if most == 0:
        return "remove " + " and ".join(f"`{name} {value}`" for value in shown[:_SHOWN])
    number = "one" if most == 1 else str(most)
    return f"keep {number} of {_join([f'`{value}`' for value in shown], 'and')}"


def _retype(case: Case) -> str:
    """Return the value as a literal of the datatype that is asked for."""
    value, datatype = case.finding.value, str(case.get(SH.datatype)[0])
    if not isinstance(value, Literal):
        return f"write {describe_datatype(datatype)} in place of `{_spell(value)}`"
    right = rewrite(value, datatype)
    if right is None:
        return f"`{spell(value)}` is not {describe_datatype(datatype)}"
    return f"write `{spell(right)}` in place of `{spell(value)}`"


def _retype_first(case: Case) -> str:
    """Return the value as a literal of the first datatype that is offered."""
    parts = [replace(case, shape=option) for option in case.list_members(SH["or"])]
    return next((_retype(part) for part in parts if part.get(SH.datatype)), "")


def _choose(case: Case) -> str:
    """Return the allowed value that was meant, or some of them."""
    allowed, value = case.list_members(SH["in"]), case.finding.value
    named = [spell(value) for value in allowed]
    if near := find_nearest(_spell(value), named):
        return _ask(near, _spell(value))
    return f"in place of `{_spell(value)}` use {_offer(allowed)}"


def _have(case: Case) -> str:
    """Return the statement without which it does not do."""
    if case.predicate is None:
        return ""
    return " and ".join(
        f"add `{spell(case.predicate)} {spell(value)}`" for value in case.get(SH.hasValue)
    )


def _classify(case: Case) -> str:
    """Return the thing of the class that was meant, or what the value is instead."""
    value, kind = case.finding.value, case.get(SH["class"])[0]
    wanted = _name_kind(kind)
    if not isinstance(value, URIRef):
        return f"write the IRI of {wanted} in place of `{_spell(value)}`"
    if classes := case.facts.list_classes(value):
        are = _join([_name_kind(URIRef(kind)) for kind in classes], "and")
        return f"`{spell(value)}` is {are}, not {wanted}"
    if meant := case.facts.find_meant(str(value), str(kind)):
        return _ask(spell(URIRef(meant)), spell(value))
    return f"nothing says what `{spell(value)}` is: add `{spell(value)} a {spell(kind)}`"


def _change_kind(case: Case) -> str:
    """Return the value as a node of the kind that is asked for."""
    value, kind = case.finding.value, case.get(SH.nodeKind)[0]
    if isinstance(value, Literal) and kind == SH.IRI and re.fullmatch(r"\w+://\S+", str(value)):
        return f"write `<{value}>` in place of `{spell(value)}`"
    return f"write {KINDS.get(kind, spell(kind))} in place of `{_spell(value)}`"


def _match(case: Case) -> str:
    """Return the value changed so that it matches the pattern, or the pattern."""
    value, pattern = case.finding.value, str(case.get(SH.pattern)[0])
    flags = re.IGNORECASE if any("i" in str(flag) for flag in case.get(SH.flags)) else 0
    if isinstance(value, Literal | URIRef):
        for change in _CHANGES:
            changed = change(str(value))
            if re.search(pattern, changed, flags):
                return f"write `{spell(_put(value, changed))}` in place of `{spell(value)}`"
    return f"`{_spell(value)}` does not match the pattern `{pattern}`"


def _close(case: Case) -> str:
    """Return the property that was meant by one that is not allowed."""
    name = case.finding.path
    allowed = [*case.list_members(SH.ignoredProperties), *case.get(SH.property)]
    paths = {path for shape in allowed for path in case.shapes.objects(shape, SH.path)}
    known = {*paths, *allowed}
    if near := find_nearest(
        name, sorted(spell(path) for path in known if isinstance(path, URIRef))
    ):
        return _ask(near, name)
    return f"remove `{name} {_spell(case.finding.value)}`"


def _tag(case: Case) -> str:
    """Return the value with the language tag that is asked for."""
    value, tags = case.finding.value, [str(tag) for tag in case.list_members(SH.languageIn)]
    if isinstance(value, Literal) and not value.language and len(tags) == 1:
        return f"write `{spell(Literal(str(value), lang=tags[0]))}` in place of `{spell(value)}`"
    named = _join([f"`@{tag}`" for tag in tags], "or")
    return f"in place of `{_spell(value)}` write a text tagged {named}"


def _single_out(case: Case) -> str:
    """Return the texts that share a language."""
    texts = [text for text in case.values if isinstance(text, Literal) and text.language]
    tags = [str(text.language).lower() for text in texts]
    twice = [text for text, tag in zip(texts, tags, strict=True) if tags.count(tag) > 1]
    return f"keep one of {_join([f'`{spell(text)}`' for text in twice], 'and')}" if twice else ""


def _measure(case: Case) -> str:
    """Return how long the value is."""
    length, value = len(str(case.finding.value)), case.finding.value
    return f"`{_spell(value)}` has {length} character{'' if length == 1 else 's'}"


def _compare(case: Case) -> str:
    """Return the two values that stand in no good order."""
    others = [*case.get(SH.lessThan), *case.get(SH.lessThanOrEquals)]
    against = [
        f"`{spell(other)} {spell(value)}`"
        for other in others
        for value in case.facts.list_values(case.finding.focus, other)
    ]
    if case.predicate is None or not against:
        return ""
    here = f"`{spell(case.predicate)} {_spell(case.finding.value)}`"
    return f"check {here} against {_join(against, 'and')}"


def _part(case: Case) -> str:
    """Return the value that must not stand at both properties."""
    if case.predicate is None:
        return ""
    names = [f"`{spell(path)}`" for path in (case.predicate, *case.get(SH.disjoint))]
    return f"`{_spell(case.finding.value)}` is at {_join(names, 'and')}: remove one"


def _ask(meant: str, written: str) -> str:
    return f"did you mean `{meant}` for `{written}`?"


def _put(value: Literal | URIRef, text: str) -> Literal | URIRef:
    if isinstance(value, URIRef):
        return URIRef(text)
    return Literal(text, lang=value.language, datatype=value.datatype, normalize=False)


def _offer(allowed: Sequence[Node]) -> str:
    shown, more = [f"`{spell(value)}`" for value in allowed[:_SHOWN]], len(allowed) - _SHOWN
    if more > 0:
        return f"one of {', '.join(shown)} and {more} more"
    return _join(shown, "or")


def _name_kind(kind: Node) -> str:
    name = shorten(str(kind))
    return f"{'an' if name[0] in 'aeio' else 'a'} `{spell(kind)}`"


def _join(parts: Sequence[str], word: str) -> str:
    return (
        f" {word} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
    )


def _spell(value: Node | None) -> str:
    return "" if value is None else spell(value)


_CHANGES: tuple[Callable[[str], str], ...] = (
    str.strip,
    str.upper,
    str.lower,
    lambda text: text.replace("_", "-"),
    lambda text: text.replace("_", "-").lower(),
)
_REMEDIES: dict[str, Callable[[Case], str]] = {
    f"{SH}{name}ConstraintComponent": remedy
    for name, remedy in {
        "MinCount": _add,
        "MaxCount": _remove,
        "Datatype": _retype,
        "Or": _retype_first,
        "In": _choose,
        "HasValue": _have,
        "Class": _classify,
        "NodeKind": _change_kind,
        "Pattern": _match,
        "Closed": _close,
        "LanguageIn": _tag,
        "UniqueLang": _single_out,
        "MinLength": _measure,
        "MaxLength": _measure,
        "LessThan": _compare,
        "LessThanOrEquals": _compare,
        "Disjoint": _part,
    }.items()
}
