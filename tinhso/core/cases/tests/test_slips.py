"""Slips of every system: one door, one key, and those that people already hold."""

import hashlib
import hmac
from pathlib import Path
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from tinhso.core.cases.actions.slips import find_by_token, renew_slip, secret, token
from tinhso.core.cases.domain.slips import secret_of, token_of
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.slips import KEY_FILE
from tinhso.core.cases.tests.stories import MONDAY, Office, is_
from tinhso.core.cases.views import slips
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours

SEED = UUID("7d1c6a52-3f0e-4b5a-9c41-0a8e6f2b9d13")


@pytest.fixture
def _old_key(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / KEY_FILE).write_text("5e" * 32)


@pytest.fixture
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system of the stories shows its cases to who holds a slip."""
    monkeypatch.setattr(slips, "_pages", {})
    slips.followed("stories")(lambda _request, case, _key: HttpResponse(case.state))
    slips.followed("stories", "rate")(lambda request, case, _key: HttpResponse(f"{request.method} {case.ref}"))


def test_a_secret_is_made_as_it_was_when_only_dossiers_had_slips():
    key = hmac.new(bytes.fromhex("5e" * 32), b"tracking", hashlib.sha256).digest()
    assert (secret_of(key, SEED, 1), token_of(key, SEED, 1)) == ("044148601", "gw7nl3a7gl6wkcou")
    assert (secret_of(key, SEED, 2), token_of(key, SEED, 2)) == ("131157015", "4xwwfrruwf2nbvhn")


@pytest.mark.usefixtures("_old_key")
def test_a_slip_that_was_printed_before_the_move_still_opens(lan: Office):
    case = lan.errand()
    Case.objects.filter(pk=case.pk).update(slip_seed=SEED, slip_turn=2)
    assert find_by_token(case.ref, "4xwwfrruwf2nbvhn") == case
    assert find_by_token(case.ref, "gw7nl3a7gl6wkcou") is None, "the one that was lost"
    case.refresh_from_db()
    assert secret(case) == "131157015"


@pytest.mark.usefixtures("_told")
def test_one_door_leads_to_the_page_of_whichever_system_has_the_case(lan: Office, client: Client):
    case = lan.errand()
    led = client.post("/track/", {"code": f" {case.ref.lower()} ", "secret": secret(case)})
    assert led["Location"] == f"/track/{case.ref}/{token(case)}/"
    assert client.get(led["Location"]).content == b"filed"
    assert client.post(f"{led['Location']}rate/").content == f"POST {case.ref}".encode()
    assert client.get(f"{led['Location']}other/").status_code == 404, "no such step"
    assert client.get(f"/track/{case.ref}/{'a' * 16}/rate/").status_code == 404


def test_a_case_whose_system_shows_nothing_is_as_unknown_as_any(lan: Office, client: Client):
    case = lan.errand()
    shown, unknown = (client.get(f"/track/{case.ref}/{key}/") for key in (token(case), "a" * 16))
    assert (shown.status_code, len(shown.content)) == (unknown.status_code, len(unknown.content))
    assert unknown.status_code == 404


@pytest.mark.promise("P21")
@pytest.mark.usefixtures("_told")
def test_wrong_pairs_all_look_alike_and_run_dry(lan: Office, client: Client, django_assert_num_queries):
    case = lan.errand()
    wrong = f"{(int(secret(case)) + 1) % 10**9:09}"
    pairs = [(case.ref, wrong), ("H52.LAN-999999", wrong), ("H52.LAN-999999", secret(case))]
    answers = []
    for code, digits in pairs:
        with django_assert_num_queries(3):
            answers.append(client.post("/track/", {"code": code, "secret": digits}))
    assert {(one.status_code, len(one.content)) for one in answers} == {(404, len(answers[0].content))}
    assert case.title.encode() not in answers[0].content
    for _time in range(4):
        client.post("/track/", {"code": case.ref, "secret": wrong})
    assert client.post("/track/", {"code": case.ref, "secret": secret(case)}).status_code == 429
    assert client.get(f"/track/{case.ref}/{token(case)}/").status_code == 200, "the square is never shut"


def test_a_lost_slip_is_made_void_by_those_who_may(lan: Office):
    case = lan.errand()
    old = token(case)
    with pytest.raises(NotYours):
        renew_slip(case, by=Actor(), at=MONDAY)
    renewed = renew_slip(case, by=is_(lan.hac), at=MONDAY)
    assert find_by_token(case.ref, old) is None
    assert find_by_token(case.ref, token(renewed)) == case
