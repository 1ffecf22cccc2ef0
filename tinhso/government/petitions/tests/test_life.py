"""From what chị Mỷ says to the answer, and what she thinks of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.core.accounts.models import Post
from tinhso.core.cases.actions import NotNow, NotYourTurn, SomeoneWasFirst
from tinhso.core.cases.models import Case, Transfer
from tinhso.core.organisations.models import Organisation
from tinhso.events.models import Entry, Payload
from tinhso.government.petitions.actions import answering, handling, publishing
from tinhso.government.petitions.actions.sending import NothingSaid, SlowDown, send_petition
from tinhso.government.petitions.domain.words import State, Way
from tinhso.government.petitions.models import Letter, Petition, Publication, RuleBook
from tinhso.government.petitions.models.desks import find_desk
from tinhso.government.petitions.tests.stories import ANSWERED, answered, head_of, owner_of, said, send, who
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours


def test_what_chi_my_says_reaches_the_desk_that_looks_after_bridges(world):
    petition = send(world)

    case = petition.case
    assert case.agency.folded.startswith("phong kinh te")
    assert case.place_id == world.person("my").home.parent_id
    assert case.owner_id
    assert case.received_at == case.opened_at
    assert petition.ref.startswith("PA-")
    assert case.title.startswith("Cầu hỏng · ")
    assert case.term.value == 10, "the topic's own term"


def test_a_rule_sends_a_national_road_to_the_province(world):
    department, clerk = Organisation.objects.get(name="Sở Xây dựng"), world.account("hac").posts.get()
    Post.objects.filter(pk=clerk.pk).update(organisation=department, place=department.place)
    petition = send(world, topic="roads.pothole", words="Quốc lộ 6 lún sâu ở km 300.")

    assert (petition.case.agency, petition.case.owner) == (department, world.account("hac"))
    assert petition.rule == "national_roads"
    assert petition.book == RuleBook.objects.published().get()


def test_an_office_where_nobody_is_gets_nothing(world):
    petition = send(world, topic="roads.pothole", words="Quốc lộ 6 lún sâu ở km 300.")
    assert petition.case.agency.folded.startswith("trung tam phuc vu")


def test_danger_counts_in_hours_and_the_committee_knows_at_once(world):
    petition = send(world, topic="danger.flood")

    assert petition.urgent
    assert petition.case.term_unit == "working_hours"
    assert petition.case.agency.folded.startswith("uy ban nhan dan")


def test_nothing_is_ever_lost_though_no_office_bears_the_name(world):
    home, at = world.person("my").home, timezone.now()
    assert find_desk("no.such.desk", home, at=at).agency.folded.startswith("trung tam phuc vu")
    Post.objects.filter(place=home.parent, role="officer").update(ends_at=at)
    assert find_desk("commune.centre", home, at=at).agency.folded.startswith("trung tam phuc vu"), "the head is there"


def test_who_does_not_want_to_be_named_stands_nowhere(world):
    petition = send(world, anonymous=True)

    entry = Entry.objects.get(name="petitions.PetitionSent", about=str(petition.case.uuid))
    assert petition.case.applicant is None
    assert petition.anonymous
    assert (entry.account, entry.person, entry.for_person) == (None, None, None)
    assert "Mỷ" not in Payload.objects.get(entry=entry).data


def test_a_stranger_does_not_send_in_her_name(world):
    with pytest.raises(NotYours):
        send(world, by="la")


def test_an_empty_petition_is_refused_kindly(world):
    with pytest.raises(NothingSaid):
        send(world, words="  ")


def test_who_sends_without_an_end_is_slowed_and_can_send_again_after_an_hour(world, settings):
    settings.PETITIONS_AN_HOUR = 3
    at = timezone.now()
    for _once in range(3):
        send(world, at=at)
    with pytest.raises(SlowDown):
        send(world, at=at + timedelta(minutes=5))
    assert send(world, at=at + timedelta(minutes=61)).pk


def test_a_bad_rating_opens_it_again_once_with_a_term_of_its_own(world):
    at = timezone.now() - timedelta(days=3)
    petition = answered(send(world, at=at), at=at + timedelta(days=1))
    answering.rate_petition(petition, faces=1, words="Ván vẫn gãy.", by=who(world, "my"), at=at + timedelta(days=2))

    case = Case.objects.get(pk=petition.case_id)
    assert case.state == State.HANDLING
    assert case.finished_at is None
    assert case.ended_at is None
    assert case.due_at > at + timedelta(days=20)
    answering.answer_petition(petition, words="Đã sửa lại.", by=head_of(petition), at=timezone.now())
    answering.rate_petition(petition, faces=1, channel=Way.SMS, by=who(world, "my"), at=timezone.now())
    assert Case.objects.get(pk=petition.case_id).state == State.ANSWERED, "once only"
    with pytest.raises(answering.RatedAlready):
        answering.rate_petition(petition, faces=5, by=who(world, "my"), at=timezone.now())
    with pytest.raises(answering.ReopenedAlready):
        answering.reopen_petition(petition, by=who(world, "my"), at=timezone.now())


def test_after_the_set_days_a_bad_rating_is_kept_and_opens_nothing(world, settings):
    settings.PETITION_REOPEN_DAYS = 5
    at = timezone.now() - timedelta(days=9)
    petition = answered(send(world, at=at), at=at)
    answering.rate_petition(petition, faces=2, by=who(world, "my"), at=timezone.now())

    assert Case.objects.get(pk=petition.case_id).state == State.ANSWERED
    with pytest.raises(answering.TooLateToReopen):
        answering.reopen_petition(petition, by=who(world, "my"), at=timezone.now())


def test_a_published_answer_that_was_bad_is_taken_up_again(world):
    at = timezone.now()
    petition = answered(send(world, at=at), at=at)
    shown = publishing.publish_petition(petition, words="Cầu hỏng.", answer="Đã sửa.", by=owner_of(petition), at=at)
    assert Publication.objects.get(petition=petition).words == "Cầu hỏng."
    assert Case.objects.get(pk=petition.case_id).ended_at

    answering.rate_petition(petition, faces=1, by=who(world, "my"), at=at)

    assert Case.objects.get(pk=petition.case_id).ended_at is None
    again = Publication.objects.get(petition=petition)
    assert (again.words, again.answer, again.answered_at) == ("Cầu hỏng.", "", None), "all read that it is worked on"
    assert publishing.take_back_publication(shown, by=owner_of(petition), at=at).taken_back_at == at


def test_asking_for_more_stops_the_clock_until_she_answers(world):
    at = timezone.now() - timedelta(days=6)
    petition = send(world, at=at)
    due = petition.case.due_at
    handling.ask_more(petition, words="Cầu nào ạ?", by=owner_of(petition), at=at + timedelta(hours=1))
    assert handling.question_of(petition) == "Cầu nào ạ?"
    with pytest.raises(NotYourTurn):
        handling.give_more(petition, words="Cầu dưới.", by=who(world, "la"), at=timezone.now())
    handling.give_more(petition, words="Cầu dưới.", by=who(world, "my"), at=timezone.now())

    case = Case.objects.get(pk=petition.case_id)
    assert case.state == State.HANDLING
    assert case.due_at > due
    assert not handling.question_of(petition)


def test_who_holds_the_paper_code_answers_and_rates_without_a_name(world):
    visitor, at = Actor(), timezone.now()
    petition = send(world, anonymous=True)
    handling.ask_more(petition, words="Ở đâu ạ?", by=owner_of(petition), at=at)
    with pytest.raises(NotYourTurn):
        handling.give_more(petition, words="Cạnh trường.", by=visitor, at=at)
    handling.give_more(petition, words="Cạnh trường.", by=visitor, at=at, holder=True)
    answering.answer_petition(petition, words=ANSWERED, by=head_of(petition), at=at)

    assert answering.rate_petition(petition, faces=4, by=visitor, at=at, holder=True).faces == 4
    with pytest.raises(NotYourTurn):
        publishing.withhold_petition(petition, by=visitor, at=at)


def test_forwarded_to_another_commune_it_keeps_its_clock_and_can_be_taken_back(world):
    petition, at = send(world), timezone.now()
    before, due = petition.case.agency, petition.case.due_at
    elsewhere = world.account("hac_elsewhere").posts.order_by("pk")[0]
    sender = owner_of(petition)
    to = elsewhere.organisation
    moved = handling.forward(petition, to=to, reason="Cầu này của xã bên.", by=sender, at=at)

    assert moved.case.due_at == due
    assert moved.case.place_id == elsewhere.place_id != before.place_id
    assert actor_may_see(elsewhere.account, moved)
    back = handling.recall(petition, reason="Nhầm.", by=sender, at=at)
    assert back.case.agency == before
    assert back.case.place_id == before.place_id
    assert list(Transfer.objects.filter(case=petition.case).values_list("kind", flat=True)) == ["hand_over", "recall"]


def actor_may_see(account, petition: Petition) -> bool:
    from_there = type(account).objects.rights_of(Actor(account=account.pk), at=timezone.now())
    return Petition.objects.within_reach(from_there).filter(pk=petition.pk).exists()


def test_the_head_sends_an_answer_back_and_sends_the_better_one(world):
    petition, at = send(world), timezone.now()
    handling.take_in(petition, by=owner_of(petition), at=at)
    answering.propose_answer(petition, words="Đã xem.", by=owner_of(petition), at=at)
    head = head_of(petition)
    answering.return_answer(petition, words="Nói rõ ngày nào xong.", by=head, at=at)
    answering.propose_answer(petition, words="Thứ Sáu xong.", by=owner_of(petition), at=at)
    answering.answer_petition(petition, by=head, at=at)

    sent = Letter.objects.get(petition=petition, kind="answer", sent_at__isnull=False)
    assert (sent.round, sent.words) == (2, "Thứ Sáu xong.")


def test_of_two_officers_at_once_the_second_is_told(world):
    petition, at = send(world), timezone.now()
    officer, seen = owner_of(petition), petition.case.version
    handling.take_in(petition, by=officer, at=at, seen=seen)
    with pytest.raises(SomeoneWasFirst):
        handling.take_in(petition, by=officer, at=at, seen=seen)
    with pytest.raises(NotNow):
        handling.take_in(petition, by=officer, at=at)


def test_abuse_is_refused_with_a_kind_reason_and_who_asked_may_take_back_the_next(world):
    petition, at = send(world, words="…"), timezone.now()
    handling.refuse(
        petition, words="Lời này làm người khác buồn. Bà con nói rõ việc gì hỏng nhé.", by=owner_of(petition), at=at
    )
    assert Letter.objects.get(petition=petition).kind == "refusal"
    other = send_petition(said(world), by=who(world, "my"), at=at)
    handling.withdraw(other, by=who(world, "my"), at=at)
    assert Case.objects.get(pk=other.case_id).outcome == "withdrawn"
