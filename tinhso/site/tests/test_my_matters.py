"""A citizen's own list: what waits stands first, nobody else's is there, a longer one asks no more of the database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tinhso.core.payments.models import Intent, PayeeAccount
from tinhso.core.payments.models.intents import ENDED, OPEN
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.models.mine import BEGUN
from tinhso.government.procedures.models.mine import ENDED as DOSSIERS_ENDED
from tinhso.government.procedures.models.mine import OPEN as DOSSIERS_OPEN
from tinhso.kit.matters import LAST

pytestmark = pytest.mark.django_db
FAR = timedelta(days=365)


def owed(person, *, label, at, state="asked"):
    """Something a person was asked to pay."""
    number = Intent.objects.count()
    return Intent.objects.create(
        order_code=f"T{uuid4().hex[:12]}", system="tests", subject=uuid4(), purpose=f"{number}", label=label,
        payer=person.uuid, payee=PayeeAccount.objects.order_by("pk")[0], amount=25_000, state=state, asked_at=at,
        deadline=at + FAR, ended_at=None,
    )  # fmt: skip


def read(client, path):
    return client.get(path).content.decode()


def test_what_waits_for_her_stands_first_with_what_to_do_next(world):
    at = timezone.now()
    owed(world.person("my"), label="Tiền nước bản Pá Chóng", at=at)
    home = read(world.client("my"), "/home/")
    assert home.index("Tiền nước bản Pá Chóng") < home.index("Cần cửa nào?")
    assert "25.000" in home
    assert ", trước " in home
    listed = read(world.client("my"), "/home/matters/")
    assert "Tiền nước bản Pá Chóng" in listed
    assert listed.index("Đến lượt") < listed.index("Tiền nước bản Pá Chóng")


def test_nobody_else_sees_it_and_a_visitor_signs_in_first(world):
    owed(world.person("my"), label="Tiền nước bản Pá Chóng", at=timezone.now())
    for name in ("la", "thoa", "hac"):
        assert "Tiền nước bản Pá Chóng" not in read(world.client(name), "/home/matters/")
    assert "/sign-in/?next=" in world.client("").get("/home/matters/").headers["Location"]


def test_what_ended_has_a_list_of_its_own(world):
    owed(world.person("my"), label="Tiền điện năm cũ", at=timezone.now(), state="cancelled")
    assert "Tiền điện năm cũ" not in read(world.client("my"), "/home/matters/")
    assert "Tiền điện năm cũ" in read(world.client("my"), "/home/matters/?ended")


def test_a_long_list_is_read_page_by_page(world):
    at = timezone.now()
    for number in range(60):
        owed(world.person("my"), label=f"Khoản thứ {number:02}.", at=at - timedelta(minutes=number))
    client = world.client("my")
    first = read(client, "/home/matters/")
    after = first.partition("?after=")[2].partition('"')[0]
    second = read(client, f"/home/matters/?after={after}")
    for number in range(60):
        assert (f"Khoản thứ {number:02}." in first) is not (f"Khoản thứ {number:02}." in second), number


@pytest.mark.parametrize("path", ["/home/", "/home/matters/", "/home/matters/?ended"])
def test_a_longer_list_asks_no_more(world, path):
    client, at = world.client("my"), timezone.now()
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(30):
        owed(world.person("my"), label=f"{number}", at=at, state="cancelled" if number % 2 else "asked")
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few) <= 14


def test_what_is_asked_in_prepared_words_is_what_the_orm_asks(world):
    dossier = Dossier.objects.filter(case__applicant__isnull=False).order_by("pk")[0]
    person, far = dossier.case.applicant_id, timezone.now() + FAR
    owed(world.person("my"), label="x", at=timezone.now())
    for question, values in (
        (DOSSIERS_OPEN, (person, far, LAST)), (DOSSIERS_ENDED, (person, far, LAST)),
        (BEGUN, (world.account("my").pk, world.person("my").uuid, far, LAST)),
        (OPEN, (world.person("my").uuid, far, LAST)), (ENDED, (world.person("my").uuid, far, LAST)),
    ):  # fmt: skip
        assert [one.pk for one in question(*values)] == [one.pk for one in question.queryset(*values)]
    assert [one.case.title for one in [*DOSSIERS_OPEN(person, far, LAST), *DOSSIERS_ENDED(person, far, LAST)]]
