"""The line to Mường Lạn is cut: people go on sending at the commune's node, and the province gets it all, once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tinhso.core.cases.models import Case
from tinhso.core.files.tests import samples
from tinhso.core.nodes.models import Blob, Taken
from tinhso.core.nodes.tests.ground import Ground, registered
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db
TOLD = {"topic": "roads.bridge", "words": "Cầu gãy hai tấm ván.", "where": "xã Mường Lạn", "may_show": "on"}


@pytest.fixture
def ground(world, tmp_path) -> Ground:
    place = Place.objects.current().communes().get(name="Mường Lạn")
    by = Actor(account=world.account("chu").pk)
    return registered(tmp_path / "node", by=by, place=place)


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("cầu.jpg", samples.photo(), "image/jpeg")


@pytest.mark.promise("P07")
def test_what_is_sent_at_the_node_gets_a_number_and_becomes_the_same_matter_at_the_province(ground):
    before = Case.objects.count()
    sent = ground.post("/report/", TOLD | {"photo_1": photo()})
    assert sent.status_code == 302
    assert Case.objects.count() == before, "at the node it was only tried"
    taken = Taken.objects.get()
    assert taken.ref.endswith(f"-{ground.home.numbers[0]}")
    with ground.at_the_node() as client:
        slip = client.get(sent["Location"]).content.decode()
    assert taken.ref in slip

    ground.exchange()
    taken.refresh_from_db()
    case = Case.objects.get(ref=taken.ref)
    assert (taken.state, taken.new_ref, taken.item) == ("accepted", "", "")
    assert case.opened_at == taken.taken_at, "its clock runs from when the commune had it"
    assert not Blob.objects.exists()
