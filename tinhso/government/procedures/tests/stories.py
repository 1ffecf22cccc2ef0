"""What the stories of dossiers share: filling in on the phone, the officer's steps, a scan of a paper."""

from datetime import date, datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw

from tinhso.government.procedures.models import Dossier

BIRTH = "dang-ky-khai-sinh"
ANSWERS = {
    "req_relation": "mother",
    "child_full_name": "Giàng A Páo",
    "child_birth_date": "14/11/2026",
    "child_sex": "male",
    "child_ethnicity": "08",
    "child_nationality": "viet_nam",
    "child_birth_place": "Trạm y tế xã Co Mạ",
    "child_home_place": "Xã Co Mạ",
    "mother_full_name": "Giàng Thị Mỷ",
    "mother_birth_date": "04/07/1998",
    "mother_residence": "Bản Pá Chóng",
    "mother_ethnicity": "08",
    "mother_nationality": "viet_nam",
    "father_known": "no",
    "married": "no",
    "want_copies": "no",
    "delivery": "by_post",
    "phone": "0950000001",
    "email": "",
}


def begin(client: Client, world, slug: str = BIRTH) -> str:
    """Begin at home; the address of the draft."""
    place = world.person("my").home.parent
    answer = client.post(f"/dossiers/new/{slug}/", {"place": str(place.uuid)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def fill_in(client: Client, world, draft: str) -> list[str]:
    """Answer one question after the other until the papers are asked for; the questions that were asked."""
    number, asked = world.person("my").number.digits, []
    at = client.get(draft).headers["Location"]
    while "/ask/" in at:
        key = at.rstrip("/").rpartition("/")[2]
        asked.append(key)
        page = client.get(at).content.decode()
        told = {"right": "yes"} if key.startswith("known_") else {key: ANSWERS.get(key, "")}
        told |= {"pledge": "on"} if 'name="pledge"' in page else {}
        told |= {key: number} if key.endswith("personal_id") else {}
        answer = client.post(at, told)
        assert answer.status_code == 302, f"{key}: {answer.content.decode()}"
        at = answer.headers["Location"]
    assert at == f"{draft}papers/"
    return asked


def scan(name: str = "giay-chung-sinh.jpg") -> SimpleUploadedFile:
    """A photo of a sheet with lines of writing."""
    sheet = Image.new("RGB", (900, 1200), "#f7f4ea")
    pen = ImageDraw.Draw(sheet)
    for line in range(22):
        pen.line((90, 120 + 44 * line, 800 - 37 * (line * 7 % 5), 120 + 44 * line), fill="#22253c", width=6)
    held = BytesIO()
    sheet.save(held, "JPEG", quality=80)
    return SimpleUploadedFile(name, held.getvalue(), content_type="image/jpeg")


def file_birth(client: Client, world) -> Dossier:
    """A whole birth registration on the phone, sent."""
    draft = begin(client, world)
    fill_in(client, world, draft)
    put = client.post(f"{draft}papers/birth_notice/", {"file": scan()})
    assert put.status_code == 302, put.content.decode()
    sent = client.post(f"{draft}review/")
    assert sent.status_code == 302, sent.content.decode()
    return Dossier.objects.for_page().get(uuid=sent.headers["Location"].split("/")[3])


def step(client: Client, dossier: Dossier, action: str, **told: str) -> None:
    """One step on the desk."""
    answer = client.post(f"/dossiers/{dossier.uuid}/do/{action}/", told)
    assert answer.status_code == 302, answer.content.decode()


def now(dossier: Dossier) -> Dossier:
    """The dossier as it is now."""
    return Dossier.objects.for_page().get(pk=dossier.pk)


def at_eight(day: date) -> datetime:
    """Eight in the morning of a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 8))
