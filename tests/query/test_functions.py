import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.query.functions import GEO, GEO_FUNCTIONS, explain_unknown
from azru_kg.rdf.prefixes import PREFIXES

WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
SQUARE, LINE = (
    f'"{text}"^^<{WKT}>' for text in ("POLYGON((0 0,1 0,1 1,0 1,0 0))", "LINESTRING(0 0,1 1)")
)
POINTS = f'"POINT(1 2)"^^<{WKT}>, "POINT(3 4)"^^<{WKT}>'
METRE = "<http://www.opengis.net/def/uom/OGC/1.0/metre>"
# What takes neither one geometry nor two.
ARGUMENTS = {
    "distance": f"{POINTS}, {METRE}",
    "length": f"{LINE}, {METRE}",
    "perimeter": f"{SQUARE}, {METRE}",
    "relate": f'{SQUARE}, {SQUARE}, "T*F**FFF*"',
}
# Of GeoSPARQL 1.1, those of which Oxigraph 0.5 knows nothing, or no value.
OTHERS = (
    *("aggBoundingBox", "aggUnion", "area", "asDGGS", "asGML", "asKML", "asWKT", "boundary"),
    *("boundingCircle", "buffer", "concaveHull", "geometryN", "geometryType", "is3D", "isMeasured"),
    *("maxX", "metricArea", "metricBuffer", "metricDistance", "metricLength", "minX"),
    *("numGeometries", "transform"),
)


def compute(name: str, arguments: str) -> object:
    rows = ox.Store().query(f"SELECT (geof:{name}({arguments}) AS ?x) {{}}", prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    return next(rows)["x"]


@pytest.mark.parametrize("name", sample_daily(GEO_FUNCTIONS, 4))
def test_each_function_that_is_listed_has_a_value(name: str) -> None:
    tried = [ARGUMENTS[name]] if name in ARGUMENTS else [SQUARE, f"{SQUARE}, {SQUARE}"]
    assert any(compute(name, arguments) is not None for arguments in tried)


@pytest.mark.parametrize("name", sample_daily(OTHERS, 4))
def test_no_other_function_has_one(name: str) -> None:
    values = []
    for arguments in (SQUARE, f"{SQUARE}, {SQUARE}", f"{SQUARE}, {METRE}"):
        try:
            values.append(compute(name, arguments))
        except RuntimeError:
            values.append(None)
    assert not any(values)


def test_an_unknown_function_is_told_of_those_there_are() -> None:
    assert "and those of GeoSPARQL" in explain_unknown("http://x/f")
    assert explain_unknown(f"{GEO}distanse").endswith("Did you mean geof:distance?")
