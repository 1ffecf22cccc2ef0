"""The catalogue: thirty-three real procedures, found by what people say, kept by who may keep them."""

import json
import time
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tinhso.core.cases.models import Definition
from tinhso.core.search.models import Row
from tinhso.events.log import history
from tinhso.government.procedures.actions.catalogue import (
    BeginsTooEarly,
    CodeTaken,
    NotSuspended,
    SuspendedAlready,
    begin_version,
    choose_filing,
    enter_procedure,
    resume_procedure,
    suspend_procedure,
)
from tinhso.government.procedures.domain.catalogue import BadCatalogue, Level, read_facts
from tinhso.government.procedures.domain.tables import shipped, words
from tinhso.government.procedures.jobs import begin_versions
from tinhso.government.procedures.models import Procedure, ProcedureCode, ProcedureVersion
from tinhso.government.procedures.models.catalogue import Where, where_to_file
from tinhso.government.procedures.models.laws import catalogue_on, law_of
from tinhso.government.procedures.reference import load
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db
BIRTH = "dang-ky-khai-sinh"
BY = Actor(channel=Channel.SYSTEM)


def facts():
    return [read_facts(document) for document in shipped()]


@pytest.fixture
def catalogue(db):
    load(timezone.now())


def test_the_catalogue_is_there_at_once_and_only_once(db):
    begun = time.perf_counter()
    load(timezone.now())
    assert time.perf_counter() - begun < 6
    assert Procedure.objects.count() == ProcedureVersion.objects.count() == 33
    assert Definition.objects.published().filter(system="procedures").count() == 33
    load(timezone.now())
    assert ProcedureVersion.objects.count() == 33
