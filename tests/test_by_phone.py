"""Status and rating without data: chị Mỷ writes text messages and calls; a stranger learns nothing."""

import hmac
import json
import time
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.utils import timezone

from simulators.voice.switchboard import Switchboard
from tinhso.core.cases.actions.slips import secret
from tinhso.core.notices.actions import tell
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.lengths import length_of
from tinhso.core.notices.models import Delivery, Reply
from tinhso.core.notices.models.people import print_of
from tinhso.core.speech.tests.ground import programs
from tinhso.core.telephone.actions import answer_text, forget_old
from tinhso.core.telephone.models import Call, TextMessage
from tinhso.events.models import Entry, Payload
from tinhso.government.petitions.models import Petition, Rating
from tinhso.government.petitions.tests.stories import answered, send
from tinhso.government.procedures.domain.codes import squeezed_codes

pytestmark = pytest.mark.django_db
STRANGER = "+84969000111"
TEXTS, CALLS = "/api/telephone/texts", "/api/telephone/calls"


@pytest.fixture(autouse=True)
def _an_inbox_of_its_own():
    """Limits count by number: nobody was written to before."""
    Delivery.objects.exclude(print="").update(print="")


def signed(client, address, told, *, key=None, stamp=None):
    raw, stamp = json.dumps(told).encode(), str(int(stamp or time.time()))
    key = key or (settings.SMS_REPORT_KEYS if address == TEXTS else settings.VOICE_GATEWAY_KEYS)[0]
    signature = hmac.new(key.encode(), f"{stamp}.".encode() + raw, sha256).hexdigest()
    headers = {"X-Timestamp": stamp, "X-Signature": signature}
    return client.post(address, raw, content_type="application/json", headers=headers)


def write(client, phone, text, number=None):
    """Write a text message; what comes back, empty when nothing does."""
    told = {"id": number or f"n{TextMessage.objects.count()}-{time.monotonic_ns()}", "from": phone, "text": text}
    reply = signed(client, TEXTS, told)
    assert reply.status_code == 200, reply.content
    before = set(Reply.objects.values_list("pk", flat=True))
    for text_ in TextMessage.objects.filter(sealed__isnull=False):
        answer_text(text_.uuid, at=timezone.now())
    new = Reply.objects.exclude(pk__in=before).first()
    if new is None:
        return ""
    to, words = new.opened()
    assert to == phone
    assert (length_of(words).basic, length_of(words).parts) == (True, 1), words
    return words


@pytest.fixture
def petition(world):
    return send(world)


def phone_of(world):
    return world.person("my").phone


def test_who_holds_the_slip_asks_from_any_telephone(world, client, petition):
    text = f"cho hoi {petition.ref.lower().replace('-', ' ')} {secret(petition.case)}"
    told = write(client, STRANGER, text)
    assert told.startswith(f"{petition.ref}: ")
    assert not [word for word in ("Giang", "My", petition.words[:10]) if word in told]


def test_from_her_own_telephone_the_code_is_enough_and_a_stranger_learns_nothing_by_it(world, client, petition):
    assert write(client, phone_of(world), petition.ref).startswith(petition.ref)
    known = write(client, STRANGER, petition.ref)
    unknown = write(client, STRANGER, "PA-260101-9999")
    assert known == unknown
    assert "9 so" in known


@pytest.mark.promise("P21")
def test_guessing_is_limited_by_code_and_a_lost_guess_says_not_what_was_wrong(world, client, petition):
    said = {write(client, f"+8496900{n:04}", f"{petition.ref} 00000000{n % 10}") for n in range(20)}
    assert len(said) == 1
    assert petition.ref not in said.pop()
    right = f"{petition.ref} {secret(petition.case)}"
    assert "qua" in write(client, STRANGER, right), "after twenty wrong tries of a code nobody opens it for a while"


