"""Names, values and texts that would break out of a page, a query or a table, and do not."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph.dataset import read_files
from azru_kg.graph.stored_queries import read
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.server.app import create_app

pytestmark = pytest.mark.long

HTML = {"Accept": "text/html"}
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
EVIL = "</option></datalist><script>alert(1)</script>"
DATA = f"""
commodity:a azru:of <urn:x> ; skos:prefLabel "{EVIL}"@en .
commodity:b azru:of <javascript:alert(2)> ; skos:prefLabel "=cmd|' /C calc'!A0"@en .
<urn:figure:1> azru:commodity commodity:a , commodity:b , <{PREFIXES["commodity"]}c"onerror="x> .
<javascript:alert(2)> skos:prefLabel "{EVIL}"@en .
""".replace('c"onerror="x', "c%22onerror")
QUERY = f"""#+ summary: {EVIL}
#+ description: {EVIL} & "more".
#+ tags: [evil]
#+ parameters:
#+   good: {{type: iri, kind: commodity, among: azru:commodity, label: <b>Good</b>}}
#+   text: {{type: string, label: "'<i>}}
SELECT ?thing ?of ?name WHERE {{
  VALUES ?good {{ UNDEF }}
  VALUES ?text {{ UNDEF }}
  ?thing azru:of ?of ; skos:prefLabel ?name .
  FILTER (!BOUND(?good) || ?thing = ?good)
  FILTER (!BOUND(?text) || CONTAINS(?name, ?text))
}}
ORDER BY ?thing
"""


def fetch(tmp_path: Path, *addresses: str) -> list[httpx.Response]:
    (tmp_path / "data.ttl").write_text(HEAD + DATA, encoding="utf-8")
    dataset = read_files([tmp_path / "data.ttl"])
    (tmp_path / "evil.rq").write_text(QUERY, encoding="utf-8")
    stored = read(tmp_path / "evil.rq")

    async def ask() -> list[httpx.Response]:
        pool = Pool(dataset)
        await pool.start()
        try:
            app = create_app(pool, dataset, queries=[stored])
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return [await client.get(address, headers=HTML) for address in addresses]
        finally:
            await pool.close()

    return asyncio.run(ask())


def test_nothing_of_the_data_the_query_or_the_address_runs_on_a_page(tmp_path: Path) -> None:
    pages = fetch(
        tmp_path,
        "/query/",
        "/query/evil",
        "/query/evil?good=a",
        "/query/evil?text=%22%3E%3Cscript%3Ealert(3)%3C/script%3E",
        "/query/evil?good=%22%3E%3Cscript%3Ealert(4)%3C/script%3E",
        "/query/?q=%22%3E%3Cscript%3Ealert(5)%3C/script%3E",
    )
    assert [page.status_code for page in pages] == [200, 200, 200, 200, 400, 200]
    for page in pages:
        scripts = re.findall(r"<script[^>]*>", page.text)
        ours = ('<script type="application/ld+json">', '<script src="/static/find.js" defer>')
        assert {*scripts} <= {*ours}
        assert len(scripts) <= len(ours)
        assert 'href="javascript' not in page.text
        assert "<b>" not in page.text
        assert "<i>" not in page.text
    assert pages[2].text.partition("<tbody>")[2].count("<tr>") == 1


def test_a_text_stays_a_text_in_the_query(tmp_path: Path) -> None:
    hostile = "%22%20%7D%20%3Fs%20%3Fp%20%3Fo%20%23"
    rows, query, excel = fetch(
        tmp_path,
        f"/query/evil.json?text={hostile}",
        f"/query/evil.rq?text={hostile}",
        "/query/evil.csv?excel=1",
    )
    assert rows.json()["rows"] == []
    assert 'VALUES ?text { "\\" } ?s ?p ?o #" }' in query.text
    assert ",'=cmd|" in excel.text
