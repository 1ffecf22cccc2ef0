"""What a node and its province do in processes that may be killed.

`main(*words)` of `tests.forks`: ask | welcome ASKING FILE | take FILE WORDS ITEMS | exchange | brought | states
"""

import json
import sys
import time
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tinhso.core.files.models import File
from tinhso.core.nodes.actions.exchanging import exchange
from tinhso.core.nodes.actions.joining import ask, join
from tinhso.core.nodes.actions.keys import box_public, sign_public
from tinhso.core.nodes.actions.registering import welcome_file
from tinhso.core.nodes.domain.passports import Asking, fingerprint
from tinhso.core.nodes.models import Blob, Node, Taken
from tinhso.core.places.models import Place

PATIENCE = 90


def welcome(asking: str, file: str) -> str:
    """Let a node in; the words by which it knows its province."""
    at = timezone.now()
    place = Place.objects.create(name="Mường Lạn", kind="commune", unit_type="xã", path="1", folded="x", sort_key="x")
    told = Asking.model_validate_json(asking).model_dump()
    node = Node.objects.create(**told, place=place, number=1, registered_at=at)
    Path(file).write_bytes(welcome_file(node, at=at))
    return fingerprint(sign_public(), box_public())


def take(file: str, words: str, items: str) -> int:
    """Join, and take in so many forms with a photo each; how many wait."""
    join(Path(file).read_bytes(), typed=words, at=timezone.now())
    for number in range(int(items)):
        photo = SimpleUploadedFile(f"{number}.jpg", bytes([number]) * 9000)
        answer = Client().post("/word/", {"word": f"word {number:03}", "photo": photo})
        assert answer.status_code == 302, answer.content
    return Taken.objects.waiting().count()


def exchange_all() -> str:
    """Exchange until nothing waits; the line is tried again and again."""
    end = time.monotonic() + PATIENCE
    while Taken.objects.waiting().exists() and time.monotonic() < end:
        if not exchange(at=timezone.now()):
            time.sleep(0.1)
    return ""


def brought() -> list[str]:
    """What the province has, in the order in which it came."""
    return list(File.objects.filter(name__startswith="word").order_by("pk").values_list("name", flat=True))


def states() -> list[object]:
    """How the items of the node stand, how many they are, and how many files are left."""
    return [sorted(set(Taken.objects.values_list("state", flat=True))), Taken.objects.count(), Blob.objects.count()]


def main(verb: str, *words: str) -> None:
    done = {
        "ask": lambda: json.loads(ask("Mường Lạn").model_dump_json()),
        "welcome": lambda: welcome(*words),
        "take": lambda: take(*words),
        "exchange": exchange_all,
        "brought": brought,
        "states": states,
    }[verb]()
    sys.stdout.write(json.dumps(done))
