"""What every step of a directive does: who acts from which post, a line in the thread, what events say of it."""

from datetime import date, datetime
from typing import Any

from tinhso.core.accounts.models import Post
from tinhso.events.definitions import Code
from tinhso.kit.actors import Actor
from tinhso.operations.directives.domain.words import NoteKind
from tinhso.operations.directives.models import Directive, Note


def post_of(by: Actor, *, at: datetime) -> Post | None:
    """The post from which somebody acts: the one they chose, else the last that was given to them."""
    held = Post.objects.in_force(at).filter(account=by.account).select_related("organisation__place", "place")
    return (held.filter(pk=by.post or 0).first() or held.order_by("-pk").first()) if by.account else None


def add_note(
    directive: Directive, kind: NoteKind, words: str = "", *, until: date | None = None, by: Actor, at: datetime
) -> Note:
    """Write a line into the thread."""
    post = post_of(by, at=at)
    return Note.objects.create(
        directive=directive, kind=kind, words=words.strip(), until=until, post=post,
        office=post.organisation if post else None, made_by_id=by.account, made_at=at,
    )  # fmt: skip


def matter_of(directive: Directive) -> dict[str, Any]:
    """The fields that every event of a directive has."""
    return {"alert": directive.alert, "indicator": Code(directive.indicator), "place": directive.place_id}


def locked(directive: Directive) -> Directive:
    """The directive as it is now, and nobody else's until the transaction ends."""
    return Directive.objects.select_for_update(of=("self",)).for_page().get(pk=directive.pk)
