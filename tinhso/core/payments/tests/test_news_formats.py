"""A hosted page and the news of banks: who sends is proved first, what they say may still be nonsense."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.payments.domain import credits as bank_news
from tinhso.core.payments.domain import hosted
from tinhso.core.payments.domain.rails import Said
from tinhso.core.payments.domain.signing import Forged, Stale, Unreadable
from tinhso.core.payments.tests.gateway_samples import KEY, NOW

# A hosted page


def hosted_call(body: bytes, *, secret: str = KEY, at: datetime = NOW) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"x-timestamp": stamp, "x-signature": f"sha256={mac}"}


PAID = '{"event":"e-1","ref":"BK12","status":"paid","amount":150000,"reference":"ũ-7","at":"2026-11-21T08:31:00+07:00"}'


@pytest.mark.promise("P49")
def test_a_hosted_page_is_believed_within_five_minutes_by_either_of_two_keys():
    body = PAID.encode()
    for late in (-300, -299, 0, 299, 300):
        headers = hosted_call(body, at=NOW - timedelta(seconds=late))
        news = hosted.read_callback(headers=headers, body=body, secrets=["next year's", KEY], at=NOW)
        assert (news.event, news.ref, news.answer.said, news.answer.amount) == ("e-1", "BK12", Said.PAID, 150_000)
    for late in (-301, 301, 86_400):
        with pytest.raises(Stale):
            hosted.read_callback(
                headers=hosted_call(body, at=NOW - timedelta(seconds=late)), body=body, secrets=[KEY], at=NOW
            )


@pytest.mark.promise("P49")
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (hosted_call(PAID.encode()), PAID.replace("150000", "150001").encode()),
        (hosted_call(PAID.encode()), PAID.replace(",", ", ").encode()),
        (hosted_call(PAID.encode()), json.dumps(json.loads(PAID)).encode()),
        (hosted_call(PAID.encode()), PAID.replace("ũ", "u\u0303").encode()),
        (hosted_call(PAID.encode(), secret="another tenant's"), PAID.encode()),
        (hosted_call(PAID.encode(), secret=""), PAID.encode()),
        (hosted_call(PAID.encode()) | {"x-timestamp": str(int(NOW.timestamp()) + 1)}, PAID.encode()),
        (hosted_call(PAID.encode()) | {"x-signature": ""}, PAID.encode()),
        ({}, PAID.encode()),
    ],
)
def test_a_changed_body_header_or_key_is_not_believed(headers, body):
    with pytest.raises(Forged):
        hosted.read_callback(headers=headers, body=body, secrets=[KEY, ""], at=NOW)


@pytest.mark.parametrize(
    "body",
    ["{}", "[]", "{", PAID.replace('"paid"', '"sold"'), PAID.replace("150000", "-1"), PAID.replace("150000", "1.5"),
     PAID.replace("150000", "true"), PAID.replace("+07:00", ""), PAID.replace("e-1", ""),
     PAID.replace("e-1", "e" * 101)],
)  # fmt: skip
def test_what_is_signed_may_still_be_nonsense(body):
    with pytest.raises(Unreadable):
        hosted.read_callback(headers=hosted_call(body.encode()), body=body.encode(), secrets=[KEY], at=NOW)


# The news of banks

VIETQR = {
    "bankaccount": "1339002012345", "amount": 35000, "transType": "C", "content": "MBVCB.123.TS2345678X Le phi",
    "transactionid": "c9a1-77", "transactiontime": 1763688660, "referencenumber": "FT26325123", "orderId": "",
}  # fmt: skip
SEPAY = {
    "id": 92704, "gateway": "Agribank", "transactionDate": "2026-11-21 08:31:00", "accountNumber": "1339002012345",
    "code": None, "content": "TS2345678X Le phi", "transferType": "in", "transferAmount": 35000,
    "accumulated": 19077000, "subAccount": None, "referenceCode": "FT26325123", "description": "",
}  # fmt: skip
AT = datetime.fromtimestamp(1763688660, UTC)


def test_both_forms_tell_the_same_money():
    one = bank_news.read_vietqr(json.dumps(VIETQR).encode())
    other = bank_news.read_sepay(json.dumps(SEPAY).encode())
    assert one is not None
    assert other is not None
    assert (one.account, one.amount, one.reference) == (other.account, other.amount, other.reference)
    assert (one.provider_id, other.provider_id) == ("c9a1-77", "92704")
    assert "TS2345678X" in one.memo
    assert one.at == AT
    assert other.at == datetime(2026, 11, 21, 1, 31, tzinfo=UTC)


def test_money_that_went_out_is_no_credit():
    assert bank_news.read_vietqr(json.dumps(VIETQR | {"transType": "D"}).encode()) is None
    assert bank_news.read_sepay(json.dumps(SEPAY | {"transferType": "out"}).encode()) is None


@pytest.mark.parametrize(
    "wrong",
    [{"amount": -1}, {"amount": 0}, {"amount": "35,000"}, {"amount": 0.5}, {"amount": 10**15}, {"bankaccount": ""},
     {"transactionid": "", "referencenumber": ""}, {"transType": ""}, {"content": "x" * 501}, {"amount": True},
     {"amount": float("nan")}],
)  # fmt: skip
def test_news_that_cannot_be_money_is_refused(wrong):
    with pytest.raises(Unreadable):
        bank_news.read_vietqr(json.dumps(VIETQR | wrong).encode())


@given(st.one_of(st.binary(), st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.sampled_from([*VIETQR, *SEPAY, "x"]), inside), max_leaves=12,
).map(lambda told: json.dumps(told).encode())))  # fmt: skip
def test_no_body_does_more_than_be_refused(body):
    for read in (bank_news.read_vietqr, bank_news.read_sepay):
        try:
            read(body)
        except Unreadable:
            continue


@pytest.mark.promise("P49")
def test_sepay_is_known_by_its_key_or_better_by_its_signature():
    body = json.dumps(SEPAY).encode()
    stamp = str(int(NOW.timestamp()))
    mac = hmac.new(KEY.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    signed = {"x-sepay-timestamp": stamp, "x-sepay-signature": f"sha256={mac}"}
    bank_news.check_sepay(headers=signed, body=body, keys=[], secrets=["", KEY], at=NOW)
    bank_news.check_sepay(headers={"authorization": "Apikey k1"}, body=body, keys=["k2", "k1"], secrets=[], at=NOW)
    wrong = [
        ({"authorization": "Apikey k1"}, ["k1"], [KEY]),
        ({"authorization": "Apikey "}, [""], []),
        ({"authorization": "Bearer k1"}, ["k1"], []),
        ({}, ["k1"], []),
        ({}, [], []),
        (signed | {"x-sepay-signature": mac[:-1]}, [], [KEY]),
    ]
    for headers, keys, secrets in wrong:
        with pytest.raises(Forged):
            bank_news.check_sepay(headers=headers, body=body, keys=keys, secrets=secrets, at=NOW)
    with pytest.raises(Stale):
        bank_news.check_sepay(headers=signed, body=body, keys=[], secrets=[KEY], at=NOW + timedelta(seconds=301))


def test_name_password_and_token_are_read_from_their_headers():
    told = base64.b64encode("vietqr:mật:khẩu".encode()).decode()
    assert bank_news.basic_credentials(f"Basic {told}") == ("vietqr", "mật:khẩu")
    assert bank_news.bearer("Bearer abc") == "abc"
    for header in ("", "Basic", "Basic %%%", "Basic dmlldHFy", f"Bearer {told}", "Basic /w=="):
        with pytest.raises(Forged):
            bank_news.basic_credentials(header)
    for header in ("", "Bearer", "Bearer  ", "Basic abc"):
        with pytest.raises(Forged):
            bank_news.bearer(header)
