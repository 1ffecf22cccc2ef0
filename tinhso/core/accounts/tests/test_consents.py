"""One thing done for someone who agreed to it: proven, for that one thing, seen by them, gone when it is done."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tinhso.core.accounts.actions import Agreed, do_by_consent, forget_consents, hear_consent, retire_person
from tinhso.core.accounts.actions.consents import AgreedTooLongAgo, NobodyBeside, NotAgreed
from tinhso.core.accounts.actions.mandates import OwnBusiness
from tinhso.core.accounts.actions.whom import (
    NobodyFound,
    NumberOfAnother,
    SeveralSuch,
    Whom,
    find_helped,
    person_helped,
)
from tinhso.core.accounts.domain import Kind, Role
from tinhso.core.accounts.domain.consents import Done, Task
from tinhso.core.accounts.forms import ConsentForm
from tinhso.core.accounts.models import Account, Consent, Mandate
from tinhso.core.accounts.models.mandates import Evidence
from tinhso.core.accounts.tests.stories import NOW, SYSTEM, account, by, office, person, post, province, signed_in
from tinhso.core.files.models import File
from tinhso.core.files.tests import samples
from tinhso.core.people.actions import register_person
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.models import Person
from tinhso.events.log import history
from tinhso.kit.actors import Channel
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db
TASK = Task(scope="procedures", version=3, words="Tôi đồng ý để chị Thoa nộp hồ sơ này thay tôi.")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def village():
    """Thoa, who helps in Mường Lạn, and grandmother Lả, who lives there."""
    _top, lan, _va = province()
    thoa = account("thoa", kind=Kind.CITIZEN, who=person("Lường Thị Thoa", lan))
    post(thoa, Role.HELPER, lan, office("UBND Mường Lạn", lan))
    return thoa, person("Vàng Thị Lả", lan)


def voice():
    return SimpleUploadedFile("voice.webm", samples.webm(live=True, seconds=4), "audio/webm")


def by_voice(**also):
    return Agreed(**{"way": Evidence.VOICE, "said_at": NOW, "upload": voice(), "language": "mong"} | also)


def doing(thoa, la, agreed, *, did=None, at=NOW):
    acted = [] if did is None else did

    def do(actor):
        acted.append(actor)
        return "made", Done(ref="H1", title="Khai sinh", url="/dossiers/1/", typed=("child_name",))

    return do_by_consent(la, task=TASK, agreed=agreed, do=do, by=by(thoa), at=at)


@pytest.mark.promise("P16")
def test_a_voice_lets_the_helper_do_one_thing_and_then_nothing(village):
    thoa, la = village
    acted = []
    assert doing(thoa, la, by_voice(said_at=NOW - timedelta(hours=9)), did=acted) == "made"
    actor = acted[0]
    assert (actor.account, actor.for_person, actor.channel) == (thoa.pk, la.uuid, Channel.FIELD)
    mandate = Mandate.objects.get(uuid=actor.mandate)
    assert Mandate.objects.allowing(actor, "procedures", at=NOW) is None
    assert not Mandate.objects.in_force(NOW).exists()
    assert mandate.ends_at == NOW - timedelta(hours=9) + timedelta(days=7)

    consent = mandate.consent
    told = (consent.words, consent.version, consent.language, consent.said_at, consent.ref)
    assert told == (TASK.words, 3, "mong", NOW - timedelta(hours=9), "H1")
    assert [one.event.name for one in history(mandate)][::-1] == ["accounts.ConsentUsed", "accounts.ConsentGiven"]


@pytest.mark.promise("P16")
def test_the_proof_is_opened_by_the_person_and_by_no_helper(village):
    thoa, la = village
    doing(thoa, la, by_voice())
    proof = File.objects.get(uuid=Mandate.objects.get().evidence)
    mine = account("la", kind=Kind.CITIZEN, who=la)
    at = {who.username: Account.objects.rights_of(by(who), at=NOW) for who in (thoa, mine)}
    assert not proof.is_visible_to(at["thoa"])
    assert proof.is_visible_to(at["la"])


def test_nothing_is_kept_when_the_thing_itself_is_refused(village):
    thoa, la = village

    def refused(_actor):
        raise NotYours

    with pytest.raises(NotYours):
        do_by_consent(la, task=TASK, agreed=by_voice(), do=refused, by=by(thoa), at=NOW)
    assert not Consent.objects.exists()
    assert not Mandate.objects.exists()
    assert not File.objects.exists()


def test_each_way_needs_its_own_proof(village):
    thoa, la = village
    card = Agreed(way=Evidence.CARD, said_at=NOW)
    for way in (Evidence.VOICE, Evidence.SIGNATURE, Evidence.PAPER):
        with pytest.raises(NotAgreed):
            doing(thoa, la, Agreed(way=way, said_at=NOW))
    with pytest.raises(NotAgreed):
        doing(thoa, la, Agreed(way=Evidence.TAP, said_at=NOW))
    with pytest.raises(NobodyBeside):
        doing(thoa, la, card)
    doing(thoa, la, Agreed(way=Evidence.CARD, said_at=NOW, witness="Vàng A Páo"))
    assert Consent.objects.get().witness == "Vàng A Páo"


def test_nobody_consents_to_old_things_to_their_own_or_far_away(village):
    thoa, la = village
    _top, _lan, va = province()
    for said_at in (NOW - timedelta(days=7), NOW + timedelta(minutes=1)):
        with pytest.raises(AgreedTooLongAgo):
            doing(thoa, la, by_voice(said_at=said_at))
    with pytest.raises(OwnBusiness):
        doing(thoa, thoa.person, by_voice())
    with pytest.raises(NotYours):
        doing(thoa, person("Lò Văn Xa", va), by_voice())


def test_the_person_hears_it_again_and_says_whether_it_is_right(village):
    thoa, la = village
    doing(thoa, la, by_voice())
    consent = Consent.objects.get()
    stranger = account("xa", kind=Kind.CITIZEN, who=person("Lò Văn Xa"))
    with pytest.raises(NotYours):
        hear_consent(consent, right=True, by=by(stranger), at=NOW)
    hear_consent(consent, right=False, by=by(thoa), at=NOW)
    assert list(Consent.objects.by_helper(thoa.pk, NOW).values_list("right", flat=True)) == [False]
    assert not Consent.objects.by_helper(thoa.pk, NOW + timedelta(days=90, seconds=1)).exists()


@pytest.mark.promise("P28")
def test_who_is_forgotten_leaves_no_witness_and_nothing_typed(village):
    thoa, la = village
    doing(thoa, la, by_voice(witness="Vàng A Páo"))
    retire_person(la.uuid, by=SYSTEM, at=NOW)
    forget_consents(la.uuid)
    consent = Consent.objects.get()
    assert (consent.witness, consent.typed, consent.said_at) == ("", [], NOW)


def test_a_form_asks_for_the_proof_of_the_way_that_was_chosen():
    def form(files=None, **said):
        return ConsentForm(said, files or {})

    assert set(form().errors) == {"consent_by"}
    assert set(form(consent_by="voice").errors) == {"consent_voice"}
    assert set(form(consent_by="card").errors) == {"consent_card", "consent_witness"}
    assert set(form(consent_by="card", consent_card="no", consent_witness="Páo").errors) == {"consent_card"}
    heard = form({"consent_voice": voice()}, consent_by="voice", consent_language="mong")
    assert heard.is_valid(), heard.errors
    assert heard.agreed(NOW) == Agreed(
        way=Evidence.VOICE, said_at=NOW, upload=heard.files["consent_voice"], language="mong"
    )


def told(name, home, *, born=None, year=1949, number=None):
    return Whom(name=Name.read(name), born=born, year=year, number=number, home=home.pk)


def test_a_person_is_found_by_name_and_birth_or_entered_as_told(village):
    thoa, la = village
    _top, lan, va = province()
    helper = by(thoa)
    assert find_helped(Whom(person=la.uuid), by=helper, at=NOW) == la
    assert person_helped(told("vang thi la", lan, year=1990), by=helper, at=NOW) == la
    new = person_helped(told("Vàng Thị Mai", lan), by=helper, at=NOW)
    assert (new.full_name, new.birth_year, new.home_id) == ("Vàng Thị Mai", 1949, lan.pk)
    with pytest.raises(NobodyFound):
        find_helped(Whom(person=person("Lò Văn Xa", va).uuid), by=helper, at=NOW)
    with pytest.raises(NotYours):
        person_helped(told("Vàng Thị Xoa", va), by=helper, at=NOW)
    person("Vàng Thị Lả", lan)
    with pytest.raises(SeveralSuch):
        person_helped(told("Vàng Thị Lả", lan, year=1990), by=helper, at=NOW)


def test_a_number_that_bears_another_name_is_asked_about(village):
    thoa, _la = village
    _top, lan, _va = province()
    number = IdentityNumber.read("014149000011")
    mai = Particulars(name=Name.read("Vàng Thị Mai"), birth_year=1949, home=lan.pk, number=number)
    register_person(mai, by=SYSTEM, at=NOW)
    with pytest.raises(NumberOfAnother):
        person_helped(told("Vàng Thị Lả", lan, number=number), by=by(thoa), at=NOW)
    assert person_helped(told("Vàng Thị Mai", lan, number=number), by=by(thoa), at=NOW).full_name == "Vàng Thị Mai"
    assert Person.objects.filter(full_name="Vàng Thị Mai").count() == 1


@pytest.mark.parametrize("path", ["/helping/", "/account/done-for-me/"])
def test_what_was_done_stands_on_pages_that_follow_each_other(village, monkeypatch, path):
    """Seven things, some of one moment, some read already, on pages of two: each stands on one page, once."""
    thoa, la = village
    doing(thoa, la, by_voice())
    one = Consent.objects.select_related("mandate").get()
    for number in range(6):
        at = NOW - timedelta(hours=number // 2)
        heard = {"heard_at": NOW, "right": True} if number % 3 == 0 else {"heard_at": None, "right": None}
        _another(one, said_at=at, used_at=at, ref=f"H{number + 2}", url=f"/dossiers/{number + 2}/", **heard)
    monkeypatch.setattr("tinhso.core.accounts.views.helping.SHOWN", 2)
    browser = signed_in(thoa if path == "/helping/" else account("la", kind=Kind.CITIZEN, who=la))
    seen, address = [], path
    while address:
        html = browser.get(address).content.decode()
        seen += re.findall(r'href="(/dossiers/\d+/)"', html)
        more = re.search(r'href="(\?after=[^"]+)"', html)
        address = path + unescape(more.group(1)) if more else ""
    assert sorted(seen) == [f"/dossiers/{number}/" for number in range(1, 8)]
    assert browser.get(f"{path}?after=nothing").status_code == 200


def _another(one, *, used_at, **told):
    mandate = Mandate.objects.get(pk=one.mandate_id)
    mandate.pk, mandate.uuid, mandate.used_at = None, uuid4(), used_at
    mandate.save()
    consent = Consent.objects.get(pk=one.pk)
    consent.pk, consent.mandate = None, mandate
    for name, value in told.items():
        setattr(consent, name, value)
    consent.save()
