"""Looks at people's data that the log told of before they had a table of their own."""

import json
import uuid
from typing import Any

from django.db import migrations

AT_ONCE = 2_000


def find_earlier_looks(apps: Any, schema_editor: Any) -> None:
    """What the log told of looks before this table was there. People who were forgotten stay so."""
    here = schema_editor.connection.alias
    people = set(apps.get_model("people", "Person").objects.using(here).values_list("uuid", flat=True))
    told = apps.get_model("events", "Entry").objects.using(here).filter(name="people.PersonRead", payload__isnull=False)
    columns = ("at", "about", "person", "account", "post", "payload__data")
    found = told.order_by("id").values_list(*columns).iterator(AT_ONCE) if people else ()
    reading = apps.get_model("people", "Reading")
    reading.objects.using(here).bulk_create(
        (
            reading(person_id=uuid.UUID(about), at=at, reader=by, account=account, post=post, **json.loads(data))
            for at, about, by, account, post, data in found
            if uuid.UUID(about) in people
        ),
        batch_size=AT_ONCE,
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial"), ("people", "0004_looks_are_found")]
    operations = [migrations.RunPython(find_earlier_looks, migrations.RunPython.noop, elidable=True)]
