"""Reads a property path out of tokens."""

from __future__ import annotations

from typing import Final

from azru_kg.provenance.syntax import (
    Chain,
    Fork,
    Inverse,
    Others,
    Path,
    PathStep,
    Repeated,
    TermText,
    Tokens,
    Untraceable,
)

TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_TIMES: Final = {"?": (False, False), "*": (False, True), "+": (True, True)}


class PathParser:
    """Reads one path that begins at a token; `at` is then the token behind it."""

    def __init__(self, tokens: Tokens, at: int) -> None:
        self._tokens = tokens
        self.at = at

    def read(self) -> Path:
        """Return the path; raise Untraceable where there is none."""
        paths = [self._read_chain()]
        while self._skip("|"):
            paths.append(self._read_chain())
        return paths[0] if len(paths) == 1 else Fork(tuple(paths))

    def _read_chain(self) -> Path:
        paths = [self._read_inverse()]
        while self._skip("/"):
            paths.append(self._read_inverse())
        return paths[0] if len(paths) == 1 else Chain(tuple(paths))

    def _read_inverse(self) -> Path:
        if self._skip("^"):
            return Inverse(self._read_repeated())
        return self._read_repeated()

    def _read_repeated(self) -> Path:
        path = self._read_primary()
        times = _TIMES.get(self._text)
        if times is None:
            return path
        self.at += 1
        return Repeated(path, once=times[0], again=times[1])

    def _read_primary(self) -> Path:
        if self._skip("("):
            path = self.read()
            self._expect(")")
            return path
        if self._skip("!"):
            return self._read_others()
        return PathStep(self._read_predicate())

    def _read_others(self) -> Others:
        found: dict[bool, list[TermText]] = {False: [], True: []}
        if self._skip("("):
            while not self._skip(")"):
                found[self._skip("^")].append(self._read_predicate())
                self._skip("|")
        else:
            found[self._skip("^")].append(self._read_predicate())
        backward = bool(found[True])
        forward = bool(found[False]) or not backward
        return Others(tuple(found[False]), tuple(found[True]), (forward, backward))

    def _read_predicate(self) -> TermText:
        token = self._tokens[self.at]
        self.at += 1
        if token.text == "a":
            return TYPE
        if token.kind not in ("iri", "name"):
            raise Untraceable(f"{token.text!r} in a path is not traced")
        return token.text

    @property
    def _text(self) -> str:
        return self._tokens[self.at].text if self.at < len(self._tokens) else ""

    def _skip(self, text: str) -> bool:
        if self._text != text:
            return False
        self.at += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._skip(text):
            raise Untraceable(f"{self._text!r} stands where {text!r} is expected")
