"""Identity numbers and cards, as people and cheap scanners deliver them."""

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tinhso.core.people.domain.births import read_birth
from tinhso.core.people.domain.card import CardCutShort, CardUnreadable, Claim, Fault, TwoCards, read_card
from tinhso.core.people.domain.names import Name, NameUnreadable, Title, title_by_age
from tinhso.core.people.domain.numbers import (
    FormerNumber,
    IdentityNumber,
    NumberOfAnother,
    NumberOfNowhere,
    NumberUnreadable,
    NumberWrongLength,
)
from tinhso.core.people.domain.phones import PhoneUnreadable, is_mobile, read_phone, spoken_phone
from tinhso.core.people.domain.tables import birth_provinces, ethnic_groups, languages
from tinhso.core.people.domain.typing import Typing, typing_of, untype
from tinhso.core.people.domain.words import Sex
from tinhso.kit.refusals import Refusal

CARD = "014198000001|012345678|Giàng Thị Mỷ|04071998|Nữ|Bản Pá Chóng, Co Mạ, Sơn La|15042021"


def same(claim: Claim) -> bool:
    """Whether the claim says what the card says, whatever the scanner did to it."""
    return (claim.number.digits, claim.name.full, claim.born, claim.sex) == (
        "014198000001",
        "Giàng Thị Mỷ",
        date(1998, 7, 4),
        Sex.FEMALE,
    )


def test_a_clean_scan_is_read_whole() -> None:
    claim = read_card(CARD)
    assert same(claim)
    assert claim.former_number == FormerNumber("012345678")
    assert (claim.address, claim.issued) == ("Bản Pá Chóng, Co Mạ, Sơn La", date(2021, 4, 15))
    assert claim.faults == frozenset()


@pytest.mark.parametrize(
    ("scan", "fault"),
    [
        (CARD + "\r\n", None),
        ("\ufeff  " + CARD + "\t", None),
        (unicodedata.normalize("NFD", CARD), None),
        (CARD.upper(), None),
        (CARD + "|NGUYEN VAN B|LO THI C", None),
        (CARD.replace("|", "¦"), Fault.SEPARATOR),
        (CARD.replace("|", "/"), Fault.SEPARATOR),
        (CARD.replace("|", ","), Fault.SEPARATOR),
        (CARD.replace("|", "~"), Fault.SEPARATOR),
        (CARD + "\n" + CARD, Fault.TWICE),
        (CARD + CARD, Fault.TWICE),
        (CARD[: CARD.index("|15042021")], Fault.CUT),
        (CARD[: CARD.index("|Bản")], Fault.CUT),
        (CARD[1:], Fault.ZEROS),
        (CARD.replace("04071998", "4071998"), None),
        (CARD.replace("012345678", "0123"), Fault.FORMER),
        ("014198000001||Giangf Thij Myr|04071998|Nuwx|Banr Pas Chongs|15042021", Fault.TYPED),
        ("014198000001||Giafng Thij Myr|04071998|Nuwx|Co Maj|15042021", Fault.TYPED),
        ("014198000001||GIANGF THIJ MYR|04071998|NUWX|CO MAJ|15042021", Fault.TYPED),
        ("014198000001||Giang2 Thi5 My3|04071998|Nu74|Co Ma5|15042021", Fault.TYPED),
    ],
)
def test_faults_of_cheap_scanners_are_borne(scan: str, fault: Fault | None) -> None:
    claim = read_card(scan)
    assert same(claim)
    assert claim.faults == (frozenset({fault}) if fault else frozenset())


def test_lost_accents_are_told_not_guessed() -> None:
    claim = read_card("014198000001||GIANG THI MY|04071998|NU|Co Ma|15042021")
    assert claim.name.full == "Giang Thi My"
    assert claim.faults == {Fault.UNACCENTED}


def test_a_card_with_the_year_only_and_an_address_with_slashes() -> None:
    claim = read_card("014149000001/ /Vàng Thị Lả/00001949/Nữ/Số 5/12 Co Mạ/15042021")
    assert (claim.born, claim.birth_year, claim.address) == (None, 1949, "Số 5/12 Co Mạ")


