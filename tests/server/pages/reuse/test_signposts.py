"""Signposts are read by a client that was written for them, and lead where they say."""

from __future__ import annotations

import json

import httpx
import pytest
from signposting import find_signposting_http, find_signposting_linkset
from signposting.linkheader import find_signposting_http_link
from signposting.signpost import Signposting

from azru_kg.rdf.prefixes import BASE, IDENTITY
from azru_kg.server.pages.reuse.schema_org import LICENCE
from azru_kg.server.pages.reuse.signposts import EDITORS, LINKSET_TYPE

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DATASET = f"{BASE}dataset"
SCHEMA = "https://schema.org/"


def read(client: httpx.Client, path: str) -> Signposting:
    """Return the signposts of a page, as the client of the project reads them."""
    reply = client.get(path, headers={"Accept": FIREFOX})
    assert reply.status_code == 200
    return find_signposting_http_link(reply.headers.get_list("link"), str(reply.url))


@pytest.fixture(scope="module")
def landing(own_client: httpx.Client) -> Signposting:
    return read(own_client, "/dataset")


def test_the_landing_page_has_what_level_one_of_the_profile_asks(landing: Signposting) -> None:
    assert landing.citeAs is not None
    assert landing.license is not None
    assert landing.citeAs.target == DATASET
    assert landing.license.target == LICENCE
    assert {author.target for author in landing.authors} == {EDITORS}
    assert {type_.target for type_ in landing.types} == {f"{SCHEMA}AboutPage", f"{SCHEMA}Dataset"}
    assert len(landing.items) == 9
    assert len(landing.describedBy) == 5
    assert all(post.type for post in (*landing.items, *landing.describedBy))


def test_where_the_landing_page_leads_is_of_the_type_that_it_says(
    own_client: httpx.Client, landing: Signposting
) -> None:
    for post in (*landing.items, *landing.describedBy, *landing.linksets):
        reply = own_client.head(str(post.target))
        assert reply.status_code == 200
        assert reply.headers["content-type"].partition(";")[0] == str(post.type)


def test_files_and_descriptions_lead_back(own_client: httpx.Client, landing: Signposting) -> None:
    home = f"{own_client.base_url}dataset"
    for item in landing.items:
        posts = find_signposting_http(str(item.target))
        assert posts.collection is not None
        assert posts.collection.target == home
        assert posts.license is not None
        assert posts.license.target == LICENCE
    for post in landing.describedBy:
        if "croissant" not in str(post.target):
            described = find_signposting_http(str(post.target)).describes
            assert home in {str(describes.target) for describes in described}


def test_the_link_set_says_the_same_and_has_every_file(
    own_client: httpx.Client, landing: Signposting
) -> None:
    (post,) = landing.linksets
    assert str(post.type) == LINKSET_TYPE
    found = find_signposting_linkset(str(post.target))
    home = f"{own_client.base_url}dataset"
    stated = {str(item.target) for item in found.for_context(home).items}
    assert {str(item.target) for item in landing.items} < stated
    contexts = json.loads(own_client.get("/linkset.json").content)["linkset"]
    (first,) = [context for context in contexts if context["anchor"] == home]
    assert len(first["item"]) > 30
    anchors = {context["anchor"] for context in contexts}
    assert {item["href"] for item in first["item"]} <= anchors


def test_the_page_of_a_thing_leads_to_its_name_and_descriptions(own_client: httpx.Client) -> None:
    posts = read(own_client, "/id/country/AZ.html")
    assert posts.citeAs is not None
    assert posts.citeAs.target == f"{IDENTITY}country/AZ"
    assert {str(type_.target) for type_ in posts.types} == {
        f"{SCHEMA}AboutPage",
        f"{SCHEMA}Country",
    }
    assert {str(post.type) for post in posts.describedBy} == {
        "text/turtle",
        "application/ld+json",
    }
    for post in posts.describedBy:
        back = find_signposting_http(str(post.target))
        assert back.citeAs is not None
        assert back.citeAs.target == f"{IDENTITY}country/AZ"


def test_the_page_of_a_stored_query_leads_to_its_answer_as_data(own_client: httpx.Client) -> None:
    posts = read(own_client, "/query/agreements")
    assert posts.citeAs is not None
    assert {"text/csv", "application/json"} <= {str(item.type) for item in posts.items}
    for post in (*posts.items, *posts.describedBy):
        reply = own_client.get(str(post.target))
        assert reply.status_code == 200
        assert reply.headers["content-type"].partition(";")[0] == str(post.type)


def test_data_of_others_have_no_persistent_name_to_lead_to(client: httpx.Client) -> None:
    assert len(read(client, "/dataset")) == 0
    assert client.get("/linkset.json").status_code == 404
