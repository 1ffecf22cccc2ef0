"""Codes for payment: NAPAS's own examples, what banks and wallets really print, and everything that is none."""

import io

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tinhso.core.payments.domain import tlv
from tinhso.core.payments.domain.banks import banks, name_of
from tinhso.core.payments.domain.memos import is_plain, memo, plain
from tinhso.core.payments.domain.tlv import CutShort, Field, NoCode, WrongChecksum
from tinhso.core.payments.domain.vietqr import (
    AmountNotWhole,
    AmountUnreadable,
    CannotBeCoded,
    NoReceiver,
    OtherCurrency,
    Wallet,
    read,
    transfer,
)
from tinhso.kit.refusals import Refusal

SPECIFICATION = {
    "static, account": "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
    "static, card": "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52",
    "dynamic, account": (
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
        "62340107NPS68690819thanh toan don hang63042E2E"
    ),
    "dynamic, card": (
        "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN"
        "62340107NPS68690819thanh toan don hang6304A203"
    ),
}
"""NAPAS, QR Format T&C, section 6: 970403 is Sacombank."""
SEEN = {
    "a bank in lower case": (
        "00020101021138540010A00000072701240006970422011003523509170208QRIBFTTA53037045802VN630479db",
        ("970422", "0352350917", None, Wallet.NONE),
    ),
    "a printer of many codes": (
        (
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN"
            "62150811Chuyen tien630453E6"
        ),
        ("970416", "257678859", 10_000, Wallet.NONE),
    ),
    "Techcombank, with a tag of its own": (
        (
            "00020101021138630010A000000727013300069704070119MS00T064330999445710208QRIBFTTA5204601153037045802VN"
            "5903TCB6005Hanoi8315T0643309994457163047444"
        ),
        ("970407", "MS00T06433099944571", None, Wallet.NONE),
    ),
    "MoMo through BVBank": (
        (
            "00020101021138620010A00000072701320006970454011899MM24011M348750800208QRIBFTTA53037045802VN"
            "62190515MOMOW2W3487508080030466304EBC8"
        ),
        ("970454", "99MM24011M34875080", None, Wallet.MOMO),
    ),
    "MoMo by its own number": (
        (
            "00020101021138620010A000000727013200069710250118PSP1234567890000000208QRIBFTTA53037045802VN"
            "62190515MOMOW2W123456786304821F"
        ),
        ("971025", "PSP123456789000000", None, Wallet.MOMO),
    ),
    "ZaloPay": (
        "00020101021138620010A00000072701320006970454011899ZP24009M072482670208QRIBFTTA53037045802VN6304073C",
        ("970454", "99ZP24009M07248267", None, Wallet.ZALOPAY),
    ),
    "ShopeePay, country last": (
        (
            "00020101021126610013vn.airpay.www014000000201010100064185noC4efDjGKq0or5GbeBz5204581253037045910RESTAURANT"
            "6009HOCHIMINH5802VN6304DA5C"
        ),
        ("", "00000201010100064185noC4efDjGKq0or5GbeBz", None, Wallet.SHOPEEPAY),
    ),
    "VNPAY-QR with an amount": (
        (
            "00020101021126280010A0000007750110010531314453037045408210900005802VN5910CELLPHONES"
            "62600312CPSHN ONLINE0517021908061613127850705ONLHN0810CellphoneS63047685"
        ),
        ("", "0105313144", 21_090_000, Wallet.NONE),
    ),
    "an electricity bill": (
        (
            "000201010211262400020001140100101114-0195204490053037045802VN5931EVN CONG TY DIEN LUC THANH XUAN6006Ha Noi"
            "62450302000613PD000000000000702000812TT tien dien6304DC30"
        ),
        ("", "0100101114-019", None, Wallet.NONE),
    ),
    "VNPAY's wallet, a name with accents": (
        "00020101021002020103069084010411VNPayWallet071003933571580809Lê Anh Tú09051000010037041107content63042678",
        ("", "0393357158", 10_000, Wallet.VNPAY),
    ),
}
ACCOUNT = st.text("0123456789ABCXYZabc", min_size=1, max_size=19)
BANK = st.text("0123456789", min_size=6, max_size=6)
MEMO = st.text("ABCdef 0123-_.", max_size=25)


def changed(text: str, *fields: Field) -> str:
    """A good code with these fields instead of its own, sealed anew."""
    mine = {field.tag: field for field in fields}
    kept = [mine.pop(field.tag, field) for field in tlv.opened(text)]
    return tlv.sealed([*kept, *mine.values()])


def test_the_checksum_is_the_standards_own():
    assert tlv.checksum("123456789") == "29B1"


def test_the_examples_of_napas_are_written_letter_for_letter():
    for name, expected in SPECIFICATION.items():
        whose = "9704031101234567" if "card" in name else "0011012345678"
        more = {"amount": 180_000, "memo": "thanh toan don hang", "bill": "NPS6869"} if "dynamic" in name else {}
        assert transfer(bank="970403", account=whose, to_card="card" in name, **more) == expected, name


def test_the_examples_of_napas_are_read():
    code = read(SPECIFICATION["dynamic, account"])
    assert (code.receiver.bank, code.receiver.account, code.receiver.service) == ("970403", "0011012345678", "QRIBFTTA")
    assert (code.amount, code.memo, code.bill, code.is_for_once) == (180_000, "thanh toan don hang", "NPS6869", True)
    assert not read(SPECIFICATION["static, card"]).is_for_once


@pytest.mark.parametrize("name", SEEN)
def test_what_banks_and_wallets_print_is_read_and_nothing_of_it_is_lost(name):
    text, expected = SEEN[name]
    code = read(text)
    assert (code.receiver.bank, code.receiver.account, code.amount, code.wallet) == expected
    assert str(code).casefold() == text.casefold()


