"""Every claim leads to words of its own source, and everything said of an entity to a mention."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from azru_kg.rdf.prefixes import PREFIXES

pytestmark = pytest.mark.long

Select = Callable[[str], list[tuple[str, ...]]]


def test_there_is_something_to_audit(select: Select) -> None:
    [(claims,)] = select(
        "SELECT (COUNT(DISTINCT ?claim) AS ?n) { ?claim a/rdfs:subClassOf+ azru:Claim }"
    )
    [(quotes,)] = select("SELECT (COUNT(DISTINCT ?q) AS ?n) { ?q a oa:SpecificResource }")
    assert int(claims) > 50
    assert int(quotes) > 90


def test_every_claim_rests_on_quotes_or_on_sources_whose_text_is_not_archived(
    select: Select,
) -> None:
    quotes = select(
        """SELECT DISTINCT ?evidence {
          ?evidence a oa:SpecificResource ; oa:hasSource ?source ; oa:hasSelector ?text .
          ?text a oa:TextQuoteSelector ; oa:exact ?words .
          ?source a azru:Source .
          OPTIONAL {
            ?evidence oa:hasSelector ?position .
            ?position a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end
          }
          FILTER (BOUND(?end) || NOT EXISTS { ?source schema:sha256 ?sha256 })
          FILTER NOT EXISTS { ?evidence a azru:IgnoredSpan }
        }"""
    )
    documents = select(
        """SELECT ?evidence {
          ?evidence a azru:Source FILTER NOT EXISTS { ?evidence schema:sha256 ?sha256 }
        }"""
    )
    claim = "?claim a/rdfs:subClassOf+ azru:Claim"
    claims = set(select(f"SELECT ?claim {{ {claim} }}"))
    rests = select(
        f"SELECT DISTINCT ?claim ?evidence {{ {claim} ; prov:wasDerivedFrom ?evidence }}"
    )
    good = {*quotes, *documents}
    assert claims - {(claim,) for claim, evidence in rests if (evidence,) in good} == set()
    assert [pair for pair in rests if pair[1:] not in good] == []


def test_every_entity_that_a_source_describes_is_mentioned_by_it_or_by_a_quote_of_it(
    select: Select,
) -> None:
    """By the source itself only where its text is not archived, so that there are no quotes."""
    rows = select(
        """SELECT DISTINCT ?graph ?entity {
          GRAPH ?graph { ?source a azru:Source . ?entity ?property ?value }
          FILTER (STRSTARTS(STR(?entity), "https://w3id.org/azru-kg/id/"))
          FILTER (!REGEX(STR(?entity), "/id/(claim|quote|source)/"))
          FILTER NOT EXISTS {
            GRAPH ?graph { ?quote schema:mentions ?entity ; oa:hasSource ?source }
          }
          FILTER NOT EXISTS {
            GRAPH ?graph { ?source schema:mentions ?entity }
            FILTER NOT EXISTS { ?source schema:sha256 ?sha256 }
          }
        }"""
    )
    assert rows == []


def test_every_quote_carries_a_claim_or_a_mention(select: Select) -> None:
    rows = select(
        """SELECT ?quote {
          ?quote a oa:SpecificResource
          FILTER NOT EXISTS { ?claim prov:wasDerivedFrom ?quote }
          FILTER NOT EXISTS { ?quote schema:mentions ?thing }
        }"""
    )
    assert rows == []


def test_nothing_rests_on_an_ignored_span(select: Select) -> None:
    rows = select(
        """SELECT ?span {
          ?span a azru:IgnoredSpan .
          { ?claim prov:wasDerivedFrom ?span } UNION { ?span schema:mentions ?thing }
        }"""
    )
    assert rows == []


def test_the_claims_of_a_graph_rest_on_quotes_of_its_own_source(select: Select) -> None:
    rows = select(
        """SELECT DISTINCT ?graph ?claim ?evidence {
          GRAPH ?graph { ?claim prov:wasDerivedFrom ?evidence }
          GRAPH graph:metadata { ?graph a prov:Bundle ; prov:wasDerivedFrom ?source }
          FILTER (?evidence != ?source)
          FILTER NOT EXISTS { GRAPH ?graph { ?evidence oa:hasSource ?source } }
        }"""
    )
    assert rows == []


def test_every_claim_and_every_quote_stands_in_the_graph_of_a_source(select: Select) -> None:
    rows = select(
        """SELECT DISTINCT ?graph ?thing {
          GRAPH ?graph { ?thing ?property ?value }
          FILTER (REGEX(STR(?thing), "/id/(claim|quote)/"))
          FILTER NOT EXISTS { GRAPH graph:metadata { ?graph a prov:Bundle } }
        }"""
    )
    assert rows == []


def test_a_claim_has_evidence_in_each_graph_in_which_it_stands(select: Select) -> None:
    rows = select(
        """SELECT ?graph ?claim {
          GRAPH ?graph { ?claim a ?kind }
          FILTER (STRSTARTS(STR(?claim), "https://w3id.org/azru-kg/id/claim/"))
          FILTER NOT EXISTS { GRAPH ?graph { ?claim prov:wasDerivedFrom ?evidence } }
        }"""
    )
    assert rows == []


def test_a_quote_stands_in_one_graph_only_and_so_does_what_is_read_word_by_word(
    select: Select,
) -> None:
    """What several documents say is one claim: there a graph adds its own evidence."""
    rows = select(
        """SELECT DISTINCT ?thing {
          { ?thing a oa:SpecificResource }
          UNION { ?thing prov:wasDerivedFrom/oa:hasSource/schema:sha256 ?sha256 }
          GRAPH ?first { ?thing a ?kind } GRAPH ?second { ?thing a ?kind }
          FILTER (STR(?first) < STR(?second))
        }"""
    )
    assert rows == []


def test_speech_has_a_speaker_or_says_that_it_has_none(select: Select) -> None:
    rows = select(
        """SELECT ?graph ?claim {
          GRAPH ?graph {
            ?claim azru:voice ?voice FILTER (?voice IN (code:direct, code:indirect))
            FILTER NOT EXISTS { ?claim prov:wasAttributedTo ?speaker }
            FILTER NOT EXISTS { ?claim azru:unnamedSpeaker ?words }
            FILTER NOT EXISTS { ?claim azru:notStated prov:wasAttributedTo }
          }
        }"""
    )
    assert rows == []


def test_narration_has_no_speaker(select: Select) -> None:
    narrated = "?claim azru:voice code:narration ; prov:wasAttributedTo ?speaker"
    assert select(f"SELECT ?graph ?claim {{ GRAPH ?graph {{ {narrated} }} }}") == []


def test_every_claim_on_archived_words_but_an_emendation_has_a_voice(select: Select) -> None:
    rows = select(
        """SELECT DISTINCT ?claim {
          ?claim a/rdfs:subClassOf+ azru:Claim ; prov:wasDerivedFrom/oa:hasSource ?source .
          ?source schema:sha256 ?sha256 .
          FILTER NOT EXISTS { ?claim azru:voice ?voice }
          FILTER NOT EXISTS { ?claim a azru:Emendation }
        }"""
    )
    assert rows == []


@pytest.mark.parametrize("slot", ["azru:asOf", "azru:attestedOn"])
def test_a_claim_on_archived_words_is_dated_by_their_publication_or_its_date_is_marked(
    select: Select, slot: str
) -> None:
    dated = (
        f"?claim {slot} ?date ; prov:wasDerivedFrom/oa:hasSource ?source ."
        " ?source schema:datePublished ?day ; schema:sha256 ?sha256"
    )
    assert select(f"SELECT ?claim {{ {dated} }}") != []
    rows = select(
        f"""SELECT DISTINCT ?claim {{ {dated}
          FILTER (?date != ?day) FILTER NOT EXISTS {{ ?claim azru:inferred {slot} }} }}"""
    )
    assert rows == []


def test_an_emendation_and_its_quote_agree_on_the_printed_form(select: Select) -> None:
    emended = "?claim a azru:Emendation ; azru:reportedForm ?printed"
    words = "prov:wasDerivedFrom/oa:hasSelector/oa:exact ?words"
    rows = select(
        f"""SELECT ?claim {{ {emended} FILTER NOT EXISTS {{
          ?claim {words} FILTER (CONTAINS(?words, ?printed)) }} }}"""
    )
    assert select(f"SELECT ?claim {{ {emended} }}") != []
    assert rows == []


def test_rival_readings_share_a_quote(store: ox.Store) -> None:
    rival = """ASK {
      ?rival a azru:Figure ; azru:rank code:alternative ; azru:indicator ?indicator
      FILTER NOT EXISTS {
        ?preferred azru:rank code:preferred ; azru:indicator ?indicator .
        ?rival prov:wasDerivedFrom ?quote . ?preferred prov:wasDerivedFrom ?quote
      }
    }"""
    assert not bool(store.query(rival, prefixes=PREFIXES))
