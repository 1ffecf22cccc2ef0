"""The register of accounts, machines' tokens, mandates, recoveries, and what follows when places and people change."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tinhso.core.accounts.actions import (
    agree_recovery,
    ask_recovery,
    confirm_post,
    follow_merge,
    make_token,
    open_account,
    sweep,
    undo_merge,
    use_recovery,
    withdraw_token,
)
from tinhso.core.accounts.actions.proofs import EndsWrongly, UnknownPermission
from tinhso.core.accounts.actions.recovery import Check, InvitationEnded, SecondPerson
from tinhso.core.accounts.domain import Kind, Role
from tinhso.core.accounts.models import Account, KnownDevice, Post, Session, Try
from tinhso.core.accounts.models.sessions import SessionStore, read_session
from tinhso.core.accounts.reactions import organisation_succeeded, place_divided, place_succeeded
from tinhso.core.accounts.tests.stories import (
    NOW,
    PASSWORD,
    SYSTEM,
    account,
    by,
    enters,
    office,
    officer,
    person,
    place,
    post,
    province,
    signed_in,
)
from tinhso.core.people.actions import merge_people
from tinhso.core.people.actions import undo_merge as part
from tinhso.core.places.models import PlaceChoice
from tinhso.events.reactions import Delivered
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


# The register


def test_a_head_sees_the_own_office_and_a_stranger_is_not_there():
    _top, _lan, va = province()
    muon, hac, far = officer("muon", Role.HEAD), officer("hac"), officer("far", at=va)
    client = signed_in(muon)
    page = client.get("/accounts/").content.decode()
    assert str(hac.uuid) in page
    assert str(far.uuid) not in page
    assert client.get(f"/accounts/{hac.uuid}/").status_code == 200
    for door in ("", "disable/", "enable/", "sign-out/", "recover/", "recover/agree/"):
        answer = client.post(f"/accounts/{far.uuid}/{door}") if door else client.get(f"/accounts/{far.uuid}/")
        assert answer.status_code == 404, door
    assert client.post(f"/accounts/posts/{Post.objects.get(account=far).uuid}/end/").status_code == 404
    assert client.get(f"/accounts/{far.uuid}/post/").status_code == 404


def test_a_head_gives_a_post_on_a_page_and_keeps_what_was_typed_when_it_is_refused():
    _top, lan, va = province()
    client, new = signed_in(officer("muon", Role.HEAD)), account("newcomer")
    typed = {"organisation": office("UBND Mường Lạn", lan).uuid, "role": "officer", "title": "Công chức mới"}
    answer = client.post(f"/accounts/{new.uuid}/post/", typed | {"place": va.uuid})
    assert answer.status_code == 400
    assert "Công chức mới" in answer.content.decode()
    assert (
        client.post(f"/accounts/{new.uuid}/post/", typed | {"role": "engineer", "place": lan.uuid}).status_code == 400
    )
    assert Post.objects.filter(account=new).count() == 0
    answer = client.post(f"/accounts/{new.uuid}/post/", typed | {"place": lan.uuid, "last_day": "31/12/2026"})
    assert answer.status_code == 302, answer.content.decode()
    given = Post.objects.get(account=new)
    assert given.ends_at.isoformat() == "2026-12-31T17:00:00+00:00"


def test_the_registrar_opens_an_account_and_a_second_one_agrees_to_the_wide_post():
    top, _lan, _va = province()
    one, two = officer("one", Role.REGISTRAR, at=top), officer("two", Role.REGISTRAR, at=top)
    client, chu = signed_in(one), person("Sùng A Chu")
    answer = client.post("/accounts/open/", {"username": "chu", "person": ""})
    opened = Account.objects.get(username="chu")
    assert answer["Location"] == f"/accounts/{opened.uuid}/"
    assert client.post("/accounts/open/", {"username": "Chu", "person": ""}).status_code == 400
    assert client.post("/accounts/open/", {"username": "a b", "person": str(chu.uuid)}).status_code == 400
    waiting = post(opened, Role.ENGINEER, top, office("Sở KH&CN", top), by=by(one))
    client.post(f"/accounts/posts/{waiting.uuid}/confirm/")
    assert Post.objects.get(pk=waiting.pk).confirmed_at is None
    signed_in(two).post(f"/accounts/posts/{waiting.uuid}/confirm/")
    assert Post.objects.get(pk=waiting.pk).confirmed_at == NOW


def test_an_officer_finds_the_register_closed():
    client = signed_in(officer("hac"))
    for door in ("/accounts/", "/accounts/open/"):
        assert client.get(door).status_code == 403


@pytest.mark.asvs("8.3.1")
def test_actions_refuse_who_has_no_right():
    _top, lan, _va = province()
    hac, new = officer("hac"), account("newcomer")
    for actor in (by(hac), Actor()):
        with pytest.raises(NotYours):
            open_account(username="xx", kind=Kind.STAFF, person=None, by=actor, at=NOW)
        with pytest.raises(NotYours):
            post(new, Role.HEAD, lan, office("UBND Mường Lạn", lan), by=actor)
        with pytest.raises(NotYours):
            confirm_post(Post.objects.get(account=hac), by=actor, at=NOW)


# Tokens


def token_of(holder, scope=("give_mandate",), ends=NOW + DAY):
    session = SessionStore(signed_in(holder).cookies["session"].value)
    return make_token(holder, name="máy", scope=scope, ends_at=ends, session=session, by=by(holder), at=NOW)


def bears(token: str, path: str = "/api/accounts/me", **extra):
    return Client().get(path, headers={"Authorization": f"Bearer {token}"}, **extra)


def test_a_token_carries_its_scope_until_it_ends_or_is_withdrawn(clock):
    muon = officer("muon", Role.HEAD)
    text = token_of(muon)
    answer = bears(text)
    assert answer.json()["permissions"] == ["give_mandate"]
    assert bears(f"{text}x").status_code == 401
    assert text not in str(list(muon.tokens.values()))
    clock.shift(DAY)
    assert bears(text).status_code == 401
    clock.move_to(NOW)
    withdraw_token(muon.tokens.get(), by=by(muon), at=NOW)
    assert bears(text).status_code == 401


def test_a_token_opens_no_page_and_a_token_is_not_made_beyond_ones_rights():
    hac = officer("hac")
    text = token_of(hac)
    assert bears(text, "/account/").status_code == 302
    with pytest.raises(UnknownPermission):
        token_of(hac, scope=["give_post"])
    with pytest.raises(EndsWrongly):
        token_of(hac, ends=NOW + 400 * DAY)


@pytest.mark.asvs("3.5.1")
def test_the_api_asks_a_session_for_the_pages_proof_and_a_token_for_none():
    hac = officer("hac")
    browser = signed_in(hac)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["session"] = browser.cookies["session"].value
    assert strict.get("/api/accounts/me").status_code == 200
    assert strict.post("/api/accounts/me").status_code == 403
    bearer = Client(enforce_csrf_checks=True)
    answer = bearer.post("/api/accounts/me", headers={"Authorization": f"Bearer {token_of(hac)}"})
    assert answer.status_code == 405


def test_the_page_shows_a_token_once():
    hac = officer("hac")
    client = enters(hac, NOW)
    typed = {"name": "Máy báo cáo", "scope": ["give_mandate"], "last_day": "21/12/2026"}
    answer = client.post("/account/tokens/", typed)
    assert "tinhso_" in answer.content.decode()
    assert "tinhso_" not in client.get("/account/").content.decode()
    assert "Máy báo cáo" in client.get("/account/").content.decode()


# Beginning anew


@pytest.mark.asvs("6.4.1", "6.4.3", "6.4.4")
def test_two_officers_let_someone_begin_anew():
    muon, hac, second = officer("muon", Role.HEAD), officer("hac"), officer("second", Role.HEAD)
    browser = signed_in(hac)
    recovery = ask_recovery(hac, checked=Check.CARD, by=by(muon), at=NOW)
    with pytest.raises(SecondPerson):
        agree_recovery(recovery, by=by(muon), at=NOW)
    invitation = agree_recovery(recovery, by=by(second), at=NOW)
    assert browser.get("/account/").status_code == 302
    assert Client().post("/sign-in/", {"username": "hac", "password": PASSWORD}).status_code == 400
    typed = {"invitation": invitation, "new_password": "short"}
    assert Client().post("/sign-in/begin/", typed).status_code == 400
    new = "ba con ngong bay qua doi"
    assert Client().post("/sign-in/begin/", typed | {"new_password": new}).status_code == 302
    assert Client().post("/sign-in/begin/", typed | {"new_password": new}).status_code == 400
    answer = Client().post("/sign-in/", {"username": "hac", "password": new})
    assert answer["Location"] == "/sign-in/enrol/"


@pytest.mark.asvs("6.4.1")
def test_an_invitation_is_good_for_one_day():
    muon, hac, second = officer("muon", Role.HEAD), officer("hac"), officer("second", Role.HEAD)
    invitation = agree_recovery(ask_recovery(hac, checked=Check.CARD, by=by(muon), at=NOW), by=by(second), at=NOW)
    with pytest.raises(InvitationEnded):
        use_recovery(invitation, new="ba con ngong bay qua doi", by=Actor(), at=NOW + DAY + timedelta(seconds=1))


def test_the_pages_of_beginning_anew():
    muon, hac, second = officer("muon", Role.HEAD), officer("hac"), officer("second", Role.HEAD)
    first, other = signed_in(muon), signed_in(second)
    first.post(f"/accounts/{hac.uuid}/recover/", {"checked": "card"})
    assert other.get(f"/accounts/{hac.uuid}/").status_code == 200
    page = other.post(f"/accounts/{hac.uuid}/recover/agree/").content.decode()
    assert "tinhso_" in page
    assert other.post(f"/accounts/{hac.uuid}/recover/agree/").status_code == 404


# Following places and people


def delivered(name: str, **data: object) -> Delivered:
    return Delivered(seq=1, name=name, version=1, data=data, about_kind="places.place", about="x", place=None, at=NOW)


def test_posts_follow_a_whole_place_and_a_person_says_where_those_of_a_divided_one_go():
    top, lan, va = province()
    hac = officer("hac")
    new = place("Sốp Cộp", top)
    place_succeeded(delivered("places.PlaceSucceeded", old=lan.pk, new=new.pk, part=True))
    assert Post.objects.get(account=hac).place == lan
    place_succeeded(delivered("places.PlaceSucceeded", old=lan.pk, new=new.pk, part=False))
    assert Post.objects.get(account=hac).place == new
    far = officer("far", at=va)
    place_divided(delivered("places.PlaceDivided", old=va.pk))
    assert PlaceChoice.objects.get().ref == Post.objects.get(account=far).uuid


def test_posts_follow_their_office_into_its_successor():
    _top, lan, va = province()
    hac, new = officer("hac"), office("UBND Mường Và", va)
    old = office("UBND Mường Lạn", lan)
    told = {"seq": 1, "name": "organisations.OrganisationSucceeded", "version": 1, "place": None, "at": NOW}
    organisation_succeeded(Delivered(**told, about_kind="x", about=str(old.uuid), data={"new": str(new.uuid)}))
    assert Post.objects.get(account=hac).organisation == new
    assert Account.objects.rights_of(by(hac), at=NOW).agencies("give_mandate") == {new.pk}


def test_accounts_follow_a_merge_and_its_undoing():
    _top, lan, _va = province()
    one, other = person("Giàng Thị Mỷ", lan), person("Giàng Thị My", lan)
    mine = account("my", kind=Kind.CITIZEN, who=other)
    merge = merge_people(one, other, by=SYSTEM, at=NOW)
    follow_merge(other.uuid, kept=one.uuid, merge=merge.uuid, by=SYSTEM, at=NOW)
    assert Account.objects.get(pk=mine.pk).person_id == one.uuid
    part(merge, by=SYSTEM, at=NOW)
    undo_merge(merge.uuid, back=other.uuid, by=SYSTEM, at=NOW)
    assert Account.objects.get(pk=mine.pk).person_id == other.uuid


# What lies in the tables


def test_the_written_out_question_of_a_session_answers_as_the_orm_does():
    hac = officer("hac")
    shut = officer("shut")
    keys = [signed_in(one).cookies["session"].value for one in (hac, shut)]
    Account.objects.filter(pk=shut.pk).update(is_active=False)
    for key in [*keys, "nobody"]:
        rows = Session.objects.select_related("account").filter(session_key=key, expire_date__gt=NOW)
        row, read = rows.first(), read_session(key, at=NOW)
        if row is None:
            assert read is None
            continue
        assert (read.session_data, read.opened_at, read.seen_at) == (row.session_data, row.opened_at, row.seen_at)
        assert read.holder == (row.account.holder if row.account.is_active else None)
    assert read_session(keys[0], at=NOW + DAY) is None


@pytest.mark.parametrize(("who_may", "cold"), [("citizen", 3), ("officer", 6)])
def test_who_asks_costs_one_query_when_warm_and_few_when_cold(django_assert_num_queries, who_may, cold):
    holder = officer("hac") if who_may == "officer" else account("my", kind=Kind.CITIZEN)
    key = signed_in(holder).cookies["session"].value
    with django_assert_num_queries(cold):
        Account.objects.who_asks(SessionStore(key), at=NOW)
    with django_assert_num_queries(1):
        Account.objects.who_asks(SessionStore(key), at=NOW)
    with django_assert_num_queries(0):
        Account.objects.who_asks(SessionStore(None), at=NOW)


def test_what_is_over_is_swept_away():
    hac = officer("hac")
    enters(hac, NOW)
    Client().post("/sign-in/", {"username": "hac", "password": "wrong"})
    KnownDevice.objects.update(seen_at=NOW - 200 * DAY)
    sweep(at=NOW + 2 * DAY)
    assert (Session.objects.count(), Try.objects.count(), KnownDevice.objects.count()) == (0, 0, 0)
