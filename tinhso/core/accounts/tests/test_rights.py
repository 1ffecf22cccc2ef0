"""A post gives what its role may, where the post is, as long as it lasts; nothing leaks out of it."""

from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.core.accounts.actions import (
    confirm_post,
    delegate_post,
    disable_account,
    end_delegation,
    end_post,
    give_post,
    move_posts,
)
from tinhso.core.accounts.actions.accounts import NotYourOwn
from tinhso.core.accounts.actions.posts import (
    AlreadyHeld,
    BeyondThePost,
    EndsTooSoon,
    NotToYourself,
    RoleTooHigh,
)
from tinhso.core.accounts.domain import Grant, Held, Kind, Role
from tinhso.core.accounts.domain.rights import gathered
from tinhso.core.accounts.models import Account, Post
from tinhso.core.accounts.models.rights import _kept as kept_rights
from tinhso.core.accounts.models.rights import forget, known_at, passed
from tinhso.core.accounts.tests.stories import NOW, SYSTEM, account, by, office, officer, place, post, province
from tinhso.kit.refusals import NotYours, Refusal

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=1)

ids = st.integers(1, 12)
parts = st.one_of(st.none(), st.frozensets(ids, max_size=4))
posts = st.lists(
    st.tuples(st.frozensets(st.sampled_from(["read", "write", "sign"])), st.builds(Grant, parts, parts)), max_size=4
)


@given(posts, st.sampled_from(["read", "write", "sign"]), ids, ids)
def test_a_permission_holds_exactly_where_one_post_gives_it(held, permission, at, agency):
    rights = Held(person=None, shell="desk", roles=frozenset(), grants=gathered(held))
    given_there = any(
        permission in permissions
        and (grant.places is None or at in grant.places)
        and (grant.agencies is None or agency in grant.agencies)
        for permissions, grant in held
    )
    assert rights.may(permission, place=at, agency=agency) == given_there
    everywhere = rights.places(permission)
    assert not given_there or everywhere is None or at in everywhere


@given(posts, st.frozensets(st.sampled_from(["read", "write", "sign"])), ids)
def test_a_token_never_carries_more_than_its_scope_and_its_holder(held, scope, at):
    rights = Held(person=None, shell="desk", roles=frozenset(), grants=gathered(held))
    narrowed = rights.only(scope)
    for permission in ("read", "write", "sign"):
        assert narrowed.may(permission, place=at) == (permission in scope and rights.may(permission, place=at))


@given(posts, st.sampled_from(["read", "write", "sign"]), ids, ids)
def test_a_role_holds_exactly_where_one_post_carries_it(held, role, at, agency):
    rights = Held(person=None, shell="desk", roles=frozenset(), grants={}, seats=gathered(held))
    assert rights.holds(role, place=at, agency=agency) == any(
        role in roles and grant.covers(at, agency) for roles, grant in held
    )


def test_a_role_is_held_in_its_own_office_and_place_and_a_lent_one_tells_whose_it_is():
    _top, lan, va = province()
    muon, hac = officer("muon", Role.HEAD), officer("hac")
    committee = office("UBND Mường Lạn", lan)
    rights = Account.objects.rights_of(by(muon), at=LATER)
    assert rights.holds("head", place=lan.pk, agency=committee.pk)
    assert not rights.holds("head", place=va.pk, agency=committee.pk)
    assert not rights.holds("officer", place=lan.pk, agency=committee.pk)
    assert not Account.objects.rights_of(by(hac), at=LATER).holds("head", place=lan.pk)
    held = Post.objects.get(account=muon)
    week = {"starts_at": NOW, "ends_at": NOW + timedelta(days=7)}
    delegate_post(held, to=hac, **week, reason="họp", by=by(muon), at=NOW)
    lent = Account.objects.rights_of(by(hac), at=LATER)
    assert lent.holds("head", place=lan.pk, agency=committee.pk)
    assert lent.lent_by == {muon.pk}
    assert rights.lent_by == frozenset()


def test_who_carries_a_role_for_an_office_may_sit_in_the_one_above():
    top, lan, va = province()
    muon, hac = officer("muon", Role.HEAD), officer("hac", at=va)
    committee = office("UBND Mường Lạn", lan)
    counter = office("Một cửa Mường Lạn", lan, committee)
    here = {"places": [top.pk, lan.pk], "agency": counter.pk, "at": LATER}
    assert [one.account for one in Post.objects.carrying("head", **here)] == [muon]
    assert not Post.objects.carrying("officer", **here)
    there = {"places": [top.pk, va.pk], "agency": None, "at": LATER}
    assert [one.account for one in Post.objects.carrying("officer", **there)] == [hac]


