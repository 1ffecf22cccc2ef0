"""Anh Muôn, who leads the commune, and chị Xuân, who keeps the registers, at the wall."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from tinhso.core.accounts.models import Post
from tinhso.events.jobs import jobs
from tinhso.operations.wall.actions.briefings import make_briefing, tell_leaders
from tinhso.operations.wall.models import Briefing, Tile
from tinhso.operations.wall.models.rollups import version
from tinhso.operations.wall.views import live
from tinhso.warehouse.models import Fact, Mark

pytestmark = pytest.mark.django_db
CODE = "procedures.on_time"


def told(world, *, late: int, on_time: int, place: int | None = None) -> int:
    """Dossiers finished today in a commune; its id."""
    home = place or world.account("muon").posts.get().place_id
    now = timezone.now()
    Fact.objects.filter(indicator=CODE).delete()
    Fact.objects.create(
        indicator=CODE, place=home, day=timezone.localdate(now), numerator=on_time, denominator=late + on_time,
        counted_at=now,
    )  # fmt: skip
    return home


def test_a_commune_turns_red_and_leads_to_its_page(world):
    home = told(world, late=9, on_time=1)
    client = world.client("muon")
    page = client.get("/wall/").content.decode()
    assert "10,0\u00a0%" in page
    assert "url(#map-hatch)" in page
    code = world.account("muon").posts.get().place.code
    assert f"/wall/places/{code}/" in page
    assert "Thiếu 85,0 điểm" in client.get(f"/wall/places/{code}/?number={CODE}").content.decode()
    told(world, late=0, on_time=10, place=home)
    assert '<path fill="url(#map-hatch)"' not in client.get("/wall/").content.decode()


def test_days_before_are_links_and_nonsense_in_the_address_is_now(world):
    told(world, late=9, on_time=1)
    yesterday = timezone.localdate() - timedelta(days=1)
    client = world.client("xuan")
    assert f"until={yesterday}" in client.get("/wall/").content.decode()
    assert "10,0\u00a0%" not in client.get(f"/wall/?until={yesterday}&number={CODE}").content.decode()
    assert client.get("/wall/?until=x&number=../etc").status_code == 200
    assert client.get("/wall/places/nowhere/").status_code == 404


def test_pages_ask_few_questions_however_many_communes(world, django_assert_max_num_queries):
    told(world, late=1, on_time=1)
    client = world.client("xuan")
    client.get("/wall/")
    with django_assert_max_num_queries(20):
        client.get("/wall/")


def test_the_wall_hears_what_happened_and_only_once(world):
    Mark.objects.create(day=timezone.localdate(), seq=1, anew_at=timezone.now(), changed_at=timezone.now())
    client = world.client("xuan")
    news = client.get("/wall/live/?seen=").getvalue().decode()
    assert f"id: {version()}" in news
    assert "retry: 3000" in news
    again = client.get("/wall/live/", headers={"Last-Event-ID": version()}).getvalue().decode()
    assert "id:" not in again


@override_settings(WALL_STREAMS=1)
def test_a_held_stream_tells_of_news_and_gives_its_seat_back(world, monkeypatch):
    monkeypatch.setattr(live, "sleep", lambda _seconds: None)
    Mark.objects.create(day=timezone.localdate(), seq=1, anew_at=timezone.now(), changed_at=timezone.now())
    stream = live.Held(version())
    assert live.SEATS.acquire(blocking=False)
    assert next(stream) == b"retry: 500\n\n"
    Mark.objects.update(changed_at=timezone.now() + timedelta(seconds=1))
    assert next(stream) == f"id: {version()}\ndata: {version()}\n\n".encode()
    assert world.client("xuan").get("/wall/live/?seen=").getvalue().startswith(b"retry: 3000")
    stream.close()
    stream.close()
    assert live.SEATS.acquire(blocking=False)
    live.SEATS.release()


def test_the_morning_is_put_into_words_once_and_told_to_the_leaders(world):
    told(world, late=9, on_time=1)
    at = timezone.localtime().replace(hour=6, minute=30)
    first = make_briefing(at=at)
    assert make_briefing(at=at + timedelta(hours=1)) == first
    assert tell_leaders(first, at=at) == Post.objects.in_force(at).filter(role="leader").count()
    paper = world.client("xuan").get("/wall/briefing.pdf")
    assert paper.getvalue().startswith(b"%PDF")
    assert Briefing.objects.count() == 1
    assert "Thiếu 85,0 điểm" in str(first.told["tiles"])
    assert jobs()["tinhso.operations.wall.jobs.write_the_briefing"][1].daily == (6, 30)


def test_a_registrar_chooses_a_tile_and_a_target_wants_a_source(world):
    client = world.client("xuan")
    wanted = {"indicator": "procedures.late", "days": 7, "target": "5", "better": "less", "source": ""}
    assert client.post("/wall/tiles/1/", wanted).status_code == 422
    twice = wanted | {"indicator": Tile.objects.get(position=2).indicator, "source": "Kế hoạch 12"}
    assert client.post("/wall/tiles/1/", twice).status_code == 422
    assert client.post("/wall/tiles/1/", wanted | {"source": "Kế hoạch 12"}).status_code == 302
    assert Tile.objects.get(position=1).indicator == "procedures.late"
    assert world.client("muon").get("/wall/tiles/").status_code == 403
    assert client.get("/wall/tiles/7/").status_code == 404