@pytest.mark.parametrize(
    ("scan", "refusal"),
    [
        ("", CardUnreadable),
        ("https://example.vn/014198000001", CardUnreadable),
        ("014198000001", CardCutShort),
        ("014198000001|012345678|Giàng Thị Mỷ", CardCutShort),
        (CARD + "\n" + CARD.replace("000001", "000002"), TwoCards),
        (CARD.replace("Nữ", "Nam"), NumberOfAnother),
        (CARD.replace("04071998", "04071997"), NumberOfAnother),
        (CARD.replace("014", "003", 1), NumberOfNowhere),
        (CARD.replace("Giàng Thị Mỷ", "12 <b>"), NameUnreadable),
        (CARD.replace("04071998", "31021998"), Refusal),
    ],
)
def test_what_is_no_card_is_refused_with_what_to_do(scan: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        read_card(scan)
    assert str(refused.value.told)
    assert "014198000001" not in f"{refused.value!r} {refused.value} {refused.value.told}"


names = st.sampled_from(
    ["Nguyễn Thị Hường", "Đặng Văn Tuấn", "Lường Thị Thoa", "Quàng Văn Muôn", "Sùng A Chu", "Vàng Thị Lả"]
)
births = st.dates(date(1900, 1, 1), date(2026, 11, 21))


@st.composite
def cards(draw: st.DrawFn) -> tuple[str, str, date, Sex]:
    born, sex, name = draw(births), draw(st.sampled_from(Sex)), draw(names)
    century = (born.year // 100 - 19) * 2 + (sex is Sex.FEMALE)
    code, serial = draw(st.sampled_from(sorted(birth_provinces()))), draw(st.integers(0, 999999))
    number = f"{code}{century}{born.year % 100:02}{serial:06}"
    said = "Nữ" if sex is Sex.FEMALE else "Nam"
    return f"{number}||{name}|{born:%d%m%Y}|{said}|Co Mạ, Sơn La|15042021", name, born, sex


@given(cards(), st.sampled_from("|¦~,/"), st.sampled_from(["", "\r\n", "\t", "\n\n"]), st.sampled_from(["NFC", "NFD"]))
def test_every_true_card_is_read_back(card: tuple[str, str, date, Sex], separator: str, end: str, form: str) -> None:
    text, name, born, sex = card
    claim = read_card(unicodedata.normalize(form, text.replace("|", separator)) + end)
    assert (claim.name.full, claim.born, claim.sex) == (name, born, sex)
    assert claim.number.digits == text[:12]


@given(st.text(max_size=300) | cards().map(lambda card: card[0]))
@example("014198000001|" * 300)
@example("٠١٤١٩٨٠٠٠٠٠١|")
@example("014198000001|²|a|²²²²|Nu|")
def test_a_parser_only_ever_refuses(text: str) -> None:
    for read in (read_card, IdentityNumber.read, FormerNumber.read, Name.read, read_phone, read_birth):
        try:
            read(text)
        except Refusal as refusal:
            assert str(refusal.told)


@given(st.text(alphabet="014198|Giàng ,/sfrxjw0123456789", max_size=300), st.sampled_from([read_card]))
def test_almost_cards_only_ever_refuse(text: str, read: object) -> None:
    try:
        read_card("014198000001|" + text)
    except Refusal as refusal:
        assert str(refusal.told)


@pytest.mark.parametrize("filling", ["0", "a", "|", "aa", "014198000001|", "ế", " ", "a1", "\n", "+84 "])
def test_parsers_are_quick_on_fifty_kilobytes(filling: str) -> None:
    text = filling * (50_000 // len(filling))
    began = time.process_time()
    for read in (read_card, IdentityNumber.read, FormerNumber.read, Name.read, read_phone, read_birth):
        with pytest.raises(Refusal):
            read(text)
    typing_of(text[:4000].split())
    assert time.process_time() - began < 0.5


def test_an_identity_number_is_read_with_gaps_and_told_what_is_missing() -> None:
    assert IdentityNumber.read("014 198 000 001").digits == "014198000001"
    assert IdentityNumber.read("０１４198000001").digits == "014198000001"
    my = IdentityNumber.read("014198000001")
    assert (my.province, my.sex, my.birth_year) == ("Sơn La", Sex.FEMALE, 1998)
    assert IdentityNumber.read("002301000001").birth_year == 2001
    with pytest.raises(NumberWrongLength) as refused:
        IdentityNumber.read("01419800000")
    assert "1" in str(refused.value.told)
    with pytest.raises(NumberWrongLength):
        IdentityNumber.read("123456789")
    with pytest.raises(NumberUnreadable):
        IdentityNumber.read("01419800000a")


def test_a_number_never_prints_itself() -> None:
    number = IdentityNumber.read("014198000001")
    claim = read_card(CARD)
    assert "014198000001" not in f"{number} {number!r} {claim!r}"
    assert number.masked.endswith("0001")


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Giàng A Dơ", ("Giàng", "A", "Dơ")),
        ("LÒ INH", ("Lò", "", "Inh")),
        ("Mỷ", ("", "", "Mỷ")),
        ("Bạc Cầm Thị Mai", ("Bạc Cầm", "Thị", "Mai")),
        ("Bạc Cầm", ("Bạc", "", "Cầm")),
        ("nguyễn thị minh khai", ("Nguyễn", "Thị Minh", "Khai")),
        ("H'Hen Niê", ("H'Hen", "", "Niê")),
    ],
)
def test_names_fall_into_their_parts(typed: str, parts: tuple[str, str, str]) -> None:
    name = Name.read(typed)
    assert (name.family, name.middle, name.given) == parts
    assert Name.read(name.full) == name


def test_lists_of_people_follow_the_given_name() -> None:
    typed = ["Vàng Thị Lả", "Lò Thị Đào", "Cầm Văn Dung", "Giàng A Dơ"]
    ordered = sorted(typed, key=lambda one: Name.read(one).sort_key)
    assert ordered == ["Giàng A Dơ", "Cầm Văn Dung", "Lò Thị Đào", "Vàng Thị Lả"]


def test_a_stranger_is_titled_by_age() -> None:
    assert title_by_age(age=28, sex=Sex.FEMALE) is Title.SISTER
    assert title_by_age(age=41, sex=Sex.MALE) is Title.BROTHER
    assert title_by_age(age=58, sex=Sex.FEMALE) is Title.WOMAN
    assert title_by_age(age=80, sex=Sex.MALE) is Title.OLD_MAN
    assert title_by_age(age=3, sex=Sex.MALE) is Title.CHILD
    assert title_by_age(age=None, sex=Sex.MALE) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912 345 678", "+84912345678"),
        ("+84 912.345.678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("912345678", "+84912345678"),
        ("01682345678", "+84382345678"),
        ("0212 385 2135", "+842123852135"),
        ("＋84912345678", "+84912345678"),
        ("+856 20 5555 1234", "+8562055551234"),
    ],
)
def test_phones_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert read_phone(typed) == kept
    assert read_phone(spoken_phone(kept)) == kept


