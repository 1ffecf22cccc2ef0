"""Taking everything along, and asking an office: proven first, by the clock of the law, seen by nobody else."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as often
from hypothesis import strategies as st

from tinhso.core.accounts.actions.entering import prove_again
from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.models import Case
from tinhso.core.files.models import File
from tinhso.core.notices.models import Notice
from tinhso.core.own_data.actions import destroy_old_copies, make_copies
from tinhso.core.own_data.domain.requests import TERMS, Kind, workflow
from tinhso.core.own_data.domain.sealing import PIECE, BrokenSeal, seal, unseal
from tinhso.core.own_data.models import Copy
from tinhso.core.own_data.reactions import tell_who_asked
from tinhso.core.people.models import Reading
from tinhso.events.models import Entry
from tinhso.events.reactions import Delivered

KEY = bytes(range(32))
db = pytest.mark.django_db


def proven(world, name="my", ago=timedelta()):
    """A browser whose owner proved who they are, some time ago."""
    client = world.client(name)
    session = client.session
    prove_again(session, at=timezone.now() - ago)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def stale(world):
    """Hers, of an hour ago."""
    return proven(world, ago=timedelta(hours=1))


@often(max_examples=25, deadline=None)
@given(st.integers(0, 3), st.integers(0, 40), st.randoms(use_true_random=False))
def test_what_was_sealed_comes_back_and_a_changed_byte_never_does(pieces, rest, random):
    plain = random.randbytes(rest) + b"x" * (pieces * PIECE)
    sealed = b"".join(seal(io.BytesIO(plain), KEY))
    assert b"".join(unseal(io.BytesIO(sealed), KEY)) == plain
    at = random.randrange(len(sealed))
    for broken in (sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], sealed[:at], sealed + b"x"):
        with pytest.raises(BrokenSeal):
            b"".join(unseal(io.BytesIO(broken), KEY))


@db
def test_she_takes_everything_along_once_she_has_proven_herself(world):
    my = world.person("my")
    assert "/account/again/" in stale(world).post("/me/data/copy/").headers["Location"]
    assert not Copy.objects.exists()
    paper = File.objects.filter(blob__state="clean", forgotten_at=None).order_by("pk")[0]
    keep = apps.get_model("procedures", "Kept").objects
    keep.create(person=my, sort="x", title="Giấy cũ", file=paper.uuid, kept_at=timezone.now())
    client = proven(world)
    client.post("/me/data/copy/")
    assert make_copies(at=timezone.now()) == 1
    copy = Copy.objects.get()
    assert Notice.objects.filter(person=my.uuid, cause=f"copy-{copy.uuid}").exists()
    assert my.full_name.encode() not in copy.path.read_bytes()

    assert "/account/again/" in stale(world).get(f"/me/data/copy/{copy.uuid}/").headers["Location"]
    assert proven(world, "hac").get(f"/me/data/copy/{copy.uuid}/").status_code == 404
    answer = proven(world).get(f"/me/data/copy/{copy.uuid}/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        told = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".json", ".html"))}
        papers = [name for name in archive.namelist() if name.startswith("papers/")]
    assert my.full_name in told["index.html"]
    [person] = json.loads(told["data/person.json"])
    assert person["identity_number"] == my.number.digits
    for name in ("household", "who_looked", "messages", "payments", "dossiers", "store", "accounts", "mandates"):
        assert f"data/{name}.json" in told
    assert json.loads(told["data/dossiers.json"])
    assert any(name.startswith(f"papers/{paper.uuid.hex[:8]}-") for name in papers)
    happened = set(Entry.objects.filter(about=str(copy.uuid)).values_list("name", flat=True))
    assert happened == {"own_data.CopyAsked", "own_data.CopyMade", "own_data.CopyOpened"}


@db
def test_a_copy_is_destroyed_after_its_days(world):
    client = proven(world)
    client.post("/me/data/copy/")
    client.post("/me/data/copy/")
    assert Copy.objects.count() == 1
    at = timezone.now()
    make_copies(at=at)
    assert make_copies(at=at) == 0
    copy = Copy.objects.get()
    assert destroy_old_copies(at=at + timedelta(days=settings.COPY_DAYS, seconds=-1)) == 0
    assert destroy_old_copies(at=at + timedelta(days=settings.COPY_DAYS)) == 1
    assert not copy.path.exists()
    assert proven(world).get(f"/me/data/copy/{copy.uuid}/").status_code == 302


@pytest.mark.promise("P52")
@db
@pytest.mark.parametrize("kind", list(Kind))
def test_the_clock_of_the_law_starts_by_itself(world, kind):
    client, before = world.client("my"), timezone.now()
    client.post("/me/data/requests/new/", {"kind": kind.value, "words": "Tên mẹ tôi bị ghi sai."})
    case = Case.objects.get(system="own_data")
    assert before <= case.received_at <= timezone.now()
    assert (timezone.localdate(case.due_at) - timezone.localdate(case.received_at)).days >= TERMS[kind].days
    assert (timezone.localdate(case.due_at) - timezone.localdate(case.received_at)).days <= TERMS[kind].days + 4
    calendar = working_calendar([int(part) for part in case.place.path.strip("/").split("/")])
    assert case.step_due_at <= calendar.due_after_days(case.received_at, 2) + timedelta(days=1)
    assert case.escalate_at < case.due_at


@pytest.mark.promise("P52")
@pytest.mark.parametrize("term", sorted(set(TERMS.values()), key=lambda term: term.days))
def test_reminders_come_at_half_at_four_fifths_and_at_the_end(term):
    left = [step.get("before", step.get("after"))["value"] for step in workflow(term)["escalation"]]
    gone = [(term.days - days) / term.days for days in left]
    assert gone[1:] == [0.8, 1.0]
    assert 0.45 < gone[0] <= 0.5


@pytest.mark.promise("P16", "P52")
@db
def test_the_office_answers_from_its_inbox_and_she_reads_it(world):
    client = world.client("my")
    client.post("/me/data/requests/new/", {"kind": "correct", "words": "Tên mẹ tôi bị ghi sai."})
    case = Case.objects.get(system="own_data")
    page = f"/data-requests/{case.uuid}/"
    looked = Reading.objects.filter(person=world.person("my"), case=case.ref)
    for stranger in ("hac_elsewhere", "inh", "chu", "my"):
        assert world.client(stranger).get(page).status_code in (403, 404), stranger
    assert world.client("hac").get(f"/me/data/requests/{case.uuid}/").status_code == 404
    assert not looked.exists()

    assert "Tên mẹ tôi bị ghi sai." in world.client("muon").get(page).content.decode()
    assert looked.exists()
    done = world.client("muon").post(f"/cases/{case.uuid}/do/do/", {"answer": "Đã sửa tên trong sổ."})
    assert done.status_code == 302, done.content.decode()
    mine = client.get(f"/me/data/requests/{case.uuid}/").content.decode()
    assert "Đã sửa tên trong sổ." in mine
    assert case.title in client.get("/home/matters/?ended").content.decode()

    told = {"action": "do"}
    delivered = Delivered(
        seq=7, name="cases.CaseMoved", version=1, data=told, about_kind="cases.case", about=str(case.uuid),
        place=None, at=timezone.now(),
    )  # fmt: skip
    tell_who_asked(delivered)
    tell_who_asked(delivered)
    assert Notice.objects.filter(person=world.person("my").uuid, cause="7-answered").count() == 1


@db
def test_she_takes_a_request_back(world):
    client = world.client("my")
    client.post("/me/data/requests/new/", {"kind": "erase", "words": "Số điện thoại cũ."})
    case = Case.objects.get(system="own_data")
    assert world.client("hac").post(f"/me/data/requests/{case.uuid}/withdraw/").status_code == 404
    client.post(f"/me/data/requests/{case.uuid}/withdraw/")
    case.refresh_from_db()
    assert (case.outcome, case.ended_at is not None) == ("withdrawn", True)
