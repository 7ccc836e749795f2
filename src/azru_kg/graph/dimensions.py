"""What makes two figures the same: the ontology says which properties are their dimensions.

Those are of the class qb:DimensionProperty. Two figures are of the same where they agree in each of
them, and their values can be compared where their unit is one too.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import Layout, built_in
from azru_kg.rdf.oxigraph_terms import named
from azru_kg.rdf.prefixes import expand

PERIOD = expand("sdmx-dimension:refPeriod")
"""The dimension that says for which period a figure is."""

UNIT = expand("sdmx-attribute:unitMeasure")
"""What the value of a figure is measured in."""

VALUE = expand("sdmx-measure:obsValue")
"""The value of a figure."""


@cache
def list_dimensions(layout: Layout | None = None) -> frozenset[str]:
    """Return the IRIs of the dimensions, by the ontology of a layout or else the built-in one."""
    home = layout or built_in()
    kind, dimension = named("rdf:type"), named("qb:DimensionProperty")
    return frozenset(
        quad.subject.value
        for path in sorted(home.ontology.glob("*.ttl"))
        for quad in DataFile(path).parse()
        if (quad.predicate, quad.object) == (kind, dimension)
        and isinstance(quad.subject, ox.NamedNode)
    )
