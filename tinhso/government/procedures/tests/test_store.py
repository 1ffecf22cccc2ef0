"""The citizen's own store: putting a paper in, using it again, the day it ends, letting it go."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tinhso.core.files.models import File
from tinhso.core.notices.models import Notice
from tinhso.government.procedures.actions.drafts import NoMandate
from tinhso.government.procedures.actions.keeping import date_kept, forget_kept
from tinhso.government.procedures.actions.notifying import remind_of_expiring
from tinhso.government.procedures.models import Kept, Paper
from tinhso.government.procedures.tests.stories import begin, scan
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db


def _put_in(world, until="", sort="birth_notice"):
    client = world.client("my")
    told = {"sort": sort, "title": "", "file": scan("giay.jpg"), "good_until": until}
    assert client.post("/dossiers/store/", told).status_code == 302
    return client, Kept.objects.of_person(world.person("my").uuid).get(sort=sort, source=None)


def _actor(world, name):
    account = world.account(name)
    return Actor(account=account.pk, person=account.person_id)


def test_a_paper_put_in_once_serves_in_what_was_begun(world):
    client, kept = _put_in(world)
    assert kept.title == "Giấy chứng sinh"
    draft = begin(client, world)
    page = client.get(f"/dossiers/store/{kept.uuid}/again/").content.decode()
    address = f"{draft}papers/birth_notice/reuse/{kept.uuid}/"
    assert address in page
    client.post(address)
    assert Paper.objects.get(kept=kept).brought == "reused"
    assert client.post(f"/dossiers/store/{kept.uuid}/forget/").status_code == 302
    assert File.objects.get(uuid=kept.file).forgotten_at is None, "the draft leans on it"


def test_what_nobody_uses_goes_with_its_file(world):
    client, kept = _put_in(world)
    client.post(f"/dossiers/store/{kept.uuid}/forget/")
    assert File.objects.get(uuid=kept.file).forgotten_at
    assert kept.title not in client.get("/dossiers/store/").content.decode().split("<form")[0]


def test_the_day_it_ends_is_told_in_time_and_after_it_the_paper_is_not_offered(world):
    ends = timezone.localdate() + timedelta(days=30)
    client, kept = _put_in(world, f"{ends:%d/%m/%Y}")
    assert (kept.good_until, remind_of_expiring(at=timezone.now())) == (ends, 1)
    assert remind_of_expiring(at=timezone.now()) == 0
    notice = Notice.objects.filter(person=world.person("my").uuid, link="/dossiers/store/").get()
    assert notice.values["paper"] == kept.title
    client.post(f"/dossiers/store/{kept.uuid}/until/", {"good_until": "01/01/2020"})
    assert "Hết hạn từ" in client.get("/dossiers/store/").content.decode()
    draft = begin(client, world)
    assert f"/reuse/{kept.uuid}/" not in client.get(f"{draft}papers/birth_notice/").content.decode()
    assert client.post(f"/dossiers/store/{kept.uuid}/until/", {"good_until": "2020"}).status_code == 400


@pytest.mark.promise("P16")
def test_nobody_else_opens_dates_or_drops_it(world):
    _client, kept = _put_in(world)
    for name in ("hac", "panh", "thoa"):
        for address in ("again/", "until/", "forget/", ""):
            answer = world.client(name).post(f"/dossiers/store/{kept.uuid}/{address}")
            assert answer.status_code in (404, 405), (name, address)
        with pytest.raises((NotYours, NoMandate)):
            forget_kept(kept, by=_actor(world, name), at=timezone.now())
        with pytest.raises((NotYours, NoMandate)):
            date_kept(kept, date(2030, 1, 1), by=_actor(world, name), at=timezone.now())
