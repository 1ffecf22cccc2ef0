"""A visitor finds a place, plans two days and takes the plan along."""

import gzip
import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import gpxpy
import pytest
from django.utils import timezone
from icalendar import Calendar

from tinhso.economy.destinations.models import Destination, Leg, Trip
from tinhso.economy.destinations.tests.stories import entry
from tinhso.events.models import Entry
from tinhso.kit import sleeping

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def wish(**told: object) -> dict[str, object]:
    first = timezone.localdate() + timedelta(7)
    return {
        "start": "Mộc Châu", "first": f"{first:%d/%m/%Y}", "days": 2, "vehicle": "motorbike", "interests": ["nature"],
    } | told  # fmt: skip


def test_the_real_places_are_there_with_what_is_known(world, client):
    assert Destination.objects.shown().count() >= 40
    page = client.get("/go/sl-dai-yem/").content.decode()
    for words in ("Thác Dải Yếm", "4–9", "Chưa rõ"):
        assert words in page
    assert client.get("/go/", {"q": "thac dai yem"}).content.decode().count("/go/sl-dai-yem/") == 1


def test_machines_read_a_place(world, client):
    page = client.get("/go/sl-nha-tu/", headers={"Accept-Language": "en"}).content.decode()
    told = json.loads(DATA.search(page).group(1))
    assert told["@type"] == "Museum"
    assert told["geo"]["latitude"] == pytest.approx(21.33106)
    assert 'property="og:title"' in page
    assert "OpenStreetMap contributors" in page
    festival = client.get("/go/sl-tet-doc-lap/").content.decode()
    event = json.loads(DATA.search(festival).group(1))
    assert event["@type"] == "Festival"
    assert event["startDate"].endswith("-09-02")


def test_what_an_officer_writes_cannot_leave_its_data_block(world, client):
    entry(world, about_vi='</script><script>alert("1")</script>', about_en="x")
    page = client.get("/go/thac-moi/").content.decode()
    assert "<script>alert" not in page
    assert json.loads(DATA.search(page).group(1))["description"].startswith("</script>")


def test_feed_map_and_site_map_agree(world, client):
    codes = set(Destination.objects.shown().values_list("code", flat=True))
    found = {one["properties"]["code"] for one in client.get("/go/places.geojson").json()["features"]}
    pages = ElementTree.fromstring(client.get("/go/sitemap.xml").content)
    assert found == codes
    assert len(pages) == len(codes)
    assert ElementTree.fromstring(client.get("/go/feed.xml").content).find("channel/item/link") is not None


def test_near_me_comes_first(world, client):
    page = client.get("/go/", {"lat": "21.29797", "lon": "104.4695"}).content.decode()
    links = re.findall(r'class="link-row" href="/go/([a-z-]+)/"', page)
    assert links[0] == "sl-ta-xua"


def test_a_visitor_plans_two_days_and_takes_them_along(world, client):
    planned = client.get("/go/plan/", wish()).content.decode()
    assert "tính theo bảng đường của tỉnh" in planned or "ước tính theo đường thẳng" in planned
    before = Trip.objects.count()
    client.get("/go/plan/", wish())
    assert Trip.objects.count() == before, "a look keeps nothing"
    answer = client.post("/go/plan/keep/", wish())
    trip = Trip.objects.latest("pk")
    assert answer.headers["Location"] == f"/go/trips/{trip.token}/"
    assert len(trip.token) >= 22
    page = client.get(answer.headers["Location"])
    assert page.headers["X-Robots-Tag"] == "noindex"
    stops = [stop["code"] for day in trip.days for stop in day["stops"]]
    assert len(stops) >= 4
    assert all(f"/go/{code}/" in page.content.decode() for code in stops)

    calendar = Calendar.from_ical(client.get(f"/go/trips/{trip.token}/calendar.ics").content)
    assert len(calendar.events) == len(stops)
    track = gpxpy.parse(client.get(f"/go/trips/{trip.token}/track.gpx").content.decode())
    exact = Destination.objects.filter(code__in=stops, exact=True).count()
    assert len(track.waypoints) == exact
    assert 1 <= len(track.routes) <= 2
    kept = Entry.objects.filter(name="destinations.TripKept").latest("pk")
    assert kept.account is None
    assert kept.person is None


