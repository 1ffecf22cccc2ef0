"""What filing asks in prepared words is what the ORM answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.procedures.models import Procedure, ProcedureVersion
from tinhso.government.procedures.models.filing import commune_coded, current_person, usable_version
from tinhso.government.procedures.models.offices import CENTRE, COMMITTEE, counter_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_the_version_by_which_one_files_is_the_one_that_applies(world):
    for procedure in Procedure.objects.all():
        for day in (TODAY - timedelta(days=9000), TODAY, TODAY + timedelta(days=9000)):
            usable = ProcedureVersion.objects.usable(day).filter(procedure=procedure)
            found = usable_version(procedure.code, day)
            assert found == usable.order_by("-number").first()
            assert found is None or found.procedure == procedure
    assert usable_version("no such code", TODAY) is None


def test_a_row_says_itself_whether_one_can_file_by_it(world):
    suspended = ProcedureVersion.objects.latest("pk").procedure
    suspended.suspended_at = timezone.now()
    suspended.save(update_fields=["suspended_at"])
    for day in (TODAY - timedelta(days=9000), TODAY, TODAY + timedelta(days=9000)):
        usable = set(ProcedureVersion.objects.usable(day).values_list("pk", flat=True))
        every = ProcedureVersion.objects.select_related("procedure")
        assert {version.pk for version in every if version.is_usable(day)} == usable


def test_communes_and_people_are_found_as_the_orm_finds_them(world):
    for place in Place.objects.all()[:40]:
        assert commune_coded(place.code) == Place.objects.current().communes().filter(code=place.code).first()
    my = world.person("my")
    assert current_person(my.uuid) == my
    Person.objects.filter(pk=my.pk).update(merged_into=world.person("la"))
    assert current_person(my.uuid) is None


def test_the_office_of_a_place_is_its_centre_or_its_committee(world):
    for place in Place.objects.current().communes()[:20]:
        offices = Organisation.objects.current().offices().filter(place=place).order_by("pk")
        centre = offices.filter(folded__startswith="trung tam phuc vu hanh chinh cong").first()
        assert counter_of(place) == (centre or offices.agencies().filter(parent=None).first())
        assert list(CENTRE(place.pk)) == list(CENTRE.queryset(place.pk))
        assert list(COMMITTEE(place.pk)) == list(COMMITTEE.queryset(place.pk))