def test_a_printer_that_counts_bytes_is_understood():
    name = "Lò Thị Hoa"
    body = SPECIFICATION["static, account"][:-8] + f"59{len(name.encode()):02}{name}5802VN6304"
    assert read(body + tlv.checksum(body)).name == name


@given(BANK, ACCOUNT, st.one_of(st.none(), st.integers(1, 9_999_999_999_999)), MEMO, MEMO, st.booleans())
def test_what_is_written_is_read_again(bank, account, amount, words, bill, to_card):
    text = transfer(bank=bank, account=account, amount=amount, memo=words, bill=bill, to_card=to_card)
    code = read(text)
    assert (code.receiver.bank, code.receiver.account, code.amount) == (bank, account, amount)
    assert (code.memo, code.bill, code.receiver.service) == (words, bill, "QRIBFTTC" if to_card else "QRIBFTTA")
    assert str(code) == text


@given(st.permutations([Field("53", "704"), Field("54", "5000"), Field("58", "VN"), Field("59", "Giàng A Páo"),
                        Field("60", "Mộc Châu"), Field("99", "ẩn số"), Field("80", "")]))  # fmt: skip
def test_the_order_of_tags_and_tags_nobody_knows_do_not_matter(fields):
    receiver = next(field for field in tlv.opened(SPECIFICATION["static, account"]) if field.tag == "38")
    text = tlv.sealed([Field("00", "01"), *fields[:3], receiver, *fields[3:]])
    code = read(text)
    assert (code.amount, code.name, code.receiver.account) == (5000, "Giàng A Páo", "0011012345678")
    assert str(code) == text


@given(st.text())
def test_no_text_does_more_than_be_refused(text):
    with pytest.raises(Refusal):
        read(text)


@given(st.sampled_from([*SPECIFICATION.values(), *(text for text, _ in SEEN.values())]), st.data())
def test_a_code_with_a_sign_changed_is_never_believed(text, data):
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(
        st.characters(min_codepoint=32, max_codepoint=126).filter(lambda one: one.casefold() != text[place].casefold())
    )
    with pytest.raises(Refusal):
        read(text[:place] + sign + text[place + 1 :])


@given(st.sampled_from(list(SPECIFICATION.values())), st.data())
def test_a_part_of_a_code_is_never_believed(text, data):
    end = data.draw(st.integers(0, len(text) - 1))
    with pytest.raises((CutShort, NoCode)):
        read(text[:end])


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (SPECIFICATION["static, account"][:-1] + "0", WrongChecksum),
        (SPECIFICATION["static, account"].replace("0011012345678", "0011012345679"), WrongChecksum),
        ("00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6200630463F", CutShort),
        (changed(SPECIFICATION["dynamic, account"], Field("54", "180000.50")), AmountNotWhole),
        (changed(SPECIFICATION["dynamic, account"], Field("54", "180,000")), AmountUnreadable),
        (changed(SPECIFICATION["dynamic, account"], Field("54", "-180000")), AmountUnreadable),
        (changed(SPECIFICATION["dynamic, account"], Field("54", "99999999999999")), AmountUnreadable),
        (changed(SPECIFICATION["dynamic, account"], Field("53", "840")), OtherCurrency),
        (changed(SPECIFICATION["dynamic, account"], Field("38", "0010A000000727")), NoReceiver),
        ("https://vietqr.example/pay", NoCode),
        ("001090123456|012345678|NGUYEN VAN A|01011990|Nam|Phường Bến Nghé|15042021", NoCode),
    ],
)
def test_each_trouble_has_its_own_name_and_sentence(text, refusal):
    with pytest.raises(refusal) as refused:
        read(text)
    assert str(refused.value.told)


def test_a_whole_amount_with_a_point_is_whole():
    assert read(changed(SPECIFICATION["dynamic, account"], Field("54", "180000.00"))).amount == 180_000
    assert read(changed(SPECIFICATION["dynamic, account"], Field("54", "0"))).amount is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank": "97040"}, {"bank": "97040a"}, {"account": ""}, {"account": "1" * 20}, {"account": "00 11"},
        {"amount": 0}, {"amount": -1}, {"amount": 10**13}, {"memo": "Lệ phí"}, {"memo": "x" * 26}, {"bill": "a/b"},
    ],
)  # fmt: skip
def test_what_a_code_may_not_carry_is_not_written(wrong):
    with pytest.raises(CannotBeCoded) as refused:
        transfer(**{"bank": "970403", "account": "0011012345678"} | wrong)
    assert refused.value.what == next(iter(wrong))


def test_a_memo_begins_with_the_code_and_is_what_every_bank_lets_through():
    assert memo("TS2345678X", "Lệ phí hộ tịch") == "TS2345678X Le phi"
    assert plain("Đường ỵ, 50.000₫ — «chợ»") == "Duong y 50 000 cho"
    with pytest.raises(ValueError, match="TS 1"):
        memo("TS 1")


@given(st.text())
def test_a_memo_is_plain_and_short_whatever_the_words(words):
    written = memo("TS2345678X", words)
    assert written.startswith("TS2345678X")
    assert len(written) <= 19
    assert is_plain(written)


def test_a_picture_of_the_code_is_read_by_a_scanner_that_is_not_ours():
    text = transfer(bank="970405", account="1339002012345", amount=15_000, memo="TS2345678X Le phi", bill="TS2345678X")
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="png", scale=6, border=4)
    (found,) = zxingcpp.read_barcodes(Image.open(drawn))
    assert found.text == text


def test_banks_are_known_by_their_number():
    assert name_of("970405") == "Agribank"
    assert name_of("000000") == "000000"
    assert len(banks()) > 50
    assert all(len(number) == 6 and number.isdigit() for number in banks())
