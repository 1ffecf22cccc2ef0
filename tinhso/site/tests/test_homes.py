"""What homes are told in kept words is what Django tells."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db.models import QuerySet

from tinhso.core.accounts.models import Mandate, Post
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.site.homes import AGENCIES, CALLED, COMMUNES_BELOW, HELPERS, POSTS

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def rows(found: QuerySet) -> list[tuple]:
    return [tuple(row) for row in found]


def test_each_list_of_a_home_can_be_asked_and_tells_what_django_tells() -> None:
    one = Person.objects.create(uuid=uuid4(), full_name="Lò Thị Hoa", given="Hoa", sex="female", registered_at=AT)
    assert [tuple(line) for line in CALLED(one.uuid)] == rows(CALLED.queryset(one.uuid))
    assert CALLED(one.uuid)[0].full_name == "Lò Thị Hoa"
    assert CALLED(uuid4()) == []
    assert HELPERS(one.uuid, AT) == rows(Mandate.objects.filter(person=one.uuid).values_list("id"))
    assert POSTS(1, AT) == rows(Post.objects.filter(account=1).values_list("id"))


def test_counts_are_counts() -> None:
    assert AGENCIES() == []
    assert COMMUNES_BELOW("/1/") == []
    province = Place.objects.create(name="Sơn La", kind="province", unit_type="tỉnh", path="/1/")
    for number in range(3):
        commune = Place.objects.create(
            name=f"Xã {number}", kind="commune", unit_type="xã", parent=province, path=f"/1/{number}/"
        )
        Organisation.objects.create(
            kind="agency", name=f"UBND {number}", place=commune, electronic_id=f"H52.{number}", valid_from=AT.date()
        )
    assert COMMUNES_BELOW("/1/")[0].many == Place.objects.communes().count() == 3
    assert COMMUNES_BELOW("/2/") == []
    assert AGENCIES()[0].many == 3


def test_before_the_tables_are_loaded_the_front_page_says_so(client) -> None:
    answer = client.get("/")
    assert answer.status_code == 503
    assert "load_reference" in answer.content.decode()
