"""How someone uses the pages, and who lives and acts with them: kept, honoured, and nobody else's business."""

import pytest
from django.utils import timezone

from tinhso.core.accounts.models import Mandate
from tinhso.core.people.models import Person

pytestmark = pytest.mark.django_db


def test_who_wants_to_be_read_to_finds_listen_first_and_choices_that_speak(world):
    client = world.client("my")
    assert "touch.js" not in client.get("/home/").content.decode()
    client.post("/preferences/", {"aloud": "yes", "next": "/home/"})
    home = client.get("/home/").content.decode()
    assert home.index('class="listen full"') < home.index("<h1")
    assert home.count("data-listen ") == 1
    assert "touch.js" in home
    assert 'value="yes" aria-pressed="true"' in client.get("/home/ways/").content.decode()
    client.post("/preferences/", {"aloud": "loud"})
    assert "touch.js" in client.get("/home/").content.decode()
    client.post("/preferences/", {"aloud": "no"})
    assert "touch.js" not in client.get("/home/").content.decode()


def test_home_leads_to_everything_that_is_hers(world):
    home = world.client("my").get("/home/").content.decode()
    for path in ("/me/looked/", "/me/", "/me/data/", "/account/household/", "/home/ways/", "/home/matters/"):
        assert f'href="{path}"' in home, path


def test_she_sees_her_children_as_those_she_signs_for_and_takes_leave_back(world):
    client, my = world.client("my"), world.person("my")
    page = client.get("/account/household/").content.decode()
    young = timezone.localdate().year - 17
    children = Person.objects.members_of(my.household).filter(birth_year__gt=young).exclude(pk=my.pk)
    assert children
    assert page.count("Bà con ký thay") == len(children)
    for child in children:
        assert child.full_name in page
    for mandate in Mandate.objects.in_force(timezone.now()).filter(person=my):
        assert mandate.account.called in page
        client.post(f"/account/mandates/{mandate.uuid}/withdraw/")
    assert not Mandate.objects.in_force(timezone.now()).filter(person=my).exists()
    assert my.full_name not in world.client("hac").get("/account/household/").content.decode()
