"""Acting for someone who asked for it: proven, limited, seen by the person, taken back at any time."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tinhso.core.accounts.actions import (
    act_for,
    give_mandate,
    retire_person,
    withdraw_mandate,
)
from tinhso.core.accounts.actions.mandates import NoMandate, NoScope, NotProven, OwnBusiness, TooLong
from tinhso.core.accounts.domain import Kind, Role
from tinhso.core.accounts.models import Account, Mandate
from tinhso.core.accounts.models.mandates import ANYTHING, Evidence
from tinhso.core.accounts.models.sessions import SessionStore
from tinhso.core.accounts.tests.stories import (
    NOW,
    SYSTEM,
    account,
    by,
    office,
    officer,
    person,
    post,
    province,
    signed_in,
)
from tinhso.core.idempotency.models import Answer
from tinhso.core.people.actions import forget_person
from tinhso.core.people.domain.words import ForgetReason
from tinhso.events.worker import work_once
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def thoa_and_la():
    _top, lan, _va = province()
    thoa = account("thoa", kind=Kind.CITIZEN, who=person("Lường Thị Thoa", lan))
    post(thoa, Role.HELPER, lan, office("UBND Mường Lạn", lan))
    return thoa, person("Vàng Thị Lả", lan)


def asked(thoa, la, **also):
    told = {
        "scopes": [ANYTHING],
        "evidence_kind": Evidence.VOICE,
        "evidence": la.uuid,
        "ends_at": NOW + 30 * DAY,
        "by": by(thoa),
        "at": NOW,
    }
    return give_mandate(person=la, to=thoa, **(told | also))


def test_a_helper_acts_for_a_grandmother_who_said_yes():
    thoa, la = thoa_and_la()
    mandate = asked(thoa, la)
    client = signed_in(thoa)
    assert "Vàng Thị Lả" in client.get("/acting/").content.decode()
    client.post("/acting/", {"mandate": str(mandate.uuid)})
    actor, _rights = who(client)
    assert (actor.for_person, actor.mandate) == (la.uuid, mandate.uuid)
    assert Mandate.objects.allowing(actor, "petitions", at=NOW) == mandate
    client.post("/acting/", {"mandate": ""})
    assert who(client)[0].for_person is None


def who(client: Client):
    return Account.objects.who_asks(SessionStore(client.cookies["session"].value), at=NOW)


def test_leave_taken_back_ends_the_acting_at_once():
    thoa, la = thoa_and_la()
    mandate = asked(thoa, la)
    client = signed_in(thoa)
    client.post("/acting/", {"mandate": str(mandate.uuid)})
    citizen = signed_in(account("la", kind=Kind.CITIZEN, who=la))
    assert citizen.get("/account/mandates/").status_code == 200
    citizen.post(f"/account/mandates/{mandate.uuid}/withdraw/")
    actor, _rights = who(client)
    assert Mandate.objects.allowing(actor, "petitions", at=NOW) is None
    assert (actor.for_person, actor.mandate) == (None, None)
    assert client.post("/acting/", {"mandate": str(mandate.uuid)}).status_code == 404


def test_a_mandate_needs_proof_a_scope_an_end_and_a_helper_of_the_place():
    thoa, la = thoa_and_la()
    _top, _lan, va = province()
    with pytest.raises(NotProven):
        asked(thoa, la, evidence=None)
    with pytest.raises(NotProven):
        asked(thoa, la, evidence_kind=Evidence.TAP)
    with pytest.raises(NoScope):
        asked(thoa, la, scopes=[])
    with pytest.raises(TooLong):
        asked(thoa, la, ends_at=NOW + 400 * DAY)
    with pytest.raises(OwnBusiness):
        asked(thoa, thoa.person)
    with pytest.raises(NotYours):
        asked(thoa, person("Lò Văn Xa", va))


def test_a_mandate_holds_in_its_matters_and_days():
    thoa, la = thoa_and_la()
    mandate = asked(thoa, la, scopes=["petitions"])
    actor = Actor(account=thoa.pk, person=thoa.person_id, for_person=la.uuid, mandate=mandate.uuid)
    assert Mandate.objects.allowing(actor, "petitions", at=NOW) == mandate
    assert Mandate.objects.allowing(actor, "payments", at=NOW) is None
    assert Mandate.objects.allowing(actor, "petitions", at=NOW + 30 * DAY) is None
    other = Actor(account=officer("hac").pk, for_person=la.uuid, mandate=mandate.uuid)
    assert Mandate.objects.allowing(other, "petitions", at=NOW) is None


def test_nobody_acts_by_the_mandate_of_another():
    thoa, la = thoa_and_la()
    mandate = asked(thoa, la)
    hac = officer("hac")
    client = signed_in(hac)
    assert client.post("/acting/", {"mandate": str(mandate.uuid)}).status_code == 404
    assert client.post("/acting/", {"mandate": "nonsense"}).status_code == 404
    assert client.post(f"/account/mandates/{mandate.uuid}/withdraw/").status_code == 404
    with pytest.raises(NoMandate):
        act_for(mandate, session=SessionStore(), by=by(hac), at=NOW)
    with pytest.raises(NotYours):
        withdraw_mandate(mandate, by=by(hac), at=NOW)


def test_a_citizen_taps_and_chooses_among_the_helpers_at_home():
    thoa, la = thoa_and_la()
    _top, _lan, va = province()
    far = account("far", kind=Kind.CITIZEN, who=person("Lò Văn Xa", va))
    post(far, Role.HELPER, va, office("UBND Mường Và", va))
    client = signed_in(account("la", kind=Kind.CITIZEN, who=la))
    page = client.get("/account/mandates/").content.decode()
    assert str(thoa.uuid) in page
    assert str(far.uuid) not in page
    typed = {"helper": str(thoa.uuid), "last_day": "31/12/2026"}
    assert client.post("/account/mandates/", typed | {"helper": str(far.uuid)}).status_code == 400
    assert client.post("/account/mandates/", typed | {"last_day": "31/12/2036"}).status_code == 400
    assert client.post("/account/mandates/", typed).status_code == 302
    assert Mandate.objects.get().evidence_kind == Evidence.TAP


def test_nobody_enters_as_someone_who_is_gone():
    thoa, la = thoa_and_la()
    mandate = asked(thoa, la)
    mine = account("la", kind=Kind.CITIZEN, who=la)
    browser = signed_in(mine)
    retire_person(la.uuid, by=SYSTEM, at=NOW)
    assert browser.get("/account/").status_code == 302
    assert Mandate.objects.get(pk=mandate.pk).withdrawn_at == NOW


@pytest.mark.promise("P28")
def test_what_someone_was_answered_is_forgotten_with_them():
    thoa, la = thoa_and_la()
    mine = account("la", kind=Kind.CITIZEN, who=la)
    for scope in (f"account:{mine.pk}", f"account:{thoa.pk}"):
        Answer.objects.create(scope=scope, route="POST /", key="k", request_hash=b"", body=b"x", kept_at=NOW)
    retire_person(la.uuid, by=SYSTEM, at=NOW)
    assert Answer.objects.count() == 2
    forget_person(la, reason=ForgetReason.ASKED, by=SYSTEM, at=NOW)
    work_once(at=NOW)
    assert [answer.scope for answer in Answer.objects.all()] == [f"account:{thoa.pk}"]
