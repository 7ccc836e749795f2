import re
from itertools import product
from pathlib import Path

import pytest

import azru_kg.server.pages

STYLE = (Path(azru_kg.server.pages.__file__).parent / "static" / "style.css").read_text()
LIGHT, DARK = re.findall(r":root \{(.*?--warm-ink.*?)\}", STYLE, re.DOTALL)
TEXTS = [*product(("ink", "quiet", "accent"), ("paper", "raised")), ("on-accent", "accent")]
MARKED = [("warm-ink", "warm"), ("warm-ink", "raised")]
EDGES = [("edge", "paper"), ("accent", "paper")]


def read_colours(block: str) -> dict[str, str]:
    """Return the colours of a scheme by name."""
    return dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_edges_have_the_contrast_of_wcag_aa(scheme: str) -> None:
    colours = read_colours(scheme)
    for text, ground in (*TEXTS, *MARKED):
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for edge, ground in EDGES:
        assert contrast(colours[edge], colours[ground]) >= 3, (edge, ground)


def test_the_style_loads_nothing() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
