"""Tables of which every node has rows (`System.at_nodes`): read at the province, put in place at the node.

Rows keep their keys. What they point to stays empty where a node has no such table: a node knows no people, and of
accounts no more than that an office has somebody. Rows of such tables are never deleted, they end; so none is taken
away at a node.
"""

import json
import zlib
from collections.abc import Mapping
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any, cast

from django.apps import apps
from django.core import serializers
from django.db import models

from tinhso.core.nodes.models import CarriedTable
from tinhso.kit.passport import System, systems


def carried() -> dict[str, Mapping[str, Any]]:
    """Label of each carried model → which of its rows."""
    return {f"{system.label}.{name}".lower(): which for system in systems() for name, which in system.at_nodes.items()}


def look_at_tables(*, at: datetime) -> None:
    """Read every carried table anew; a row of `CarriedTable` changes when its table did."""
    known = dict(CarriedTable.objects.values_list("label", "digest"))
    for label, which in carried().items():
        text = _rows(label, which)
        digest = sha256(text).hexdigest()
        if known.get(label) == digest:
            continue
        CarriedTable.objects.update_or_create(
            label=label, defaults={"digest": digest, "rows": zlib.compress(text, 9), "looked_at": at}
        )


def rows_of(label: str) -> str:
    """The rows of a table, as text to be sent."""
    return zlib.decompress(bytes(CarriedTable.objects.get(label=label).rows)).decode()


def put_rows(label: str, rows: str) -> int:
    """Write the rows that are new or have changed; says how many. Call it in a transaction with the other tables.

    Raises LookupError for a table that no node has rows of.
    """
    if label not in carried():
        raise LookupError(label)
    model = apps.get_model(label)
    names = [field.attname for field in _kept_fields(model)]
    there = {row.pk: _values(row, names) for row in cast(Any, model)._base_manager.all()}
    given = [sent.object for sent in serializers.deserialize("python", json.loads(rows))]
    changed = [row for row in given if there.get(row.pk) != _values(row, names)]
    written = [field.name for field in _kept_fields(model) if not field.primary_key]
    for row in changed:
        if row.pk in there:
            row.save_base(raw=True, update_fields=written)
        else:
            _name_anew(row, names)
            row.save_base(raw=True, force_insert=True)
    return len(changed)


def _name_anew(row: models.Model, told: list[str]) -> None:
    """What must be different in each row and was not told is the row's uuid."""
    for field in row._meta.local_concrete_fields:
        if field.unique and field.attname not in told:
            setattr(row, field.attname, str(cast(Any, row).uuid))


def _rows(label: str, which: Mapping[str, Any]) -> bytes:
    """The rows as JSON, with times to the microsecond."""
    model = apps.get_model(label)
    rows = cast(Any, model)._base_manager.filter(**which).order_by("pk")
    told = serializers.serialize("python", rows, fields=[field.name for field in _kept_fields(model)])
    return json.dumps(told, default=_said, ensure_ascii=False, separators=(",", ":")).encode()


def _kept_fields(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """The columns that a node has: none that points to a table it does not have, none that its system keeps back."""
    tables, system = carried(), cast(System, apps.get_app_config(model._meta.app_label))
    names = system.only_at_nodes.get(model.__name__)
    return [
        one
        for one in model._meta.local_concrete_fields
        if one.primary_key or names is None or one.name in names
        if not one.related_model or cast(Any, one.related_model)._meta.label_lower in tables
    ]


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _values(row: models.Model, names: list[str]) -> list[Any]:
    return [getattr(row, name) for name in names]
