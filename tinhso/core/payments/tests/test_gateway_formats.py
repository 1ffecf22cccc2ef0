"""VNPAY and MoMo, letter for letter: published examples, forgeries, nonsense."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.payments.domain import momo, vnpay
from tinhso.core.payments.domain.rails import Said
from tinhso.core.payments.domain.signing import Forged, Unreadable, sha256, sha512
from tinhso.core.payments.tests.gateway_samples import (
    BACK,
    KEY,
    MERCHANT,
    NOW,
    ORDER,
    PARTNER,
    momo_body,
    vnpay_query,
)

# VNPAY


def test_the_text_vnpay_signs_is_theirs():
    told = {
        "vnp_Amount": "1806000", "vnp_Command": "pay", "vnp_CreateDate": "20210801153333", "vnp_CurrCode": "VND",
        "vnp_IpAddr": "127.0.0.1", "vnp_Locale": "vn", "vnp_OrderInfo": "Thanh toan don hang :5",
        "vnp_OrderType": "other", "vnp_ReturnUrl": "https://domainmerchant.vn/ReturnUrl", "vnp_TmnCode": "DEMOV210",
        "vnp_TxnRef": "5", "vnp_Version": "2.1.0", "vnp_BankCode": "",
    }  # fmt: skip
    assert vnpay.signed_text(told) == (
        "vnp_Amount=1806000&vnp_Command=pay&vnp_CreateDate=20210801153333&vnp_CurrCode=VND&vnp_IpAddr=127.0.0.1"
        "&vnp_Locale=vn&vnp_OrderInfo=Thanh+toan+don+hang+%3A5&vnp_OrderType=other"
        "&vnp_ReturnUrl=https%3A%2F%2Fdomainmerchant.vn%2FReturnUrl&vnp_TmnCode=DEMOV210&vnp_TxnRef=5&vnp_Version=2.1.0"
    )


def test_the_known_vectors_of_vnpay_hold():
    text = (
        "vnp_Amount=15000000&vnp_Command=pay&vnp_CreateDate=20261121083000&vnp_CurrCode=VND&vnp_IpAddr=127.0.0.1"
        "&vnp_Locale=vn&vnp_OrderInfo=Dat+phong+homestay+%2312&vnp_OrderType=other"
        "&vnp_ReturnUrl=https%3A%2F%2Ftinh.example.vn%2Ftra-ve&vnp_TmnCode=TESTTMN1&vnp_TxnRef=BK12&vnp_Version=2.1.0"
    )
    assert sha512(KEY, text.encode()) == (
        "af32dba7b9a73bc91717398a538d5de9fec54bcdaf0d20573724fdaad722f9412ff3c940e9477fb7ec37f1a33af78c36"
        "a61a8386bc6c4c88786e0f088baed52d"
    )
    later = NOW + timedelta(minutes=15)
    asked = vnpay.query(MERCHANT, ref="BK12", started_at=NOW, at=later, ask="REQ1", address="127.0.0.1")
    assert asked["vnp_SecureHash"] == (
        "7b954a0836b6e98eb0e56a2cbbc7f722430b166df8bf109deee24065b20478499ddbb0139bbe5995bcb2cb44257d2b96"
        "5d9b5e8e645450fdd015399732551610"
    )


def test_the_address_to_pay_at_carries_hundredths_the_time_of_vietnam_and_a_signature_over_its_own_letters():
    address = vnpay.pay_address("https://sandbox.example/pay", MERCHANT, replace(ORDER, method="VNBANK"))
    query, _, signature = urlsplit(address).query.rpartition("&vnp_SecureHash=")
    told = dict(parse_qsl(query))
    assert (told["vnp_Amount"], told["vnp_CreateDate"], told["vnp_ExpireDate"]) == (
        "15000000", "20261121083000", "20261121084500",
    )  # fmt: skip
    assert (told["vnp_BankCode"], told["vnp_OrderInfo"]) == ("VNBANK", "Dat phong homestay 12")
    assert "vnp_SecureHashType" not in told
    assert signature == hmac.new(KEY.encode(), query.encode(), hashlib.sha512).hexdigest()


def test_a_callback_of_vnpay_is_believed_over_its_own_letters():
    news = vnpay.read_callback(vnpay_query(), MERCHANT)
    assert (news.ref, news.answer.said, news.answer.amount) == ("BK12", Said.PAID, 150_000)
    assert news.answer.provider_ref == "14226112"
    assert news.answer.at == datetime(2026, 11, 21, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "changed",
    [
        lambda query: query.replace("+", "%20"),
        lambda query: query.replace("%23", "%23").replace("NCB", "%4E%43%42"),
        lambda query: "&".join(reversed(query.split("&"))),
        lambda query: query + "&utm_source=mail",
        lambda query: query + "&vnp_SecureHashType=HMACSHA512",
        lambda query: query + "&vnp_Empty=",
        lambda query: query.rpartition("=")[0] + "=" + query.rpartition("=")[2].upper(),
    ],
    ids=["spaces", "letters", "order", "others' fields", "kind of hash", "empty", "capitals"],
)
def test_what_machines_between_us_do_to_a_query_does_not_matter(changed):
    assert vnpay.read_callback(changed(vnpay_query()), MERCHANT).answer.said is Said.PAID


@pytest.mark.promise("P49")
@pytest.mark.parametrize(
    "changed",
    [
        lambda query: query.replace("15000000", "1500000"),
        lambda query: query.replace("BK12&", "BK13&"),
        lambda query: query.replace("vnp_ResponseCode=00", "vnp_ResponseCode=24"),
        lambda query: query + "&vnp_TxnRef=BK13",
        lambda query: "vnp_Amount=100&" + query,
        lambda query: query + "&vnp_Extra=1",
        lambda query: query.rpartition("&")[0],
        lambda query: query.rpartition("=")[0] + "=",
        lambda query: query[:-1] + ("0" if query[-1] != "0" else "1"),
        lambda query: query.replace("+", "\u00a0"),
        lambda _: vnpay_query(secret="another's secret"),
        lambda _: vnpay_query(vnp_TmnCode="OTHERTMN"),
        lambda _: "",
        lambda _: "vnp_SecureHash=%FF",
    ],
)
def test_a_forged_callback_of_vnpay_is_not_believed(changed):
    with pytest.raises(Forged):
        vnpay.read_callback(changed(vnpay_query()), MERCHANT)


def test_a_signed_callback_that_says_nothing_or_parts_of_a_dong_cannot_be_read():
    for query in (vnpay_query(vnp_Amount="15000050"), vnpay_query(vnp_Amount="15e5"), vnpay_query(vnp_TxnRef="")):
        with pytest.raises((Unreadable, Forged)):
            vnpay.read_callback(query, MERCHANT)


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("00", "00", Said.PAID), ("00", "01", Said.PENDING), ("00", "02", Said.FAILED), ("24", "02", Said.FAILED),
        ("07", "00", Said.UNKNOWN), ("00", "07", Said.UNKNOWN), ("00", "04", Said.UNKNOWN), ("99", "99", Said.UNKNOWN),
        ("51", "51", Said.FAILED), ("00", "05", Said.UNKNOWN), ("??", "??", Said.UNKNOWN),
    ],
)  # fmt: skip
def test_only_a_double_yes_is_paid_and_only_a_known_no_is_failed(code, status, said):
    assert vnpay.said_by(code, status) is said


def vnpay_answer(names: tuple[str, ...], **told: str) -> dict[str, str]:
    told = {"vnp_TmnCode": "TESTTMN1", "vnp_TxnRef": "BK12", "vnp_ResponseCode": "00"} | told
    text = "|".join(told.get(f"vnp_{name}", "") for name in names)
    return told | {"vnp_SecureHash": hmac.new(KEY.encode(), text.encode(), hashlib.sha512).hexdigest()}


QUERIED = (
    "ResponseId", "Command", "ResponseCode", "Message", "TmnCode", "TxnRef", "Amount", "BankCode", "PayDate",
    "TransactionNo", "TransactionType", "TransactionStatus", "OrderInfo", "PromotionCode", "PromotionAmount",
)  # fmt: skip


def test_an_answer_to_a_question_is_checked_and_is_about_the_order_that_was_asked_for():
    paid = vnpay_answer(QUERIED, vnp_Amount="15000000", vnp_TransactionStatus="00", vnp_TransactionNo="14226112")
    assert vnpay.read_queried(paid, MERCHANT, ref="BK12").said is Said.PAID
    assert vnpay.read_queried(vnpay_answer(QUERIED, vnp_ResponseCode="91"), MERCHANT, ref="BK12").code == "91"
    with pytest.raises(Forged):
        vnpay.read_queried(paid | {"vnp_Amount": "100"}, MERCHANT, ref="BK12")
    with pytest.raises(Unreadable):
        vnpay.read_queried(paid, MERCHANT, ref="BK13")


def test_a_refund_of_a_part_says_so_and_its_answer_is_checked():
    asked = vnpay.refund(MERCHANT, BACK, by="tinhso", address="127.0.0.1")
    assert (asked["vnp_TransactionType"], asked["vnp_Amount"], asked["vnp_OrderInfo"]) == ("03", "5000000", "Nop thua")
    for code, status, said in (("00", "", Said.PAID), ("00", "05", Said.PENDING), ("94", "", Said.PENDING),
                               ("95", "", Said.FAILED), ("99", "", Said.UNKNOWN)):  # fmt: skip
        answer = vnpay_answer(QUERIED[:-2], vnp_ResponseCode=code, vnp_TransactionStatus=status)
        assert vnpay.read_refunded(answer, MERCHANT, ref="BK12").said is said, (code, status)


# MoMo


def test_the_known_vector_of_momo_holds_and_nothing_in_it_is_encoded():
    order = replace(ORDER, memo="Đặt phòng", return_url="https://tinh.example.vn/r")
    body = momo.create(PARTNER, order) | {"requestId": "R1"}
    names = sorted(["accessKey", *(set(body) - {"partnerName", "storeId", "lang", "signature"})])
    text = momo.signed_text(body, names, PARTNER)
    assert text.startswith("accessKey=AK&amount=150000&extraData=&ipnUrl=https://tinh.example.vn/ipn&orderId=BK12")
    assert sha256(KEY, text.encode()) == "5946a7ed7885e96f743463584a7a71fda10716e900f35ac5c50143446729e631"


def test_a_callback_of_momo_is_believed_over_its_own_letters():
    news = momo.read_callback(momo_body(), PARTNER)
    assert (news.ref, news.answer.said, news.answer.amount) == ("BK12", Said.PAID, 150_000)
    assert (news.answer.provider_ref, news.answer.at) == ("4088878653", datetime.fromtimestamp(1763688660, UTC))
    assert momo.read_callback(momo_body(amount="150000"), PARTNER).answer.amount == 150_000


@pytest.mark.promise("P49")
@pytest.mark.parametrize(
    "changed",
    [
        lambda body: body.replace(b"150000", b"15000000"),
        lambda body: body.replace(b"150000", b"150000.0"),
        lambda body: body.replace(b"150000", b"1.5e5"),
        lambda body: body.replace(b'"resultCode": 0', b'"resultCode": 00'),
        lambda body: body.replace(b'"resultCode": 0', b'"resultCode": false'),
        lambda body: body.replace(b'"BK12"', b'"BK13"', 1),
        lambda body: body.replace(b"MOMOTEST", b"MOMO"),
        lambda body: body.replace(b'"signature": "', b'"signature": "0'),
        lambda body: body.replace(b'"message": "Th', b'"message": "T h'),
        lambda body: body[:-1] + b', "amount": 1}',
        lambda _: momo_body(secret="another's secret"),
        lambda _: momo_body(partnerCode="ANOTHER"),
        lambda _: b'{"signature": "\\ud800"}',
        lambda _: b"{}",
        lambda _: b"[" * 100_000,
        lambda _: b"",
        lambda _: b"null",
    ],
)
def test_a_forged_callback_of_momo_is_not_believed(changed):
    with pytest.raises((Forged, Unreadable)):
        momo.read_callback(changed(momo_body()), PARTNER)


@pytest.mark.parametrize(
    ("code", "said"),
    [("0", Said.PAID), ("9000", Said.PENDING), ("1000", Said.PENDING), ("7002", Said.PENDING), ("1006", Said.FAILED),
     ("1001", Said.FAILED), ("42", Said.UNKNOWN), ("99", Said.UNKNOWN), ("123456", Said.UNKNOWN)],
)  # fmt: skip
def test_momo_says_paid_pending_failed_or_nothing(code, said):
    assert momo.said_by(code) is said


def test_a_refund_names_momos_own_number_of_the_payment():
    body = momo.refund(PARTNER, BACK)
    text = (
        "accessKey=AK&amount=50000&description=Nộp thừa&orderId=RF1&partnerCode=MOMOTEST&requestId=RF1&transId=14226112"
    )
    assert body["signature"] == hmac.new(KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
    with pytest.raises(Unreadable):
        momo.refund(PARTNER, replace(BACK, provider_ref="x"))


@given(st.text(max_size=200))
def test_no_query_does_more_than_be_refused(text):
    for query in (text, quote(text), f"vnp_SecureHash={quote(text)}"):
        with pytest.raises(Forged):
            vnpay.read_callback(query, MERCHANT)
