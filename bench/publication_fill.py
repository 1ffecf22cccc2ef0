"""Show every petition of the database of the settings to all: `python -m bench.publication_fill`.

One in five is still in work, one in three has its exact place. Prints one line of JSON: the commune with the most.
"""

import json
from collections import Counter
from datetime import timedelta
from importlib import import_module
from random import Random
from typing import Any

import django

BATCH = 5000
WORDS = "Cầu treo đầu bản gãy hai tấm ván, trẻ em đi học rất sợ. Xin xã sửa sớm giúp bà con."


def fill() -> str:
    """Write the rows; the code of the commune that has most of them."""
    petitions = import_module("tinhso.government.petitions.models")
    places = import_module("tinhso.core.places.models")
    communes = list(places.Place.objects.communes().current().within(places.Place.objects.home()))
    tops = {topic.pk: topic.line[0] for topic in petitions.Topic.objects.all()}
    codes = {topic.code: topic.pk for topic in petitions.Topic.objects.all()}
    chance, counted, batch = Random(11), Counter[str](), list[Any]()
    rows = petitions.Petition.objects.filter(publication=None).values_list("pk", "topic", "sent_at", "case__agency")
    for number, (pk, topic, sent_at, agency) in enumerate(rows.order_by("pk").iterator(BATCH)):
        commune = communes[number % len(communes)]
        counted[commune.code] += 1
        batch.append(
            petitions.Publication(
                petition_id=pk,
                place_id=commune.pk,
                commune_id=commune.pk,
                topic_id=topic,
                subject_id=codes[tops[topic]],
                agency_id=agency,
                words=WORDS,
                answer=WORDS,
                reported_at=sent_at,
                answered_at=sent_at + timedelta(days=4) if number % 5 else None,
                published_at=sent_at + timedelta(days=5, seconds=number % 86_400),
                **_place(commune, chance, exact=number % 3 == 0),
            )
        )
        if len(batch) == BATCH:
            petitions.Publication.objects.bulk_create(batch)
            batch = []
    petitions.Publication.objects.bulk_create(batch)
    return counted.most_common(1)[0][0]


def _place(commune: Any, chance: Random, *, exact: bool) -> dict[str, float | None]:
    if not exact or commune.lat is None:
        return {"lat": None, "lon": None}
    return {"lat": commune.lat + chance.uniform(-0.03, 0.03), "lon": commune.lon + chance.uniform(-0.03, 0.03)}


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"commune": fill()}))