def test_what_cannot_be_called_is_refused() -> None:
    for typed in ("", "12345", "0912", "không có", "0912345678 ext 5", "0000000000"):
        with pytest.raises(PhoneUnreadable):
            read_phone(typed)
    assert is_mobile("+84912345678")
    assert not is_mobile("+842123852135")


def telex_of(text: str) -> str:
    """The keys of a Telex typist: marks doubled, tone after the vowel."""
    keys = {
        "\u0302": "",
        "\u0306": "w",
        "\u031b": "w",
        "\u0301": "s",
        "\u0300": "f",
        "\u0309": "r",
        "\u0303": "x",
        "\u0323": "j",
    }
    typed = ""
    for char in unicodedata.normalize("NFC", text):
        if char in "đĐ":
            typed += "dd" if char == "đ" else "DD"
            continue
        base, *marks = unicodedata.normalize("NFD", char)
        hats = "".join(
            base.lower() if mark == "\u0302" else keys[mark]
            for mark in sorted(marks, key="\u0302\u0306\u031b".find, reverse=True)
        )
        typed += base + hats
    return typed


@given(names)
def test_what_telex_did_is_undone(name: str) -> None:
    words = telex_of(name).split()
    assert typing_of(words) is Typing.TELEX
    assert " ".join(untype(word, Typing.TELEX) for word in words) == name


def test_the_tables_hold_together() -> None:
    assert len(ethnic_groups()) == 54
    assert all(not group.language or group.language in languages() for group in ethnic_groups().values())
    assert len(birth_provinces()) == 63
    assert birth_provinces()["014"] == "Sơn La"
