"""At the province: what a node is to be told, in order, until it says that it has read it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tinhso.core.cases.models import Case
from tinhso.core.nodes.actions.carrying import rows_of
from tinhso.core.nodes.actions.keys import sign_key
from tinhso.core.nodes.domain.bundles import Head, Way, pack
from tinhso.core.nodes.domain.chain import START
from tinhso.core.nodes.domain.items import Outcome, Standing
from tinhso.core.nodes.domain.passports import Welcome
from tinhso.core.nodes.models import Arrived, CarriedTable, Letter, Node

LANGUAGES = ("vi", "en", "id")
AT_ONCE = 500
"""So many letters go into one bundle, and so many matters are looked at for it."""
OUTCOME, STANDING, TABLE = "outcome", "standing", "table"


def write_letter(node: Node, kind: str, content: dict[str, Any]) -> None:
    """Add a letter. Call it with the node's row locked."""
    node.letters += 1
    node.save(update_fields=["letters"])
    Letter.objects.create(node=node, number=node.letters, kind=kind, content=content)


def write_outcome(node: Node, outcome: Outcome) -> None:
    """Tell what became of an item. Call it with the node's row locked."""
    write_letter(node, OUTCOME, outcome.model_dump(mode="json"))


def write_down(node: Node, *, at: datetime, welcome: Welcome | None = None) -> bytes:
    """The bundle for a node: how far we have heard it, whether we still take from it, and its letters."""
    with transaction.atomic():
        node = Node.objects.select_for_update().get(pk=node.pk)
        if node.is_active:
            _write_tables(node)
            _write_standings(node)
        letters = list(Letter.objects.filter(node=node, number__gt=node.heard).order_by("number")[:AT_ONCE])
    body: dict[str, Any] = {
        "state": node.state,
        "head": bytes(node.head).hex(),
        "letters": [_opened(letter) for letter in letters],
        "more": node.letters > node.heard + len(letters),
    }
    if welcome:
        body["welcome"] = welcome.model_dump(mode="json")
    head = Head(
        node=node.uuid, way=Way.DOWN, first=node.heard + 1, count=len(letters), previous=START, heard=node.position,
        made_at=at,
    )  # fmt: skip
    return pack(head, body, [], sign=sign_key(), seal_for=bytes.fromhex(node.box_key))


def _opened(letter: Letter) -> dict[str, Any]:
    content = letter.content
    if letter.kind == TABLE:
        content = content | {"rows": rows_of(content["label"])}
    return {"number": letter.number, "kind": letter.kind, "content": content}


def _write_tables(node: Node) -> None:
    """A letter for each carried table that is not as the node was told."""
    now = dict(CarriedTable.objects.order_by("pk").values_list("label", "digest"))
    for label, digest in now.items():
        if node.carried.get(label) != digest:
            write_letter(node, TABLE, {"label": label})
    if now != node.carried:
        node.carried = now
        node.save(update_fields=["carried"])


def _write_standings(node: Node) -> None:
    """A letter for each matter of the node that has changed since it was told of it."""
    rows = {row.ref: row for row in Arrived.objects.with_news().filter(node=node).order_by("pk")[:AT_ONCE]}
    for case in Case.objects.select_related("definition", "agency").filter(ref__in=rows):
        row = rows[case.ref]
        write_letter(node, STANDING, _standing(row, case).model_dump(mode="json"))
        row.told_at, row.ended = case.changed_at, not case.is_open
        row.save(update_fields=["told_at", "ended"])


def _standing(row: Arrived, case: Case) -> Standing:
    return Standing(
        sequence=row.sequence,
        said={language: case.rule.title.said(language) for language in LANGUAGES},
        agency=case.agency.name,
        due_at=case.due_at if case.is_open else None,
        ended=not case.is_open,
    )
