"""What helps the desk: a topic that was meant, with why; the same thing told twice; nothing routed without a person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.core.cases.models import Case
from tinhso.events.models import Entry
from tinhso.government.petitions.actions import publishing
from tinhso.government.petitions.actions.backing import back_report
from tinhso.government.petitions.actions.joining import join_petition
from tinhso.government.petitions.actions.notifying import tell_backers
from tinhso.government.petitions.actions.publishing import take_back_what_ended
from tinhso.government.petitions.actions.retopicing import retopic_petition
from tinhso.government.petitions.actions.suggesting import learn_topics, suggest_topics, sure_topic
from tinhso.government.petitions.domain.words import State
from tinhso.government.petitions.models import Learning, Petition, Publication, Topic
from tinhso.government.petitions.models.alike import alike
from tinhso.government.petitions.tests.stories import owner_of, send, who
from tinhso.government.petitions.views.beside import why_said
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db
POINT = (21.3300, 103.9100)
SAID = {"roads.bridge": "Cầu qua suối gãy, trẻ đi học rất sợ", "waste.dump": "Rác đổ đầy chợ, mùi hôi lắm"}


def whole(petition: Petition) -> Petition:
    return Petition.objects.for_page().get(pk=petition.pk)


def learnt(world, many: int = 8) -> Learning:
    """What a few decided petitions of two topics teach."""
    at = timezone.now() - timedelta(days=90)
    for hour in range(many):
        for topic, words in SAID.items():
            petition = send(world, topic=topic, words=words, at=at + timedelta(hours=3 * hour))
            Case.objects.filter(pk=petition.case_id).update(state=State.ANSWERED)
    return learn_topics(at=timezone.now())


def test_the_desk_sees_what_was_meant_and_why_and_puts_it_there(world):
    learning = learnt(world)
    assert learning.petitions >= 16
    assert 0 <= learning.right <= learning.among <= learning.tried
    petition = send(world, topic="waste.dump", words="cau qua suoi gay mat roi")
    best = suggest_topics(petition.words, but="waste.dump")[0]
    assert best.topic.code == "roads.bridge"
    assert set(best.because) <= {"cau", "suoi", "gay"}

    moved = retopic_petition(petition, topic=best.topic, by=owner_of(petition), at=timezone.now())
    assert Petition.objects.get(pk=moved.pk).topic.code == "roads.bridge"
    with pytest.raises(NotYours):
        retopic_petition(moved, topic=Topic.objects.get(code="other"), by=who(world, "la"), at=timezone.now())


def test_nothing_is_routed_without_a_person_unless_the_bar_is_set_and_was_passed(world, settings):
    other, words = Topic.objects.get(code="other"), "Cầu qua suối gãy"
    learning = learnt(world)
    assert sure_topic(other, words) == other
    settings.PETITION_SUGGESTING_BAR = 0.9
    assert sure_topic(other, words) == other, "measured without a bar"
    Learning.objects.filter(pk=learning.pk).update(bar=0.9, lead=0.1, sure=50)
    assert sure_topic(other, words).code == "roads.bridge"
    chosen = Topic.objects.get(code="water.none")
    assert sure_topic(chosen, words) == chosen, "what somebody chose stays"
    settings.PETITION_SUGGESTING_BAR = 0.95
    assert sure_topic(other, words) == other, "the bar was raised since"


def test_the_same_bridge_told_twice_is_found_with_reasons_in_words(world, django_assert_max_num_queries):
    first = send(world, point=POINT)
    second = send(world, point=(POINT[0] + 0.0003, POINT[1]), words="cầu treo gãy ván, không qua được")
    send(world, topic="water.none", words="Mất nước ba hôm", point=POINT)
    petition = whole(second)
    with django_assert_max_num_queries(2):
        found = alike(petition)
    assert found[0].petition.id == first.pk
    said = ", ".join(why_said(found[0].likeness))
    assert "30 m" in said
    assert all(one.petition.topic == "roads.bridge" for one in found)


def test_joined_from_the_desk_it_is_no_longer_offered_and_waits_for_one_answer(world):
    first, second = send(world, point=POINT), send(world, point=POINT)
    join_petition(second, to=first, by=owner_of(second), at=timezone.now())
    assert second.pk not in [one.petition.id for one in alike(whole(first))]
    assert Petition.objects.get(pk=second.pk).case.state == State.JOINED


def test_what_ended_without_an_answer_is_shown_no_more(world):
    petition = send(world)
    shown = publishing.show_report(petition, words="Cầu gãy.", by=owner_of(petition), at=timezone.now())
    for _twice in range(2):
        take_back_what_ended(petition.case.uuid, at=timezone.now())
    shown.refresh_from_db()
    assert shown.taken_back_at
    assert not Publication.objects.shown().filter(pk=shown.pk).exists()


def test_who_backed_it_and_signed_in_is_told_and_the_log_knows_nobody(world, monkeypatch):
    from tinhso.government.petitions.actions import notifying

    petition, told = send(world), []
    shown = publishing.show_report(petition, words="Cầu gãy.", by=owner_of(petition), at=timezone.now())
    panh = world.person("panh").uuid
    back_report(shown, person=panh, device="", by=who(world, "panh"), at=timezone.now())
    entry = Entry.objects.filter(name="petitions.ReportBacked").latest("pk")
    assert (entry.account, entry.person) == (None, None)

    monkeypatch.setattr(notifying, "tell", lambda kind, people, **more: told.append((kind, people, more["link"])))

    class Delivered:
        about, seq, at = str(petition.case.uuid), 7, timezone.now()

    tell_backers(Delivered)
    assert told == [("petitions.backed", [panh], f"/reported/{shown.uuid}/")]
