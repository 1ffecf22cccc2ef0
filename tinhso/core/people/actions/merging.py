"""Two rows that are one person: merged by a person, and parted again when that was wrong."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.actions.finding import hide_from_search, show_in_search
from tinhso.core.people.actions.locking import PersonGone
from tinhso.core.people.events import MergeUndone, PeopleMerged, PeopleToldApart
from tinhso.core.people.models import Household, Likeness, Merge, Number, Person, Tongue
from tinhso.core.people.models.likeness import Answer
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

FILLED = ("title", "born", "birth_year", "sex", "ethnic_group", "can_read", "phone", "home_id")


class SamePerson(Refusal):
    sentence = _("This is one and the same entry. Choose two.")


class TwoNumbers(Refusal):
    """Both have an identity number, so one of the two was typed wrong or they are two people."""

    sentence = _("They have two different identity numbers. Look at both cards; correct the wrong number first.")


class CannotUndo(Refusal):
    """The merge was undone already, or one of the two was merged on or forgotten since."""

    sentence = _("This can no longer be undone: one of the two has changed since. Undo the later step first.")


@transaction.atomic
def merge_people(kept: Person, gone: Person, *, by: Actor, at: datetime) -> Merge:
    """Make two one: `kept` stays and takes over what it lacks, `gone` points to it.

    Raises SamePerson, TwoNumbers or PersonGone.
    """
    if kept.pk == gone.pk:
        raise SamePerson
    kept, gone = _both(kept, gone)
    if kept.number and gone.number:
        raise TwoNumbers

    household, relation = gone.household, gone.relation
    headed = bool(Household.objects.filter(head=gone).update(head=None))
    filled = _fill(kept, gone)
    gone.merged_into = kept
    gone.household, gone.relation, gone.relation_rank = None, None, 0
    gone.save()
    kept.save()
    hide_from_search(gone)
    show_in_search([kept])
    merge = Merge.objects.create(
        kept=kept, gone=gone, filled=filled, household=household, relation=relation, headed=headed, at=at
    )
    _answer(kept, gone, Answer.SAME)

    record(PeopleMerged(gone=gone.uuid, merge=merge.uuid), about=kept, by=by, at=at, place=kept.home_id)
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, by: Actor, at: datetime) -> Merge:
    """Make one two again, each with what they had. Raises CannotUndo."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    people = Person.objects.select_for_update().order_by("pk").in_bulk([merge.kept_id, merge.gone_id])
    kept, gone = people[merge.kept_id], people[merge.gone_id]
    if merge.undone_at or kept.merged_into_id or kept.forgotten_at or gone.merged_into_id != kept.pk:
        raise CannotUndo

    _give_back(kept, gone, merge)
    gone.merged_into = None
    _back_home(gone, merge)
    gone.save()
    kept.save()
    show_in_search([kept, gone])
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    _answer(kept, gone, Answer.OPEN)

    record(MergeUndone(back=gone.uuid, merge=merge.uuid), about=kept, by=by, at=at, place=kept.home_id)
    return merge


@transaction.atomic
def tell_apart(likeness: Likeness, *, by: Actor, at: datetime) -> Likeness:
    """Keep that a person looked and said: these are two. They are not shown again."""
    likeness = Likeness.objects.select_for_update().select_related("one", "other").get(pk=likeness.pk)
    if likeness.answer != Answer.OPEN:
        return likeness
    likeness.answer = Answer.DIFFERENT
    likeness.save(update_fields=["answer"])

    told = PeopleToldApart(other=likeness.other.uuid)
    record(told, about=likeness.one, by=by, at=at, place=likeness.one.home_id)
    return likeness


def _both(kept: Person, gone: Person) -> tuple[Person, Person]:
    people = Person.objects.select_for_update().order_by("pk").in_bulk([kept.pk, gone.pk])
    if any(person.merged_into_id or person.forgotten_at for person in people.values()):
        raise PersonGone
    return people[kept.pk], people[gone.pk]


def _fill(kept: Person, gone: Person) -> dict[str, list[str] | list[int]]:
    fields = [field for field in FILLED if getattr(kept, field) is None and getattr(gone, field) is not None]
    for field in fields:
        setattr(kept, field, getattr(gone, field))

    known = set(kept.numbers.values_list("fingerprint", flat=True))
    numbers = [number.pk for number in gone.numbers.all() if number.fingerprint not in known]
    Number.objects.filter(pk__in=numbers).update(person=kept)

    languages = [tongue for tongue in gone.tongues.all() if tongue.language not in {*kept.speaks, *kept.reads}]
    Tongue.objects.bulk_create(
        Tongue(person=kept, language=tongue.language, spoken=tongue.spoken, read=tongue.read) for tongue in languages
    )
    return {"fields": fields, "numbers": numbers, "languages": [tongue.language for tongue in languages]}


def _give_back(kept: Person, gone: Person, merge: Merge) -> None:
    for field in merge.filled["fields"]:
        if getattr(kept, field) == getattr(gone, field):
            setattr(kept, field, None)
    Number.objects.filter(pk__in=merge.filled["numbers"], person=kept).update(person=gone)
    Tongue.objects.filter(person=kept, language__in=merge.filled["languages"]).delete()


def _back_home(gone: Person, merge: Merge) -> None:
    household = merge.household
    if household is None:
        return
    gone.household, gone.relation = household, merge.relation
    gone.relation_rank = Person.rank_of(merge.relation)
    if merge.headed and household.head_id is None:
        household.head = gone
        household.save(update_fields=["head"])


def _answer(kept: Person, gone: Person, answer: Answer) -> None:
    one, other = sorted((kept, gone), key=lambda either: either.pk)
    Likeness.objects.filter(one=one, other=other).update(answer=answer)