def test_what_a_door_found_holds_for_its_own_reading_of_the_clock_only():
    hac = officer("hac")
    Account.objects.rights_of(by(hac), at=LATER)
    assert known_at(hac.pk, at=LATER) is None
    passed(hac.pk, at=LATER)
    assert known_at(hac.pk, at=LATER) == Account.objects.rights_of(by(hac), at=LATER)
    assert known_at(hac.pk, at=LATER + timedelta(microseconds=1)) is None
    end_post(Post.objects.get(account=hac), by=SYSTEM, at=LATER)
    assert known_at(hac.pk, at=LATER) is None


def test_an_officer_of_one_commune_may_nothing_in_the_next():
    _top, lan, va = province()
    village = place("Bản Cáp", lan, kind="village")
    muon = officer("muon", Role.HEAD)
    rights = Account.objects.rights_of(by(muon), at=NOW)
    assert rights.may("give_post", place=lan.pk)
    assert rights.may("give_post", place=village.pk)
    assert not rights.may("give_post", place=va.pk)
    assert rights.places("give_post") == {lan.pk, village.pk}
    assert not rights.may("give_post", agency=office("UBND Mường Và", va).pk)
    assert rights.shell == "desk"


def test_a_post_at_the_top_of_the_province_holds_everywhere():
    top, _lan, va = province()
    registrar = account("registrar")
    post(registrar, Role.REGISTRAR, top, office("Sở Nội vụ", top))
    rights = Account.objects.rights_of(by(registrar), at=NOW)
    assert rights.places("give_post") is None
    assert rights.may("give_post", place=va.pk, agency=office("UBND Mường Và", va).pk)


def test_a_head_gives_a_post_in_the_own_office_only():
    _top, lan, va = province()
    muon, new = officer("muon", Role.HEAD), account("new")
    told = {"role": Role.OFFICER, "title": "Công chức", "starts_at": NOW, "ends_at": None, "by": by(muon), "at": NOW}
    given_post = give_post(new, organisation=office("UBND Mường Lạn", lan), place=lan, **told)
    assert Account.objects.rights_of(by(new), at=NOW).may("give_mandate", place=lan.pk)
    with pytest.raises(NotYours):
        give_post(new, organisation=office("UBND Mường Và", va), place=va, **told)
    with pytest.raises(NotYours):
        give_post(new, organisation=office("UBND Mường Lạn", lan), place=va, **told)
    with pytest.raises(AlreadyHeld):
        give_post(new, organisation=given_post.organisation, place=lan, **told)


@pytest.mark.parametrize("role", [Role.HEAD, Role.LEADER, Role.ENGINEER, Role.REGISTRAR])
def test_a_head_makes_nobody_their_equal_or_better(role):
    _top, lan, _va = province()
    muon, new = officer("muon", Role.HEAD), account("new")
    with pytest.raises(RoleTooHigh):
        post(new, role, lan, office("UBND Mường Lạn", lan), by=by(muon))


def test_nobody_gives_a_post_to_themselves():
    top, lan, _va = province()
    registrar = account("registrar")
    post(registrar, Role.REGISTRAR, top, office("Sở Nội vụ", top))
    with pytest.raises(NotToYourself):
        post(registrar, Role.HEAD, lan, office("UBND Mường Lạn", lan), by=by(registrar))


def test_a_post_over_all_agencies_needs_a_second_person():
    top, _lan, _va = province()
    one, two, new = account("one"), account("two"), account("new")
    for registrar in (one, two):
        post(registrar, Role.REGISTRAR, top, office("Sở Nội vụ", top))
    waiting = post(new, Role.ENGINEER, top, office("Trung tâm dữ liệu", top), by=by(one))
    assert not Account.objects.rights_of(by(new), at=NOW).may("see_accounts")
    with pytest.raises(NotToYourself):
        confirm_post(waiting, by=by(one), at=NOW)
    confirm_post(waiting, by=by(two), at=NOW)
    assert Account.objects.rights_of(by(new), at=NOW).may("see_accounts")


def test_a_post_begins_and_ends_at_its_moments():
    _top, lan, _va = province()
    new = account("new")
    ends = NOW + timedelta(days=2)
    post(new, Role.HEAD, lan, office("UBND Mường Lạn", lan), starts_at=NOW + timedelta(days=1), ends_at=ends)
    may = [Account.objects.rights_of(by(new), at=NOW + timedelta(hours=h)).may("give_post") for h in (0, 25, 47, 48)]
    assert may == [False, True, True, False]
    with pytest.raises(EndsTooSoon):
        post(new, Role.HOST, lan, office("UBND Mường Lạn", lan), ends_at=NOW)