def test_a_rating_by_text_opens_a_bad_answer_again(world, client, petition):
    answered(petition, at=timezone.now())
    assert "1 den 5" in write(client, phone_of(world), petition.ref)
    assert "Cham" not in write(client, phone_of(world), "toi cham 1 diem")
    rating = Rating.objects.get(petition=petition)
    assert (rating.faces, rating.channel) == (1, "sms")
    assert Petition.objects.get(pk=petition.pk).reopened_at is not None
    assert "Khi co cau tra loi" in write(client, phone_of(world), "5"), "the next answer is not there yet"


def test_a_rating_with_code_and_digits_in_one_message(world, client, petition):
    answered(petition, at=timezone.now())
    write(client, STRANGER, f"{petition.ref} {secret(petition.case)} 5")
    assert Rating.objects.get(petition=petition).faces == 5


def test_a_bare_number_answers_the_question_that_was_sent_to_this_telephone(world, client, petition):
    answered(petition, at=timezone.now())
    tell(
        "petitions.rating", [world.person("my").uuid], values={"code": petition.ref, "office": "Xã", "days": 5},
        cause="asked", way=Channel.SMS, at=timezone.now(),
    )  # fmt: skip
    asked = Delivery.objects.filter(notice__cause="asked")
    asked.update(print=print_of(phone_of(world)), tried_at=timezone.now(), sent_at=timezone.now(), state="sent")
    assert "2 diem" in write(client, phone_of(world), "2")
    assert Rating.objects.get(petition=petition).faces == 2


def test_a_bare_number_of_somebody_whom_nobody_asked_rates_nothing(world, client, petition):
    answered(petition, at=timezone.now())
    assert write(client, STRANGER, "5")
    assert not Rating.objects.filter(petition=petition).exists()


def test_a_message_comes_twice_or_is_forged_or_old(world, client, petition):
    told = {"id": "g-1", "from": phone_of(world), "text": petition.ref}
    assert signed(client, TEXTS, told).json() == {"new": True}
    assert signed(client, TEXTS, told).json() == {"new": False}
    assert TextMessage.objects.count() == 1
    assert signed(client, TEXTS, told | {"id": "g-2"}, key="forged").status_code == 403
    assert signed(client, TEXTS, told | {"id": "g-2"}, stamp=time.time() - 400).status_code == 403
    assert signed(client, TEXTS, ["no object"]).status_code == 404
    assert signed(client, TEXTS, {"id": "g-3", "from": "nobody", "text": ""}).status_code == 404
    text = TextMessage.objects.get()
    answer_text(text.uuid, at=timezone.now())
    answer_text(text.uuid, at=timezone.now())
    assert Reply.objects.count() == 1


@pytest.mark.promise("P24")
def test_nobody_makes_us_write_more_than_three_an_hour(world, client, petition):
    told = [write(client, STRANGER, "TRO GIUP") for _ in range(12)]
    assert [bool(one) for one in told] == [True] * 3 + [False] * 9
    assert TextMessage.objects.count() == 10, "what comes beyond is not even kept"
    assert write(client, "+12025550123", "HELP") == "", "no number of another country is written to"


@pytest.mark.promise("P20")
def test_neither_numbers_nor_words_stay(world, client, petition):
    write(client, phone_of(world), f"so cua toi 0912 777 666, {petition.ref}")
    board(client).dial(phone_of(world))
    text, digits = TextMessage.objects.get(), phone_of(world)[-9:]
    assert text.sealed is None
    kept = [json.dumps(list(rows.values()), default=str) for rows in (TextMessage.objects.all(), Call.objects.all())]
    logged = [
        bytes(data).decode() if isinstance(data, memoryview | bytes) else data
        for data in Payload.objects.filter(entry__name__startswith="telephone.").values_list("data", flat=True)
    ]
    assert Entry.objects.filter(name="telephone.TextAnswered").exists()
    for said in [*kept, *logged]:
        assert not [one for one in (digits, "777 666", "912777666") if one in said]
    forget_old(at=timezone.now() + timedelta(days=31))
    assert (TextMessage.objects.count(), Call.objects.count()) == (0, 0)


def board(client, **also):
    """The simulated gateway with the product's own door behind it."""

    def ask(told):
        reply = signed(client, CALLS, told)
        return reply.json() if reply.status_code == 200 else None

    return Switchboard(ask, **also)


