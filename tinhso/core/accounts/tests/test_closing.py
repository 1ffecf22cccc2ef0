"""Closing one's own account: it says what stays, ends every session, can be taken back, and then is for good."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tinhso.core.accounts.actions.closing import close_what_was_asked
from tinhso.core.accounts.actions.entering import prove_again
from tinhso.core.accounts.models import Session
from tinhso.events.models import Entry

pytestmark = pytest.mark.django_db
CLOSE = "/account/close/"


def told(account):
    return list(Entry.objects.filter(about=str(account.uuid)).order_by("id").values_list("name", flat=True))


def test_she_closes_it_thinks_better_of_it_and_closes_it_for_good(world):
    account, client, other = world.account("my"), world.client("my"), world.client("my")
    page = client.get(CLOSE).content.decode()
    for said in ("33/2024/QH15", "Cái gì ở lại", "Việc này còn dở"):
        assert said in page, said
    client.post(CLOSE)
    assert not Session.objects.filter(account=account).exists()
    assert "/sign-in/?next=" in other.get("/home/").headers["Location"]

    back = world.client("my")
    assert "Bà con có muốn giữ lại không?" in back.get("/home/").content.decode()
    back.post("/account/keep/")
    at = timezone.now()
    assert close_what_was_asked(at=at + timedelta(days=60)) == 0

    world.client("my").post(CLOSE)
    days = timedelta(days=settings.CLOSING_DAYS)
    assert close_what_was_asked(at=at + days - timedelta(minutes=1)) == 0
    assert close_what_was_asked(at=timezone.now() + days) == 1
    account.refresh_from_db()
    assert (account.is_active, account.closed_at is not None) == (False, True)
    names = ("accounts.ClosingAsked", "accounts.ClosingTakenBack", "accounts.ClosingAsked", "accounts.AccountClosed")
    assert tuple(one for one in told(account) if "Clos" in one) == names


def test_whoever_has_not_just_proven_themselves_proves_it_first(world):
    client = world.client("my")
    session = client.session
    prove_again(session, at=timezone.now() - timedelta(hours=1))
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert "/account/again/" in client.post(CLOSE).headers["Location"]
    assert world.account("my").closes_at is None


def test_an_account_of_an_office_is_not_closed_by_its_holder(world):
    assert world.client("hac").get(CLOSE).status_code == 404
    assert world.client("hac").post(CLOSE).status_code == 404
