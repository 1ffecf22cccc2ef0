"""What the published tables prove of the catalogues that are shipped."""

import json
from pathlib import Path

import jsonschema
import pytest

from tinhso.operations.index.domain.catalogue import Catalogue, Mark, read, schema
from tinhso.operations.index.domain.scoring import SHARE, merged, ranks, score
from tinhso.operations.index.models import Standing
from tinhso.operations.index.reference import MAINS, standings

FOLDER = Path(__file__).parent.parent / "catalogue"
DOCUMENTS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
TABLE = [row for row in standings() if row.origin == "published"]
WHOLE = [row for row in TABLE if set(row.mains) == set(MAINS)]


def catalogue(name: str) -> Catalogue:
    return read(DOCUMENTS[name])


def reckoned(index: Catalogue, row: Standing) -> float | None:
    """A province's value from its main indices by the weights of a catalogue."""
    return score(index, {code: {SHARE: value} for code, value in row.mains.items()} | {"smart_city": {SHARE: 0}}).value


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_shipped_fits_the_published_schema(name: str):
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(DOCUMENTS[name] | _said_whole(name))
    assert read(DOCUMENTS[name]).most > 0


def _said_whole(name: str) -> dict[str, object]:
    """A bare text is short for Vietnamese; the schema tells the long form."""
    return json.loads(read(DOCUMENTS[name]).model_dump_json(exclude_none=True))


def test_the_weights_of_922_give_the_published_totals():
    rows = [row for row in WHOLE if row.year in (2022, 2023)]
    assert len(rows) == 20
    for row in rows:
        assert reckoned(catalogue("dti-922"), row) == pytest.approx(row.value, abs=1e-4), row.province


def test_the_derived_weights_of_2024_give_the_published_totals_and_those_of_922_do_not():
    rows = [row for row in WHOLE if row.year == 2024]
    assert len(rows) == 4
    for row in rows:
        assert reckoned(catalogue("dti-405-2024"), row) == pytest.approx(row.value, abs=1e-4), row.province
        assert reckoned(catalogue("dti-922"), row) != pytest.approx(row.value, abs=5e-3)


def test_a_merged_province_has_the_mean_of_each_main_index_of_the_former_ones():
    former = [
        row for row in TABLE if (row.year, row.provinces) == (2024, 63) and row.province in ("Hà Giang", "Tuyên Quang")
    ]
    united = next(row for row in TABLE if (row.provinces, row.province) == (34, "Tuyên Quang"))
    totals = merged([{"whole": row.value} for row in former if row.value is not None])
    assert totals["whole"] == pytest.approx(united.value, abs=5e-5)
    assert merged([row.mains for row in former])["infrastructure"] == pytest.approx((0.7321 + 0.9107) / 2)


def test_the_mean_of_2023_is_the_published_one():
    values = [row.value for row in TABLE if row.year == 2023 and row.value is not None]
    assert len(values) == 63
    assert round(sum(values) / len(values), 4) == 0.6783


def test_places_of_2023_follow_from_the_values_and_ties_share_one():
    values = {row.province: row.value for row in TABLE if row.year == 2023 and row.value is not None}
    found = ranks(values)
    assert {row.province: row.rank for row in TABLE if row.year == 2023} == found
    assert found["An Giang"] == found["Phú Yên"]


def test_the_reported_figure_of_ha_giang_stays_beside_the_published_one():
    both = {row.origin: row.value for row in standings() if (row.year, row.province) == (2023, "Hà Giang")}
    assert both == {"published": 0.6744, "reported": 0.71059}


def test_structures_are_as_their_decisions_say():
    old = catalogue("dti-922")
    assert [main.most for main in old.mains] == [100, 100, 100, 100, 100, 0, 200, 150, 150]
    most = {main.code: main.most for main in old.mains}
    assert [sum(most[one] for one in pillar.mains) for pillar in old.pillars] == [700, 650, 650]
    assert len(list(catalogue("commune-2025").components)) == 62
    assert [main.most for main in catalogue("service-766").mains] == [18, 20, 12, 22, 10, 18]


def test_what_was_not_read_in_a_source_says_so():
    for one in catalogue("dti-922").components:
        assert (one.founded, one.most) == (Mark.MEMORY, None)
    assert {one.founded for one in catalogue("dti-405-2026").components} == {Mark.SOURCE, Mark.ASSUMED}
    assert all("tạm tính" in one.mark for one in catalogue("dti-405-2026").components)
