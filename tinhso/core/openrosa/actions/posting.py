"""A submission as the post of the page that it stands for."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from uuid import uuid5

from django.utils.translation import get_language

from tinhso.core.openrosa.actions.offering import Sheet
from tinhso.core.openrosa.domain.questions import FILES, Kind, Question
from tinhso.core.openrosa.models import Submission
from tinhso.core.outbox.actions.replaying import Post
from tinhso.core.outbox.domain import Item, content_digest, write_item
from tinhso.kit.addresses import url
from tinhso.kit.saying import say_number

Answers = list[tuple[Question, str]]


class Strange(LookupError):
    """An answer to a question that the form does not ask; `question` is its name."""

    def __init__(self, question: str) -> None:
        self.question = question
        super().__init__(question)


def answers_of(sheet: Sheet, said: Iterable[tuple[str, str]]) -> Answers:
    """What was answered to which question. Raises Strange: nothing that was said is dropped unseen."""
    known = {one.name: one for one in sheet.questions}
    strange = next((name for name, _text in said if name not in known), None)
    if strange is not None:
        raise Strange(strange)
    return [(known[name], text) for name, text in said]


def files_named(answers: Answers) -> Iterator[tuple[str, str]]:
    """Field and name of every file that the answers speak of."""
    return ((question.fields[0], text) for question, text in answers if question.kind in FILES)


def post_of(kept: Submission, sheet: Sheet, answers: Answers, files: Mapping[str, bytes]) -> Post:
    """The same as its page would send. The name of an item is the submission's own, under its member's."""
    fields = [pair for question, text in answers for pair in _fields(question, text)]
    parts = [(field, name, files[name], "application/octet-stream") for field, name in files_named(answers)]
    digest = content_digest(fields, [(field, sha256(content).digest()) for field, _name, content, _kind in parts])
    item = Item(
        uuid=kept.instance,
        device=uuid5(kept.account.uuid, "openrosa"),
        sequence=0,
        digest=digest,
        made_at=kept.made_at,
        sent_at=kept.came_at,
        heard_at=None,
    )
    return Post(
        path=url(sheet.offered.url),
        key=str(kept.instance),
        header=write_item(item),
        language=get_language() or "vi",
        fields=fields,
        files=parts,
    )


def _fields(question: Question, text: str) -> Iterator[tuple[str, str]]:
    """The fields that an answer fills, as a browser would fill them."""
    name, *more = question.fields
    match question.kind:
        case Kind.PHOTO | Kind.VOICE:
            return
        case Kind.SOME:
            yield from ((name, value) for value in text.split())
        case Kind.POINT:
            yield from zip((name, *more), text.split(), strict=False)
        case Kind.TICK:
            yield name, "on"
        case Kind.CLOCK:
            yield name, text[:5]
        case Kind.DECIMAL:
            yield name, _decimal(text)
        case _:
            yield name, text.replace("\r\n", "\n").replace("\n", "\r\n")


def _decimal(text: str) -> str:
    """Typed by a machine with a point, read by our pages as people here write it."""
    try:
        return say_number(Decimal(text))
    except InvalidOperation:
        return text