def test_a_plan_says_from_what_its_ways_are_reckoned(world, client):
    assert (
        "tính theo bảng đường của tỉnh"
        in client.get("/go/plan/", wish(start="Sơn La (Tô Hiệu)", days=4)).content.decode()
    )
    Leg.objects.all().delete()
    page = client.get("/go/plan/", wish()).content.decode()
    assert "ước tính theo đường thẳng" in page
    assert "tính theo bảng đường của tỉnh" not in page


def test_a_plan_offers_beds_of_systems_that_have_some(world, client, monkeypatch):
    class Room:
        __name__ = "beds"

        @staticmethod
        def offer(ask):
            assert ask.night is None or ask.night >= timezone.localdate()
            yield sleeping.Place(title="Nhà Mỷ", url="/home/", lat=ask.lat, lon=ask.lon, km=1.2, price=150_000)

    monkeypatch.setattr(sleeping, "rooms", lambda _name: [Room])
    for address, asked in (("/go/plan/", wish()), ("/go/sl-dai-yem/", {})):
        page = client.get(address, asked).content.decode()
        assert "Nhà Mỷ" in page
        assert "150.000" in page


def test_yesterday_cannot_be_planned(world, client):
    yesterday = timezone.localdate() - timedelta(1)
    assert client.get("/go/plan/", wish(first=f"{yesterday:%d/%m/%Y}")).status_code == 400
    assert client.post("/go/plan/keep/", wish(days=9)).status_code == 400


def test_a_trip_is_found_by_its_whole_address_only(world, client):
    assert client.get("/go/trips/abc/").status_code == 404


def test_the_calendar_knows_markets_of_animals(world, client):
    entry(world, code="cho-lui", kind="market", held="zodiac:2,8", name_vi="Chợ lùi")
    page = client.get("/go/calendar/").content.decode()
    assert "Chợ lùi" in page
    assert "Dần, Thân" in page


def test_lists_do_not_ask_once_a_row(world, client, django_assert_max_num_queries):
    client.get("/go/")
    for address, most in (("/go/", 8), ("/go/calendar/", 6), ("/go/pack/", 5), ("/go/sl-dai-yem/", 14)):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_a_first_visit_is_light(world, client):
    """Every page of a place, packed as on the wire, leaves room for style sheet and letters within 60 KB."""
    sizes = [len(gzip.compress(client.get(f"/go/{code}/").content)) for code in ("sl-dai-yem", "sl-doi-che")]
    assert max(sizes) < 12_000
    assert len(gzip.compress(client.get("/go/pack/").content)) < 15_000


def test_machines_page_through_all_places_and_plan(world, client):
    first = client.get("/api/destinations/places").json()
    codes = [one["code"] for one in first["items"]]
    while first["next"]:
        first = client.get("/api/destinations/places", {"after": first["next"]}).json()
        codes += [one["code"] for one in first["items"]]
    assert sorted(codes) == sorted(Destination.objects.shown().values_list("code", flat=True))
    asked = {"lat": 20.84, "lon": 104.64, "first": f"{timezone.localdate()}", "days": 1}
    (day,) = client.get("/api/destinations/plan", asked).json()["days"]
    assert day["stops"][0]["basis"] in ("table", "crow")
    assert client.get("/api/destinations/places/nowhere").status_code == 404


def test_an_officer_publishes_by_machine(world):
    one, hac = entry(world), world.client("hac")
    assert hac.delete(f"/api/destinations/places/{one.code}/publication").status_code == 204
    assert hac.get(f"/api/destinations/places/{one.code}").status_code == 404
    assert hac.post(f"/api/destinations/places/{one.code}/publication").json()["code"] == one.code
