"""Whoever may act for grandmother Lả in one thing does not open her papers in another."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.core.accounts.actions import give_mandate, withdraw_mandate
from tinhso.core.accounts.models.mandates import Evidence
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.tests.stories import BIRTH
from tinhso.government.procedures.tests.test_assisting import files_for
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db


def acting(world, *scopes):
    """Thoa's browser, in which she acts for Lả in these matters; and the leave for it."""
    client, at = world.client("thoa"), timezone.now()
    by = Actor(account=world.account("thoa").pk, person=world.person("thoa").uuid)
    leave = give_mandate(
        person=world.person("la"), to=world.account("thoa"), scopes=scopes, evidence_kind=Evidence.VOICE,
        evidence=world.person("la").uuid, ends_at=at + timedelta(days=1), by=by, at=at,
    )  # fmt: skip
    assert client.post("/acting/", {"mandate": str(leave.uuid)}).status_code == 302
    return client, leave


@pytest.fixture
def dossier(world) -> Dossier:
    return files_for(world, world.client("thoa"))[0]


def addresses(dossier):
    mine = f"/dossiers/mine/{dossier.uuid}/"
    return (mine, f"{mine}receipt/", "/dossiers/", "/dossiers/store/")


@pytest.mark.promise("P16")
def test_a_leave_for_another_matter_opens_no_dossier_and_files_none(world, dossier):
    client, _leave = acting(world, "petitions")
    for address in addresses(dossier):
        assert client.get(address).status_code == 404, address
    assert client.get(reverse("file_procedure", args=[BIRTH])).status_code == 404


@pytest.mark.promise("P16")
def test_a_leave_for_procedures_opens_them_until_it_is_taken_back(world, dossier):
    client, leave = acting(world, "procedures")
    mine = addresses(dossier)[0]
    assert client.get(mine).status_code == 200
    withdraw_mandate(leave, by=Actor.system(), at=timezone.now())
    assert client.get(mine).status_code == 404
