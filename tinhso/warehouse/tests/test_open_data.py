"""Open data: nothing small leaves, not even by reckoning; harvesters of others find and read what is there."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import ckanapi
import duckdb
import numpy as np
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from tinhso.core.places.tests.conftest import land as land
from tinhso.warehouse import catalogue, definitions
from tinhso.warehouse.actions import tally
from tinhso.warehouse.definitions import Counted, indicator
from tinhso.warehouse.holding import held_back
from tinhso.warehouse.models import OpenFigure
from tinhso.warehouse.publishing import publish_last_months, publish_month
from tinhso.warehouse.tests.happenings import NOON, happened, promise

OCTOBER = date(2026, 10, 1)
THEN = datetime(2026, 10, 20, 5, tzinfo=UTC)
HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
CELLS = st.dictionaries(
    st.integers(1, 6), st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12)), min_size=1
)


@settings(deadline=None)
@given(CELLS)
def test_no_number_below_five_can_be_reckoned_from_what_is_told(cells):
    family = {
        place: {"all": sum(parts), **{f"part {number}": part for number, part in enumerate(parts)}}
        for place, parts in cells.items()
    }
    held = held_back(family)
    if held is None:
        return
    told = {place: numbers for place, numbers in family.items() if place not in held}
    assert not [number for numbers in told.values() for number in numbers.values() if 0 < number < 5]
    unknown = [(place, name) for place in sorted(held) for name in family[place]]
    place_of = {cell: number for number, cell in enumerate(unknown)}
    known = np.zeros((4 + len(held), len(unknown)))
    for number, name in enumerate(family[next(iter(family))]):  # the province's sum less what is told
        rest = sum(family[place][name] for place in held)
        assert rest == 0 or rest >= 5
        for place in held:
            known[number, place_of[place, name]] = 1
    for number, place in enumerate(sorted(held)):  # parts make up the whole
        known[4 + number, place_of[place, "all"]] = -1
        for part in range(3):
            known[4 + number, place_of[place, f"part {part}"]] = 1
    rank = np.linalg.matrix_rank(known) if unknown else 0
    for cell, column in place_of.items():
        alone = np.zeros((1, len(unknown)))
        alone[0, column] = 1
        if np.linalg.matrix_rank(np.vstack([known, alone])) == rank:
            number = family[cell[0]][cell[1]]
            assert number == 0 or number >= 5, f"{cell} can be reckoned"


@pytest.fixture
def published(land, monkeypatch):
    """October: many dossiers in Chiềng Đen, some in Chiềng Xôm, three in Mường Lạn."""
    monkeypatch.setattr(definitions, "_known", {})
    promise()
    indicator(Counted(code="t.secret", title="Secret", unit="x", counts=("t.Asked",), public=False))
    for code, number in (("03661", 9), ("03664", 7), ("04246", 3)):
        for _line in range(number):
            happened("t.Asked", land[code].pk, THEN, {"people": 1})
    tally(first=OCTOBER, last=date(2026, 10, 31), at=NOON)
    publish_last_months(at=NOON)
    return land


@pytest.mark.django_db
def test_a_small_number_is_held_back_with_one_more_and_is_never_0(published, client):
    rows = list(csv.DictReader(io.StringIO(client.get("/open-data/t.asked.csv").content.decode("utf-8-sig"))))
    told = {row["place_code"]: (row["numerator"], row["held_back"]) for row in rows}
    assert told == {"": ("19", "false"), "03661": ("9", "false"), "03664": ("", "true"), "04246": ("", "true")}
    assert client.get("/open-data/t.asked.json").json()[3]["numerator"] is None
    assert client.get("/open-data/t.secret/").status_code == 404
    assert client.get("/open-data/t.secret.csv").status_code == 404


@pytest.mark.django_db
def test_the_parquet_holds_what_the_csv_holds_with_types(published, client, tmp_path):
    (tmp_path / "t.parquet").write_bytes(client.get("/open-data/t.asked.parquet").content)
    with duckdb.connect() as engine:
        table = engine.read_parquet(str(tmp_path / "t.parquet"))
        assert dict(zip(table.columns, map(str, table.types), strict=True))["numerator"] == "BIGINT"
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
    assert rows == client.get("/open-data/t.asked.json").json()


@pytest.mark.django_db
def test_a_harvester_asks_only_for_what_changed(published, client):
    def held(since):
        graph = rdflib.Graph().parse(data=client.get("/catalog.ttl", {"modified_since": since}).content)
        return {str(one).rpartition("/")[2] for one in graph.objects(None, DCAT.dataset)}

    assert held("2026-11-01") == held(NOON.isoformat()) == {"t.asked", "t.done"}
    assert held((NOON + timedelta(seconds=1)).isoformat()) == set()
    assert client.get("/catalog.ttl?modified_since=yesterday").status_code == 400


@pytest.mark.django_db
def test_a_body_that_is_no_question_asks_for_nothing(published, client):
    for body in ("[1]", "{", "7"):
        answer = client.post("/api/3/action/package_show", body, content_type="application/json")
        assert (answer.status_code, answer.json()["success"]) == (404, False)
    assert client.post("/api/3/action/package_show", {"id": "t.asked"}).json()["result"]["name"] == "t.asked"


@pytest.mark.django_db
def test_a_month_is_published_again_with_what_came_late_and_only_when_it_is_over(published):
    for _line in range(2):
        happened("t.Asked", published["04246"].pk, THEN)
    happened("t.Asked", published["04246"].pk, NOON)
    tally(first=OCTOBER, last=NOON.date(), at=NOON)
    publish_last_months(at=NOON)
    assert set(OpenFigure.objects.values_list("month", flat=True)) == {OCTOBER}
    assert OpenFigure.objects.get(indicator="t.asked", place=published["04246"].pk).numerator == 5


@pytest.mark.django_db
def test_a_province_with_fewer_than_five_tells_nothing(published):
    for _line in range(3):
        happened("t.Done", published["03661"].pk, THEN, {"people": 2})
    tally(first=OCTOBER, last=date(2026, 10, 31), at=NOON)
    publish_month(OCTOBER, at=NOON)
    assert not OpenFigure.objects.filter(indicator__in=["t.done", "t.days", "t.asked"]).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("ending", "form"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")])
def test_a_harvester_reads_the_catalogue_page_by_page(published, client, monkeypatch, ending, form):
    monkeypatch.setattr(catalogue, "A_PAGE", 1)
    indicator(Counted(code="t.again", title='"Again" & <again>', unit="x", counts=("t.Asked",)))
    tally(first=OCTOBER, last=date(2026, 10, 31), at=NOON)
    publish_month(OCTOBER, at=NOON)
    address, found, graph = f"/catalog.{ending}", set(), rdflib.Graph()
    while address:
        part = rdflib.Graph().parse(data=client.get(address).content, format=form)
        graph += part
        (here,) = part.subjects(RDF.type, HYDRA.PagedCollection)
        assert int(part.value(here, HYDRA.totalItems)) >= 2
        found |= set(part.objects(None, DCAT.dataset))
        address = part.value(here, HYDRA.nextPage)
    assert {str(one).rpartition("/")[2] for one in found} >= {"t.asked", "t.again"}
    assert '"Again" & <again>' in {str(one) for one in graph.objects(None, DCTERMS.title)}
    _wants(graph, DCAT.Catalog, DCTERMS.title, DCTERMS.description, DCTERMS.publisher)
    _wants(graph, DCAT.Dataset, DCTERMS.title, DCTERMS.description)
    _wants(graph, DCAT.Distribution, DCAT.accessURL)
    _wants(graph, FOAF.Agent, FOAF.name)
    assert client.get(f"/catalog.{ending}?page=99").status_code == 404


def _wants(graph, kind, *properties):
    """What DCAT-AP 3 asks for at least once (its SHACL shapes, sh:minCount 1)."""
    things = list(graph.subjects(RDF.type, kind))
    assert things
    assert not [(thing, name) for thing in things for name in properties if graph.value(thing, name) is None]


@pytest.mark.django_db
def test_a_data_set_is_described_alone_and_its_page_links_to_that(published, client):
    page = client.get("/open-data/t.asked/").content.decode()
    assert 'rel="alternate" type="text/turtle" href="/dataset/t.asked.ttl"' in page
    graph = rdflib.Graph().parse(data=client.get("/dataset/t.asked.ttl").content, format="turtle")
    files = [str(one).removeprefix("http://testserver") for one in graph.objects(None, DCAT.downloadURL)]
    assert {client.get(file).status_code for file in files} == {200}
    assert client.get("/dataset/t.asked").headers["Location"] == "/open-data/t.asked/"
    assert client.get("/dataset/t.nobody.ttl").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("by_get", [True, False])
def test_ckans_own_client_lists_shows_and_searches(published, live_server, by_get):
    with ckanapi.RemoteCKAN(live_server.url, get_only=by_get) as ckan:
        assert ckan.action.package_list() == ["t.asked", "t.done"]
        shown = ckan.action.package_show(id="t.asked")
        assert {one["format"] for one in shown["resources"]} == {"CSV", "JSON", "PARQUET"}
        assert ckan.action.package_search(q="asked", rows=1)["count"] == 2
        assert ckan.action.package_search(q="nothing of that")["results"] == []
        with pytest.raises(ckanapi.NotFound):
            ckan.action.package_show(id="t.nobody")


@pytest.mark.django_db
def test_the_page_shows_who_is_held_back_and_lists_by_few_questions(published, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert "Asked" in client.get("/open-data/").content.decode()
    page = client.get("/open-data/t.asked/").content.decode()
    assert "Xã Chiềng Đen" in page
    assert "10/2026" in page