def test_an_ended_post_is_over_at_once_and_what_was_lent_with_it():
    muon, hac = officer("muon", Role.HEAD), officer("hac")
    held = Post.objects.get(account=muon)
    delegate_post(held, to=hac, starts_at=NOW, ends_at=NOW + timedelta(days=9), reason="Đi học", by=by(muon), at=NOW)
    assert Account.objects.rights_of(by(hac), at=LATER).may("give_post")
    end_post(held, by=by(officer("registrar", Role.REGISTRAR)), at=LATER)
    for one in (muon, hac):
        assert not Account.objects.rights_of(by(one), at=LATER).may("give_post")


def test_rights_seen_within_a_change_that_was_taken_back_are_never_used():
    _top, lan, _va = province()
    new, of = account("new"), office("UBND Mường Lạn", lan)
    with suppress(RuntimeError), transaction.atomic():
        post(new, Role.HEAD, lan, of, starts_at=NOW)
        assert Account.objects.rights_of(by(new), at=LATER).may("give_post")
        seen = kept_rights[new.pk]
        raise RuntimeError
    post(new, Role.HOST, lan, of, starts_at=NOW)
    kept_rights[new.pk] = seen  # as another process still has it
    assert not Account.objects.rights_of(by(new), at=LATER).may("give_post")


days = st.integers(-3, 30)


@settings(max_examples=25, deadline=None)
@given(begins=days, ends=days, post_ends=st.one_of(st.none(), st.integers(1, 20)), looked=st.integers(0, 30))
def test_a_delegation_never_gives_more_than_the_post(begins, ends, post_ends, looked):
    with undone():
        _top, lan, _va = province()
        muon, hac = account("muon"), account("hac")
        until = None if post_ends is None else NOW + timedelta(days=post_ends)
        held = post(muon, Role.HEAD, lan, office("UBND Mường Lạn", lan), ends_at=until)
        first, last = NOW + timedelta(days=begins), NOW + timedelta(days=ends)
        with suppress(Refusal):
            delegate_post(held, to=hac, starts_at=first, ends_at=last, reason="Đi học", by=by(muon), at=NOW)
        moment = NOW + timedelta(days=looked)
        owner, other = (Account.objects.rights_of(by(one), at=moment) for one in (muon, hac))
        lent = other.may("give_post", place=lan.pk)
        assert not lent or owner.may("give_post", place=lan.pk)
        assert not lent or first <= moment < last


@contextmanager
def undone():
    """What happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget(None)


def test_a_post_is_lent_within_its_own_time_and_by_its_holder():
    _top, lan, _va = province()
    muon, hac, other = account("muon"), officer("hac"), officer("other")
    held = post(muon, Role.HEAD, lan, office("UBND Mường Lạn", lan), ends_at=NOW + timedelta(days=20))
    told = {"starts_at": NOW, "reason": "Đi học", "at": NOW}
    with pytest.raises(BeyondThePost):
        delegate_post(held, to=hac, ends_at=NOW + timedelta(days=21), by=by(muon), **told)
    with pytest.raises(NotYours):
        delegate_post(held, to=hac, ends_at=NOW + timedelta(days=2), by=by(hac), **told)
    lent = delegate_post(held, to=hac, ends_at=NOW + timedelta(days=2), by=by(muon), **told)
    with pytest.raises(NotYours):
        delegate_post(held, to=other, ends_at=NOW + timedelta(days=1), by=by(hac), **told)
    assert Account.objects.rights_of(by(hac), at=NOW + timedelta(days=1)).may("give_post")
    assert not Account.objects.rights_of(by(hac), at=NOW + timedelta(days=2)).may("give_post")
    end_delegation(lent, by=by(hac), at=LATER)
    assert not Account.objects.rights_of(by(hac), at=LATER).may("give_post")


def test_posts_follow_a_place_into_its_successor():
    top, lan, _va = province()
    hac = officer("hac", Role.HEAD)
    new = place("Sốp Cộp", top)
    assert move_posts(old=lan.pk, new=new.pk, by=by(hac), at=NOW) == 1
    rights = Account.objects.rights_of(by(hac), at=LATER)
    assert rights.may("give_post", place=new.pk)
    assert not rights.may("give_post", place=lan.pk)


def test_a_head_shuts_nobody_of_another_office_and_not_themselves():
    _top, _lan, va = province()
    muon, hac, far = officer("muon", Role.HEAD), officer("hac"), officer("far", at=va)
    with pytest.raises(NotYours):
        disable_account(far, by=by(muon), at=NOW)
    with pytest.raises(NotYourOwn):
        disable_account(muon, by=by(muon), at=NOW)
    disable_account(hac, by=by(muon), at=NOW)
    assert not Account.objects.rights_of(by(hac), at=LATER).signed_in


def test_a_citizen_has_the_grants_of_a_citizen_and_no_more():
    my = account("my", kind=Kind.CITIZEN)
    rights = Account.objects.rights_of(by(my), at=NOW)
    assert rights.signed_in
    assert rights.shell == "citizen"
    assert not rights.may("see_accounts")
