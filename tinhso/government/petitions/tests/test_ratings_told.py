"""How offices are rated is told by commune, office, topic and month; never of a few, never of villages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.government.petitions.actions.counting import count_ratings
from tinhso.government.petitions.models import Rating, RatingCount
from tinhso.government.petitions.tests.stories import send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_rated_before(db):
    RatingCount.objects.all().delete()
    Rating.objects.all().delete()


def rated(world, faces: list[int], **also) -> int:
    """As many petitions with these ratings; the id of their office."""
    at = timezone.now()
    for hour, face in enumerate(faces):
        petition = send(world, at=at - timedelta(hours=2 * hour), **also)
        Rating.objects.create(petition=petition, faces=face, channel="page", rated_at=at)
    return petition.case.agency_id


def test_counts_are_of_the_commune_and_the_top_topic_and_come_out_the_same_again(world):
    agency = rated(world, [5, 4, 1])
    count_ratings(at=timezone.now())
    count_ratings(at=timezone.now())
    row = RatingCount.objects.get(agency=agency, subject__code="roads", commune=world.person("my").home.parent)
    assert (row.rated, row.content, row.faces) == (3, 2, 10)


def test_few_ratings_are_told_nowhere_and_five_are(world):
    leader = world.client("muon")
    rated(world, [1, 1, 1, 1])
    count_ratings(at=timezone.now())
    assert "Đường và cầu" not in leader.get("/petitions/ratings/?by=subject").content.decode()
    rated(world, [5])
    count_ratings(at=timezone.now())
    page = leader.get("/petitions/ratings/?by=subject").content.decode()
    assert "Đường và cầu" in page
    assert "20" in page
    for by in ("agency", "commune", "month"):
        assert leader.get(f"/petitions/ratings/?by={by}").status_code == 200
    assert leader.get("/petitions/ratings/?by=village").status_code == 404


def test_all_may_compare_only_if_the_province_says_so(world, settings):
    assert world.client("").get("/reported/ratings/").status_code == 404
    settings.PETITION_RANKING = True
    assert world.client("").get("/reported/ratings/").status_code == 200
