"""The pages of an office: every one is opened by the people of the demo and does what its action does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tinhso.core.payments.actions import ask_payment, take_credit
from tinhso.core.payments.models import Intent, MoneyMatter, PayeeAccount, PayeeProposal, Refund, Statement
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def mine(world) -> Intent:
    """What Mỷ is asked for this month."""
    return Intent.objects.get(payer=world.person("my").uuid, purpose="now")


def comes(intent: Intent, amount: int, content: str = "") -> None:
    at = timezone.now()
    take_credit(
        payee=intent.payee, provider="sepay", provider_ref=f"p{at.timestamp()}", amount=amount,
        content=content or intent.order_code, paid_at=at, by=SYSTEM, at=at,
    )  # fmt: skip


def test_an_officer_settles_money_that_waits(world, mine):
    hac = world.client("hac")
    comes(mine, mine.amount - 5_000)
    matter = MoneyMatter.objects.open().get(credit__intent=mine)
    assert str(matter.uuid) in hac.get("/payments/waiting/").content.decode()
    assert "Cán bộ đang xem" in world.client("my").get(f"/pay/{mine.uuid}/").content.decode()

    page = f"/payments/waiting/{matter.uuid}/"
    assert hac.post(page, {"how": "accepted", "reason": ""}).status_code == 400
    assert hac.post(page, {"how": "rest_asked", "days": "7"}).status_code == 302
    mine.refresh_from_db()
    assert mine.due == 5_000
    assert hac.get(page).status_code == 404


def test_money_without_a_code_is_attached_by_its_code(world, mine):
    hac = world.client("hac")
    comes(mine, mine.amount, "tien cua chi My")
    matter = MoneyMatter.objects.open().filter(credit__content="tien cua chi My").get()
    page = f"/payments/waiting/{matter.uuid}/"
    assert hac.post(page, {"how": "attached", "code": "TS22222222"}).status_code == 400
    assert hac.post(page, {"how": "attached", "code": mine.order_code.lower()}).status_code == 302
    mine.refresh_from_db()
    assert mine.is_paid


def test_a_refund_takes_the_officer_and_the_head(world, mine):
    hac, muon = world.client("hac"), world.client("muon")
    comes(mine, mine.amount)
    assert hac.post(f"/payments/refunds/ask/{mine.uuid}/", {"reason": "thu nhầm"}).status_code == 302
    refund = Refund.objects.get(credit__intent=mine)
    assert hac.post(f"/payments/refunds/{refund.uuid}/approve/").status_code == 403
    muon.post(f"/payments/refunds/{refund.uuid}/approve/")
    hac.post(f"/payments/refunds/{refund.uuid}/done/", {"slip": "UNC 5"})
    mine.refresh_from_db()
    assert mine.state == "refunded"


def test_a_head_sends_in_a_statement_looks_and_takes_it_in(world, mine):
    muon, account = world.client("muon"), mine.payee
    lines = (
        f"Ngày giao dịch;Số tham chiếu;Ghi có;Nội dung\n23/11/2026;FT9;25.000;{mine.order_code}\nhôm qua;FT8;1.000;x\n"
    )
    file = SimpleUploadedFile("sao-ke.csv", lines.encode("utf-8-sig"), content_type="text/csv")
    sent = muon.post(f"/payments/accounts/{account.uuid}/statements/", {"file": file})
    assert sent.status_code == 302, sent.content.decode()
    page = sent.headers["Location"]
    assert "Không đọc được ngày" in muon.get(page).content.decode()
    assert muon.post(page).status_code == 302
    mine.refresh_from_db()
    assert mine.is_paid
    assert Statement.objects.get().matched == 1
    assert world.client("hac").get(page).status_code == 403


def test_an_account_is_proposed_on_one_page_and_agreed_to_by_another(world, mine):
    muon, office = world.client("muon"), mine.payee.organisation
    told = {"holder": "UBND XA CO MA", "bank_bin": "970436", "number": "1234567890"}
    assert muon.post(f"/payments/accounts/keep/{office.uuid}/propose/", told).status_code == 302
    proposal = PayeeProposal.objects.get(number="1234567890")
    muon.post(f"/payments/accounts/keep/{proposal.uuid}/agree/")
    assert not PayeeAccount.objects.filter(number="1234567890").exists()
    assert "1234567890" in muon.get("/payments/accounts/keep/").content.decode()


def test_the_day_of_an_account_is_seen_by_its_office_only(world, mine):
    comes(mine, mine.amount)
    page = f"/payments/accounts/{mine.payee.uuid}/"
    assert mine.label in world.client("hac").get(page).content.decode()
    assert world.client("hac_elsewhere").get(page).status_code == 404


def test_machines_do_what_pages_do(world, mine):
    comes(mine, mine.amount - 1_000)
    token = world.token("hac", "settle_money", "see_payments")
    bears = {"Authorization": f"Bearer {token}"}
    client = world.client("")
    found = client.get("/api/payments/waiting/", headers=bears).json()
    matter = next(one for one in found if one["amount"] == mine.amount - 1_000)
    sent = client.post(
        f"/api/payments/waiting/{matter['uuid']}/accept/", {"reason": "đủ"}, "application/json", headers=bears
    )
    assert sent.status_code == 200, sent.content.decode()
    told = client.get(f"/api/payments/intents/{mine.uuid}/").json()
    assert (told["state"], told["payload"]) == ("paid", "")
    assert client.get(f"/api/payments/accounts/{mine.payee.uuid}/today/", headers=bears).json()["times"] >= 1


def test_whoever_pays_nothing_is_asked_of_a_name(world, mine):
    """The page of a payment is open; it says no payer, and a foreign list says nothing."""
    at = timezone.now()
    other = ask_payment(
        system="stories", subject=mine.subject, purpose="other", label="Lệ phí khác", payer=world.person("la").uuid,
        payee=mine.payee, amount=1_000, deadline=mine.deadline, by=SYSTEM, at=at,
    )  # fmt: skip
    page = world.client("").get(f"/pay/{other.uuid}/").content.decode()
    assert world.person("la").full_name not in page
    assert "Lệ phí khác" not in world.client("my").get("/payments/mine/").content.decode()


def test_the_counter_hears_what_came(world, mine):
    hac, page = world.client("hac"), f"/payments/accounts/{mine.payee.uuid}/coming/"
    comes(mine, mine.amount)
    told = f"{mine.amount:,}".replace(",", ".") + "\u00a0đ"
    whole = hac.get(page).content.decode()
    assert "<html" in whole
    part = hac.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f'data-read="Đã nhận {told.replace(chr(160), " ")}." data-stamp="' in part
    assert world.client("my").get(page).status_code == 403
