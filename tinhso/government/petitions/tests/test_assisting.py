"""Thoa reports the broken water pipe of grandmother Lả: one post with photo and consent, then nothing more."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tinhso.core.accounts.models import Consent, Mandate
from tinhso.core.cases.actions.slips import secret, token
from tinhso.core.files.tests import samples
from tinhso.government.petitions.models import Petition

pytestmark = pytest.mark.django_db
FORM = "/report/for/"


def signature():
    held = BytesIO()
    Image.new("RGB", (640, 280), "white").save(held, "PNG")
    return SimpleUploadedFile("signature.png", held.getvalue(), "image/png")


def told(world, **also):
    la = world.person("la")
    return {
        "person": str(la.uuid),
        "whom_name": la.full_name,
        "consent_by": "signature",
        "consent_signature": signature(),
        "topic": "water",
        "words": "Ống nước đầu bản vỡ.",
        "photo_1": SimpleUploadedFile("photo.jpg", samples.photo(), "image/jpeg"),
        "may_show": "on",
    } | also


@pytest.mark.promise("P16")
def test_a_broken_pipe_is_reported_for_her_with_a_photo_and_her_signature(world):
    thoa, la = world.client("thoa"), world.person("la")
    assert not re.search("Vàng Thị Lả|Giàng", thoa.get(FORM).content.decode())
    sent = thoa.post(FORM, told(world))
    assert sent.status_code == 302, sent.content.decode()
    petition = Petition.objects.select_related("case").get(words="Ống nước đầu bản vỡ.")
    assert (petition.case.applicant_id, petition.channel, petition.assisted) == (la.uuid, "helper", True)
    assert petition.place_id == la.home_id
    assert petition.files.filter(kind="photo").count() == 1
    consent = Consent.objects.select_related("mandate").get(ref=petition.ref)
    assert (consent.mandate.evidence_kind, consent.task) == ("signature", "petitions")
    assert consent.mandate.used_at

    slip = world.client("").get(sent.headers["Location"]).content.decode()
    digits = secret(petition.case)
    assert f"{digits[:3]} {digits[3:6]} {digits[6:]}" in slip
    follow = world.client("").get(f"/track/{petition.ref}/{token(petition.case)}/").content.decode()
    assert 'data-read="' in follow
    assert "Vàng Thị Lả" not in slip + follow


@pytest.mark.promise("P16")
def test_the_helper_reads_to_her_what_was_typed_and_opens_nothing_else(world):
    thoa = world.client("thoa")
    thoa.post(FORM, told(world))
    petition = Petition.objects.get(words="Ống nước đầu bản vỡ.")
    assert thoa.get(f"/petitions/{petition.uuid}/").status_code == 404
    assert thoa.get(f"/petitions/{petition.uuid}/desk/").status_code in (403, 404)
    assert "Ống nước đầu bản vỡ." in thoa.get(f"/report/typed/{petition.uuid}/").content.decode()
    assert world.client("panh").get(f"/report/typed/{petition.uuid}/").status_code == 404


def test_without_her_yes_nothing_is_sent(world):
    before = Mandate.objects.count()
    for also in ({"consent_by": ""}, {"consent_signature": ""}, {"words": "", "photo_1": ""}):
        answer = world.client("thoa").post(FORM, told(world, **also))
        assert answer.status_code == 400
    assert Mandate.objects.count() == before
    assert world.client("my").get(FORM).status_code == 403
