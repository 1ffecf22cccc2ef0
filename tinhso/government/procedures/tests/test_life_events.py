"""What happens in a life: its page names real procedures, what one has already, and who helps."""

import pytest
from django.utils import timezone

from tinhso.government.procedures.domain.life_events import life_events
from tinhso.government.procedures.domain.tables import shipped
from tinhso.government.procedures.models import Kept


def test_every_step_is_a_procedure_of_the_catalogue() -> None:
    known = {one["slug"] for one in shipped()}
    assert {step.slug for event in life_events().values() for step in event.steps} <= known
    assert list(life_events()) == ["birth", "death", "house", "homestay", "moved", "flood"]


def test_every_event_speaks_three_languages_and_short() -> None:
    for event in life_events().values():
        for said in (event.title, event.lead, *event.advice, *(step.why for step in event.steps)):
            assert said.en
            assert said.id
            for sentence in said.vi.split("."):
                assert len(sentence.split()) <= 15, sentence


@pytest.mark.django_db
def test_home_leads_to_every_event_and_each_to_its_procedures(world) -> None:
    home = world.client("my").get("/home/").content.decode()
    for key, event in life_events().items():
        assert f'href="/procedures/life/{key}/"' in home
        page = world.client("").get(f"/procedures/life/{key}/").content.decode()
        assert event.title.vi in page
        for step in event.steps:
            assert f"/procedures/paper/{step.slug}/" in page
    assert world.client("my").get("/procedures/life/none/").status_code == 404


@pytest.mark.django_db
def test_what_lies_in_her_store_is_not_to_be_brought(world) -> None:
    my, at = world.person("my"), timezone.now()
    Kept.objects.create(person=my, sort="birth_notice", title="Giấy chứng sinh", file=my.uuid, kept_at=at)
    mine = world.client("my").get("/procedures/life/birth/").content.decode()
    assert mine.count("Đã có</span>") == 2
    assert "Xã đã có họ tên" in mine
    assert "Trung tâm Phục vụ hành chính công" in mine
    assert "Mở cửa" in mine
    others = world.client("").get("/procedures/life/birth/").content.decode()
    assert "Đã có</span>" not in others
    assert "Đăng nhập để thấy" in others
