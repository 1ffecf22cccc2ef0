"""Definitions: drafted, published, retired; once published never changed. Running numbers."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tinhso.core.accounts.domain.rights import Role
from tinhso.core.accounts.tests.stories import account, office, post, province
from tinhso.core.cases.actions import (
    BelongsToAnother,
    NoDraft,
    NotPublished,
    NumberNotGiven,
    ReasonNeeded,
    draft_definition,
    next_number,
    publish_definition,
    retire_definition,
    ship_definition,
    void_number,
)
from tinhso.core.cases.domain.definition import BadDefinition
from tinhso.core.cases.events import DefinitionDrafted, DefinitionPublished, DefinitionRetired
from tinhso.core.cases.models import Definition, Number, Status
from tinhso.core.cases.tests.stories import MONDAY, SYSTEM, Office, errand, is_, published
from tinhso.events.log import history
from tinhso.kit.refusals import NotYours

BY = {"by": SYSTEM, "at": MONDAY}
db = pytest.mark.django_db


def draft(document: dict[str, Any] | None = None) -> Definition:
    return draft_definition(document or errand(), system="stories", **BY)


@db
def test_a_draft_is_written_anew_until_it_is_published() -> None:
    first = draft()
    again = draft(errand(term={"unit": "days", "value": 9}))
    assert (first.pk, again.version, again.document["term"]["value"]) == (again.pk, 1, 9)
    assert publish_definition(again, **BY) == Definition.objects.current("stories.errand")
    with pytest.raises(NoDraft):
        publish_definition(again, **BY)
    assert draft().version == 2
    assert [type(one.event) for one in history(first)] == [DefinitionDrafted, DefinitionDrafted, DefinitionPublished]


@db
def test_publishing_the_next_version_retires_the_one_before() -> None:
    first, second = published(), published(errand(term={"unit": "days", "value": 9}))
    first.refresh_from_db()
    assert (first.status, second.status, second.version) == (Status.RETIRED, Status.PUBLISHED, 2)
    assert isinstance([one.event for one in history(first)][-1], DefinitionRetired)
    retire_definition(second, **BY)
    with pytest.raises(NotPublished):
        retire_definition(second, **BY)
    with pytest.raises(Definition.DoesNotExist):
        Definition.objects.current("stories.errand")


@db
def test_what_came_with_the_product_does_not_undo_what_people_wrote() -> None:
    shipped = ship_definition(errand(), system="stories", **BY)
    ours = published(errand(term={"unit": "days", "value": 9}))
    assert ship_definition(errand(), system="stories", **BY).pk == shipped.pk
    assert Definition.objects.current("stories.errand") == ours


@db
def test_a_bad_document_and_another_system_are_refused() -> None:
    with pytest.raises(BadDefinition):
        draft({"code": "stories.errand"})
    draft()
    with pytest.raises(BelongsToAnother):
        draft_definition(errand(), system="others", **BY)


def test_only_registrars_write_definitions(lan: Office) -> None:
    with pytest.raises(NotYours):
        draft_definition(errand(), system="stories", by=is_(lan.muon), at=MONDAY)
    top, _lan, _va = province()
    keeper = account("keeper")
    post(keeper, Role.REGISTRAR, top, office("Sở Nội vụ", top))
    held = draft_definition(errand(), system="stories", by=is_(keeper), at=MONDAY)
    assert publish_definition(held, by=is_(keeper), at=MONDAY).published_by == keeper


@db
@pytest.mark.parametrize(
    "change",
    [
        {"document": {}},
        {"digest": "0" * 64},
        {"code": "stories.other"},
        {"version": 7},
        {"status": "draft"},
        {"published_at": None},
    ],
)
def test_the_database_refuses_to_change_a_published_definition(change: dict[str, Any]) -> None:
    row = published()
    with pytest.raises(DatabaseError), transaction.atomic():
        Definition.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_definition WHERE id = %s", [row.pk])
    row.refresh_from_db()
    assert row.document == errand()


@db
def test_a_retired_definition_does_not_come_back() -> None:
    row = retire_definition(published(), **BY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Definition.objects.filter(pk=row.pk).update(status=Status.PUBLISHED)


@db
def test_a_taken_number_is_the_orms_number() -> None:
    with transaction.atomic():
        taken = [next_number("H52-LAN", 2026) for _ in range(3)]
        taken.append(Number.objects.take_by_orm("H52-LAN", 2026))
        taken.append(next_number("H52-LAN", 2026))
    assert taken == [1, 2, 3, 4, 5]
    assert (next_number("H52-LAN", 2027), next_number("H52-VA", 2026)) == (1, 1)
    assert Number.objects.take_by_orm("H52-XA", 2026) == 1


@db
def test_what_is_undone_leaves_no_hole() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        next_number("H52-LAN", 2026)
        raise RuntimeError
    assert next_number("H52-LAN", 2026) == 1


@db
def test_a_hole_has_a_reason() -> None:
    next_number("H52-LAN", 2026)
    with pytest.raises(ReasonNeeded):
        void_number("H52-LAN", 2026, 1, reason=" ", **BY)
    assert void_number("H52-LAN", 2026, 1, reason="in hỏng", **BY).reason == "in hỏng"
    for number in (1, 2, 0):
        with pytest.raises(NumberNotGiven):
            void_number("H52-LAN", 2026, number, reason="in hỏng", **BY)
