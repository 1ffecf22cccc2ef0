"""The same bridge reported by many, several things said at once, and what happens when the ground moves under them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.core.accounts.models import Account
from tinhso.core.cases import reactions as case_reactions
from tinhso.core.cases.models import Case
from tinhso.core.files.models import File
from tinhso.core.notices.models import Notice
from tinhso.core.organisations.actions import succeed_organisation
from tinhso.core.organisations.models import Organisation
from tinhso.core.search.models import Row
from tinhso.government.petitions import reactions
from tinhso.government.petitions.actions import handling, joining, rules, topics, writing
from tinhso.government.petitions.actions.answering import answer_petition, rate_petition
from tinhso.government.petitions.actions.changes import lapse_silent
from tinhso.government.petitions.actions.files import Brought
from tinhso.government.petitions.domain.routing import BadRules
from tinhso.government.petitions.domain.words import FileKind, LetterKind, State
from tinhso.government.petitions.models import Letter, Petition, RuleBook, Template, Topic
from tinhso.government.petitions.tests.stories import (
    ANSWERED,
    answered,
    entry,
    hand_over,
    head_of,
    owner_of,
    scan,
    send,
    who,
)
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours


def state(petition: Petition) -> str:
    return Case.objects.get(pk=petition.case_id).state


def of_panh(world) -> Petition:
    return send(world, by="panh", applicant=world.person("panh"), place=world.person("my").home)


@pytest.fixture
def told(settings):
    """What somebody was told, once the entries about these petitions were handed over; handed over twice."""
    settings.SMS_URL, settings.PUSH_HOSTS = "http://127.0.0.1:1", []

    def kinds(person, *petitions: Petition) -> list[str]:
        for petition in (*petitions, *petitions):
            hand_over(petition, reactions.tell_who_asked)
        mine = Notice.objects.filter(person=person.uuid, wording__kind__code__startswith="petitions.").order_by("pk")
        return [notice.kind.code.removeprefix("petitions.") for notice in mine]

    return kinds


def test_one_answer_reaches_all_who_reported_the_same_bridge(world, told):
    first, second, third, at = send(world), of_panh(world), send(world, anonymous=True), timezone.now()
    joining.join_petition(third, to=second, by=owner_of(third), at=at)
    joining.join_petition(second, to=first, by=owner_of(second), at=at)
    assert set(Petition.objects.filter(joined_to=first).values_list("pk", flat=True)) == {second.pk, third.pk}

    answered(first, at=at)
    for _twice in range(2):
        hand_over(first, reactions.first_one_ended)

    assert (state(second), state(third)) == (State.CLOSED, State.CLOSED)
    assert Letter.objects.get(petition=second, kind="answer").words == ANSWERED
    assert told(world.person("panh"), second, third) == ["received", "joined", "answer", "rating"]
    assert told(world.person("my"), first) == ["received", "answer", "rating"]


def test_who_was_joined_rates_for_themselves_and_opens_only_their_own(world):
    first, second, at = send(world), of_panh(world), timezone.now()
    joining.join_petition(second, to=first, by=owner_of(second), at=at)
    answered(first, at=at)
    hand_over(first, reactions.first_one_ended)

    rate_petition(second, faces=1, by=who(world, "panh"), at=at)

    assert (state(first), state(second)) == (State.ANSWERED, State.HANDLING)


def test_joined_to_what_has_an_answer_it_is_answered_at_once(world):
    at = timezone.now()
    first, second = answered(send(world), at=at), of_panh(world)
    joining.join_petition(second, to=first, by=owner_of(second), at=at)
    assert state(second) == State.CLOSED


def test_when_the_first_is_withdrawn_the_next_goes_on_and_the_others_with_it(world):
    first, second, third, at = send(world), of_panh(world), send(world, anonymous=True), timezone.now()
    for one in (second, third):
        joining.join_petition(one, to=first, by=owner_of(one), at=at)
    handling.withdraw(first, by=who(world, "my"), at=at)
    for _twice in range(2):
        hand_over(first, reactions.first_one_ended)

    assert (state(second), state(third)) == (State.HANDLING, State.JOINED)
    assert Petition.objects.get(pk=third.pk).joined_to == second
    with pytest.raises(joining.CannotJoin):
        joining.join_petition(second, to=first, by=owner_of(second), at=at)


def test_when_the_first_is_refused_all_learn_why(world, told):
    first, second, at = send(world), of_panh(world), timezone.now()
    joining.join_petition(second, to=first, by=owner_of(second), at=at)
    handling.refuse(first, words="Cầu này đã có dự án.", by=owner_of(first), at=at)
    hand_over(first, reactions.first_one_ended)

    assert state(second) == State.REFUSED
    assert told(world.person("panh"), second)[-1] == "refused"


def test_two_things_said_at_once_get_two_desks_and_one_clock(world):
    at = timezone.now() - timedelta(days=3)
    petition, light = send(world, at=at), Topic.objects.get(code="school.building")
    part = joining.Part(light, "Bàn ghế lớp 3 gãy hết.")
    (child,) = joining.split_petition(petition, [part], by=owner_of(petition), at=timezone.now())

    assert child.case.agency.folded.startswith("phong van hoa")
    assert (child.case.received_at, child.case.applicant_id) == (petition.case.received_at, petition.case.applicant_id)
    assert child.split_from == petition
    with pytest.raises(joining.NothingToSplit):
        joining.split_petition(petition, [], by=owner_of(petition), at=timezone.now())
    with pytest.raises(NotYours):
        joining.split_petition(petition, [part], by=who(world, "my"), at=timezone.now())


def test_she_is_told_every_step_and_once_each(world, told):
    petition, at = send(world), timezone.now()
    officer = owner_of(petition)
    handling.ask_more(petition, words="Cầu nào ạ?", by=officer, at=at)
    handling.give_more(petition, words="Cầu trên.", by=who(world, "my"), at=at)
    centre = Organisation.objects.get(folded__startswith="trung tam phuc vu", place=petition.case.place)
    handling.forward(petition, to=centre, reason="Một cửa trả lời.", by=officer, at=at)
    answer_petition(petition, words=ANSWERED, by=head_of(petition), at=at)
    rate_petition(petition, faces=1, by=who(world, "my"), at=at)

    assert told(world.person("my"), petition) == ["received", "more", "forwarded", "answer", "rating", "reopened"]
    said = Notice.objects.get(wording__kind__code="petitions.answer", person=world.person("my").uuid).said("vi")
    assert ANSWERED in said.long
    assert ANSWERED not in said.short


def test_a_question_that_nobody_answers_closes_it_after_its_days_and_not_before(world):
    at = timezone.now() - timedelta(days=20)
    petition = send(world, at=at)
    handling.ask_more(petition, words="Ở đâu ạ?", by=owner_of(petition), at=at)
    assert lapse_silent(by=Actor.system(), at=at + timedelta(days=14)) == 0
    assert lapse_silent(by=Actor.system(), at=timezone.now()) == 1
    assert state(petition) == State.LAPSED


def test_an_agency_dissolved_by_a_merger_hands_on_its_open_petitions_with_their_due_time(world):
    petition, at = send(world), timezone.now()
    old = petition.case.agency
    new = Organisation.objects.get(folded__startswith="phong van hoa", place=petition.case.place)
    succeed_organisation(old, new, on=timezone.localdate(), by=Actor.system(), at=at)
    case_reactions.office_succeeded(entry("organisations.OrganisationSucceeded", str(old.uuid), at))

    case = Case.objects.get(pk=petition.case_id)
    assert (case.agency, case.due_at, case.state) == (new, petition.case.due_at, State.SENT)
    assert Account.objects.get(pk=case.owner_id).posts.filter(organisation=new).exists()
    assert send(world).case.agency.folded.startswith("trung tam phuc vu"), "the office is gone, the counter is there"


def test_the_other_commune_sees_the_photo_too(world):
    petition = send(world, brought=[Brought(kind=FileKind.PHOTO, upload=scan())])
    photo, there = File.objects.get(uuid=petition.files.get().file), world.account("hac_elsewhere").posts.get()
    assert not photo.is_visible_to(world.rights("hac_elsewhere"))
    handling.forward(petition, to=there.organisation, reason="Cầu bên ấy.", by=owner_of(petition), at=timezone.now())
    hand_over(petition, reactions.case_moved_house)

    assert File.objects.get(pk=photo.pk).is_visible_to(world.rights("hac_elsewhere"))


def test_a_village_that_goes_whole_into_another_takes_its_petitions_along(world):
    petition = send(world)
    other = world.person("panh").home
    reactions.place_succeeded(
        entry("places.PlaceSucceeded", "", timezone.now(), old=petition.place_id, new=other.pk, part=False)
    )
    assert Petition.objects.get(pk=petition.pk).place == other


def test_a_topic_that_vanishes_keeps_what_was_said_and_new_things_go_to_its_parent(world):
    petition, keeper = send(world), Actor.system()
    topics.retire_topic(petition.topic, by=keeper, at=timezone.now())

    assert Petition.objects.get(pk=petition.pk).topic.code == "roads.bridge"
    assert send(world).topic.code == "roads"
    with pytest.raises(topics.TopicHasMore):
        topics.retire_topic(Topic.objects.get(code="water"), by=keeper, at=timezone.now())
    with pytest.raises(topics.TopicStays):
        topics.retire_topic(Topic.objects.get(code="other"), by=keeper, at=timezone.now())
    with pytest.raises(NotYours):
        topics.retire_topic(petition.topic, by=who(world, "hac"), at=timezone.now())


def test_rules_are_published_once_and_the_old_petition_still_says_why_it_went_there(world):
    petition = send(world, topic="danger.flood", words="Nước dâng.")
    keeper, at = Actor.system(), timezone.now()
    said = [{"name": "all_to_the_centre", "why": "Thử.", "desk": "commune.centre", "when": True}]
    book = rules.publish_rules(rules.draft_rules(said, by=keeper, at=at), by=keeper, at=at)

    assert send(world).case.agency.folded.startswith("trung tam phuc vu")
    assert rules.rule_said(petition.book, petition.rule).startswith("Đang nguy hiểm")
    with pytest.raises(rules.NotADraft):
        rules.publish_rules(book, by=keeper, at=at)
    with pytest.raises(BadRules) as wrong:
        rules.draft_rules([{**said[0], "desk": "moon", "when": {"==": [{"var": "colour"}, 1]}}], by=keeper, at=at)
    assert [fault.path for fault in wrong.value.faults] == ["$[0].desk", "$[0].when.==[0].var"]
    with pytest.raises(Exception, match="never changed"):
        RuleBook.objects.filter(pk=book.pk).update(rules=[])


def test_a_person_who_is_forgotten_leaves_no_words_and_no_name_in_search(world):
    petition = send(world, point=(21.3, 103.9))
    reactions.person_forgotten(entry("people.PersonForgotten", str(world.person("my").uuid), timezone.now()))

    left = Petition.objects.get(pk=petition.pk)
    assert (left.words, left.lat) == ("", None)
    assert left.case.ref in Row.objects.get(kind="petition", ref=str(petition.uuid)).title


def test_an_office_keeps_its_words_in_versions(world):
    petition, at = send(world), timezone.now()
    officer, agency = owner_of(petition), petition.case.agency
    for words in ("Đã chuyển thợ.", "Đã chuyển thợ, xong trước thứ Sáu."):
        template = writing.write_template(
            agency, kind=LetterKind.ANSWER, title="Đã cử thợ", words=words, by=officer, at=at
        )
    assert (template.version, template.versions.count()) == (2, 2)
    assert list(Template.objects.of_office(agency)) == [template]
    with pytest.raises(NotYours):
        writing.write_template(agency, kind=LetterKind.ANSWER, title="Khác", words="…", by=who(world, "my"), at=at)
    writing.write_note(petition, words="Gọi cho trưởng bản.", by=officer, at=at)
    writing.retire_template(template, by=officer, at=at)
    assert not Template.objects.of_office(agency)
