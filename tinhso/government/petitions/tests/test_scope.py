"""Whoever may act for Mỷ in one thing does not read what she said in another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.core.accounts.actions import give_mandate
from tinhso.core.accounts.models.mandates import Evidence
from tinhso.government.petitions.tests.stories import send
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db


def acting(world, scope):
    """Thoa's browser, in which she acts for Mỷ in one matter."""
    client, at = world.client("thoa"), timezone.now()
    by = Actor(account=world.account("thoa").pk, person=world.person("thoa").uuid)
    leave = give_mandate(
        person=world.person("my"), to=world.account("thoa"), scopes=[scope], evidence_kind=Evidence.VOICE,
        evidence=world.person("my").uuid, ends_at=at + timedelta(days=1), by=by, at=at,
    )  # fmt: skip
    assert client.post("/acting/", {"mandate": str(leave.uuid)}).status_code == 302
    return client


def reads(client, petition):
    """What she is answered at each door that leads to it."""
    own = client.get(f"/petitions/{petition.uuid}/").status_code
    listed = str(petition.uuid) in client.get("/petitions/").content.decode()
    told = [line["code"] for line in client.get("/api/petitions/petitions/mine").json()]
    return own, listed, told, str(petition.uuid) in client.get("/home/matters/").content.decode()


@pytest.mark.promise("P16")
def test_a_leave_for_another_matter_shows_no_petition(world):
    assert reads(acting(world, "procedures"), send(world)) == (404, False, [], False)


@pytest.mark.promise("P16")
def test_a_leave_for_petitions_shows_them(world):
    petition = send(world)
    own, listed, told, matter = reads(acting(world, "petitions"), petition)
    assert (own, listed, matter) == (200, True, True)
    assert petition.ref in told