def keyed(petition):
    return "".join(sign for sign in petition.ref if sign.isdigit())


def heard(call):
    return " ".join(piece["words"] for piece in call.said)


@pytest.mark.parametrize("twice", [False, True], ids=["each step once", "each step twice"])
def test_a_call_from_the_code_to_the_rating(world, client, petition, twice):
    answered(petition, at=timezone.now())
    gateway = board(client, twice=twice)
    call = gateway.dial(STRANGER)
    assert (call.state, call.ends) == ("welcome", False)
    gateway.press(call, keyed(petition) + "#")
    assert call.state == "secret"
    gateway.press(call, secret(petition.case))
    assert call.state == "told_and_rate"
    assert "Giàng" not in heard(call)
    before = heard(call)
    gateway.press(call, "9")
    assert heard(call) == before
    gateway.press(call, "4")
    assert (call.state, call.ends) == ("rated", True)
    assert Rating.objects.get(petition=petition).faces == 4
    assert Entry.objects.filter(name="telephone.CallEnded").count() == 1


def test_code_and_digits_in_one_go_and_wrong_ones_three_times(world, client, petition):
    gateway = board(client)
    call = gateway.dial("")
    gateway.press(call, f"{keyed(petition)}{secret(petition.case)}#")
    assert call.state == "told"
    other = gateway.dial(STRANGER)
    states = []
    for _ in range(3):
        gateway.press(other, f"{keyed(petition)}000000001#")
        states.append(other.state)
    assert states == ["wrong", "wrong", "goodbye"]
    silent = gateway.dial(STRANGER)
    for _ in range(3):
        gateway.wait(silent)
    assert (silent.state, silent.ends) == ("goodbye", True)


def test_who_wants_a_person_is_on_the_list_of_calls_of_her_commune(world, client, petition):
    gateway = board(client)
    call = gateway.dial(STRANGER)
    gateway.press(call, f"{keyed(petition)}{secret(petition.case)}#0")
    assert call.state == "call_back"
    waiting = Delivery.objects.get(notice__wording__kind__code="telephone.call_back")
    assert (waiting.channel, waiting.notice.person) == ("voice", world.person("my").uuid)
    assert petition.ref in waiting.notice.said().spoken
    stranger = gateway.dial(STRANGER)
    gateway.press(stranger, "0#")
    assert stranger.state == "no_number"


def test_a_gateway_that_lost_count_and_one_that_is_none(world, client):
    told = {"call": "c-1", "step": 0, "from": STRANGER, "keys": ""}
    assert signed(client, CALLS, told).json()["step"] == 1
    assert signed(client, CALLS, told | {"step": 5}).status_code == 409
    assert signed(client, CALLS, told | {"call": "c-2", "step": 3}).status_code == 409
    assert signed(client, CALLS, told, key="forged").status_code == 403
    assert signed(client, CALLS, told | {"keys": "12a"}).status_code == 404


def test_what_is_said_is_heard_while_the_call_lasts(world, client, petition):
    programs()
    call = board(client).dial(STRANGER)
    for piece in call.said:
        sound = client.get(piece["audio"].removeprefix(settings.ADDRESS))
        assert sound.content[:4] == b"OggS"
    row = Call.objects.get()
    assert client.get(f"/api/telephone/calls/{row.uuid}/{row.step}/99").status_code == 404
    assert client.get(f"/api/telephone/calls/{row.uuid}/{row.step + 1}/0").status_code == 404


def test_a_code_of_a_dossier_is_known_by_its_letters_and_by_its_digits_alone():
    offices = ["H52", "H52.12", "H52.25.03"]
    for typed in ("H52122611210042", "52122611210042"):
        assert "H52.12-261121-0042" in set(squeezed_codes(typed, offices=offices))
    assert not list(squeezed_codes("H5212261121004", offices=["H52.12"])), "three digits are no serial number"
    assert not list(squeezed_codes("H52122613410042", offices=["H52.12"])), "there is no thirteenth month"
