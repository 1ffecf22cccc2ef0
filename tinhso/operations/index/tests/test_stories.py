"""Stories: a leader in the morning, a commune that hands in, an office that verifies, a registrar who keeps."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import World
from tinhso.core.places.models import Place
from tinhso.events.models import Entry
from tinhso.kit.actors import Actor
from tinhso.operations.index.actions import assessing, catalogues, measures, rounds, verifying
from tinhso.operations.index.models import Assessment, CatalogueVersion, Measure, Round, Status
from tinhso.operations.index.models.counting import counted_in
from tinhso.operations.index.models.explained import explain, explain_all
from tinhso.operations.index.models.history import former_names, history_of, line_of
from tinhso.warehouse.models import Fact

SYSTEM = Actor.system()


def who(world: World, name: str) -> Actor:
    account = world.account(name)
    return Actor(account=account.pk, person=account.person_id, post=account.posts.values_list("pk", flat=True).first())


def commune_of(world: World, name: str = "hac") -> Place:
    return world.account(name).posts.get().place


def ours(world: World) -> Assessment:
    """The open assessment of Hặc's commune."""
    opened = Round.objects.newest("commune")
    assert opened
    found = opened.assessments.whole().get(place=commune_of(world))
    Assessment.objects.filter(pk=found.pk).update(state=Assessment.State.OPEN)
    found.claims.all().delete()
    return opened.assessments.whole().get(pk=found.pk)


def province() -> Assessment:
    opened = Round.objects.newest("dti")
    assert opened
    return opened.assessments.whole().get()


def test_a_leader_reads_every_point_and_what_to_do_with_five_billion(world: World):
    client = world.client("inh")
    page = client.get("/index/").content.decode()
    assert "điểm trên 1.000" in page
    assert "Làm gì trước với 5 tỷ đồng" in page
    found = explain(province())
    for main in found.catalogue.mains:
        assert client.get(f"/index/{found.assessment.uuid}/{main.code}/").status_code == 200
    for code in ("6.1", "3.1", "7.1", "1.3"):
        told = client.get(f"/index/{found.assessment.uuid}/components/{code}/").content.decode()
        assert code in told
    assert "procedures.received" in client.get(f"/index/{found.assessment.uuid}/components/6.1/").content.decode()


def test_what_if_and_what_next_answer_without_a_script(world: World):
    client = world.client("inh")
    moved = client.get("/index/what-if/?c3_1=100").content.decode()
    assert "Hơn bây giờ" in moved
    assert client.get("/index/what-if/?c3_1=140").status_code == 422
    chosen = client.get("/index/what-next/?billions=5").content.decode()
    assert "Máy đã chứng minh" in chosen
    assert client.get("/index/what-next/?billions=x").status_code == 422
    assert client.get("/index/what-next/?billions=0").status_code == 200


DOORS = (
    "ranking/", "ranking/?year=2024-34", "communes/", "service/", "service/?months=12", "rounds/", "rounds/new/",
    "catalogues/", "catalogues/dti/922/", "catalogues/commune/2025/",
)  # fmt: skip


def test_every_other_page_opens(world: World):
    client = world.client("xuan")
    assert {door: client.get(f"/index/{door}").status_code for door in DOORS} == dict.fromkeys(DOORS, 200)
    rounds_ = [client.get(f"/index/rounds/{one.uuid}/").status_code for one in Round.objects.all()]
    assert rounds_ == [200, 200]


def test_a_strange_year_or_main_index_is_not_found(world: World):
    client = world.client("inh")
    assert client.get("/index/ranking/?year=1999").status_code == 404
    assert client.get(f"/index/{province().uuid}/nothing/").status_code == 404
    assert client.get(f"/index/{province().uuid}/components/99/").status_code == 404


def test_a_commune_declares_shows_and_hands_in_and_another_office_verifies(world: World):
    found, client = ours(world), world.client("hac")
    door = f"/index/{found.uuid}/components/1.3/"
    assert client.post(f"{door}attach/", {"link": "https://a.vn/b", "title": "Báo cáo"}).status_code == 400
    assert client.post(f"{door}claim/", {"got": "80", "all": "100"}).status_code == 302
    client.post(f"/index/{found.uuid}/submit/")
    found.refresh_from_db()
    assert found.state == "open", "nothing that is declared may be handed in bare"
    assert client.post(f"{door}attach/", {"link": "https://a.vn/b", "title": "Báo cáo"}).status_code == 302
    paper = SimpleUploadedFile("bao-cao.pdf", b"no paper at all", content_type="application/pdf")
    assert client.post(f"{door}attach/", {"upload": paper}).status_code == 400
    client.post(f"/index/{found.uuid}/submit/")
    found.refresh_from_db()
    assert (found.state, found.case.state if found.case else "") == ("submitted", "verifying")
    assert client.post(f"{door}claim/", {"got": "90", "all": "100"}).status_code == 400
    assert client.post(f"{door}verify/", {"share": "80"}).status_code in (400, 403)
    _verify(found)
    cut = explain(found).verified.component("1.3")
    assert cut is not None
    assert cut.won == 5


def _verify(found: Assessment) -> None:
    now = timezone.now()
    with pytest.raises(verifying.SayWhy):
        verifying.verify_component(found, "1.3", share=0.5, by=SYSTEM, at=now)
    with pytest.raises(verifying.StillToVerify):
        verifying.finish_verifying(found, by=SYSTEM, at=now)
    verifying.verify_component(found, "1.3", share=0.5, why="Báo cáo ghi 50 hộ", by=SYSTEM, at=now)
    verifying.finish_verifying(found, by=SYSTEM, at=now)
    found.refresh_from_db()
    assert found.state == "verified"
    names = list(Entry.objects.filter(about=str(found.uuid)).order_by("pk").values_list("name", flat=True))
    assert names[-2:] == ["index.ComponentVerified", "index.AssessmentVerified"]


def test_nobody_verifies_what_they_declared(world: World):
    found, now, hac = ours(world), timezone.now(), who(world, "hac")
    assessing.claim_component(found, "1.3", {"got": 1, "all": 2}, by=hac, at=now)
    assessing.attach_link(found, "1.3", link="https://a.vn/b", title="Báo cáo", by=hac, at=now)
    assessing.submit_assessment(found, by=hac, at=now)
    Round.objects.filter(pk=found.round_id).update(verifier=world.account("hac").posts.get().organisation_id)
    with pytest.raises(verifying.AnotherMust):
        verifying.verify_component(found, "1.3", share=0.5, by=hac, at=now)
    unsaid = world.client("hac").post(f"/index/{found.uuid}/return/", {"reason": ""})
    assert (unsaid.status_code, b'<details class="more" open>' in unsaid.content) == (400, True)
    verifying.return_assessment(found, reason="Thiếu trang 2", by=SYSTEM, at=now)
    found.refresh_from_db()
    assert found.state == "open"


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"got": 5, "all": 4}, "100"),
        ({"got": -1, "all": 4}, "0"),
        ({"got": 1, "all": 0}, "0"),
        ({"other": 1}, "công thức"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_in_words(world: World, figures: dict[str, float], told: str):
    found = ours(world)
    with pytest.raises(assessing.BadFigure) as refused:
        assessing.claim_component(found, "1.3", figures, by=SYSTEM, at=timezone.now())
    assert told in str(refused.value.told).lower()
    assert not found.claims.exists()


def test_a_figure_left_open_is_not_known_and_wins_nothing(world: World):
    found = ours(world)
    assessing.claim_component(found, "1.3", {"all": 100}, by=SYSTEM, at=timezone.now())
    score = explain(found).score.component("1.3")
    assert score is not None
    assert (score.won, score.left) == (None, 10)


def test_another_commune_and_a_citizen_stay_outside(world: World):
    found = ours(world)
    assert world.client("hac_elsewhere").get(f"/index/{found.uuid}/").status_code == 404
    assert world.client("hac_elsewhere").post(f"/index/{found.uuid}/submit/").status_code == 404
    assert world.client("my").get("/index/").status_code == 403


def test_a_published_catalogue_stays_whatever_is_tried(world: World):
    version, now = CatalogueVersion.objects.get(code="dti", version="922"), timezone.now()
    with pytest.raises(catalogues.VersionTaken):
        catalogues.publish_catalogue(version.document | {"law": "khác"}, by=SYSTEM, at=now)
    assert catalogues.publish_catalogue(version.document, by=SYSTEM, at=now) == version
    for change in ({"document": {}}, {"status": Status.DRAFT}, {"digest": "0"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            CatalogueVersion.objects.filter(pk=version.pk).update(**change)


def test_other_maxima_wait_until_the_running_round_is_over(world: World):
    document = CatalogueVersion.objects.get(code="dti", version="405-2026").document
    with pytest.raises(catalogues.RoundIsRunning):
        catalogues.publish_catalogue(document | {"version": "405-x"}, by=SYSTEM, at=timezone.now())
    later = document | {"version": "405-x", "first_year": timezone.now().year + 1}
    assert catalogues.publish_catalogue(later, by=SYSTEM, at=timezone.now()).status == Status.PUBLISHED
    assert province().round.catalogue.version == "405-2026"


def test_a_registrar_enters_a_version_from_a_file_and_reads_what_is_wrong(world: World):
    client = world.client("xuan")
    document = json.loads(json.dumps(CatalogueVersion.objects.get(code="service").document))
    document["version"] = "766-b"
    document["mains"][1]["components"][0]["figures"][0]["terms"][0]["indicator"] = "nobody.promises"
    assert "nobody.promises" in _sent(client, document)
    assert "JSON" in _sent(client, "not json")
    document["mains"][1]["components"][0]["figures"][0]["terms"][0]["indicator"] = "procedures.on_time"
    _sent(client, document)
    assert CatalogueVersion.objects.filter(code="service", version="766-b").exists()


def _sent(client: Client, document: object) -> str:
    text = document if isinstance(document, str) else json.dumps(document)
    file = SimpleUploadedFile("bo-chi-so.json", text.encode(), content_type="application/json")
    return client.post("/index/catalogues/new/", {"document": file}).content.decode()


def test_a_place_that_did_not_exist_that_year_is_not_assessed(world: World):
    version = CatalogueVersion.objects.get(code="commune")
    place, office = commune_of(world), province().round.verifier
    Place.objects.filter(pk=place.pk).update(valid_from=date(2026, 7, 1))
    place.refresh_from_db()
    with pytest.raises(rounds.PlaceNotThere) as refused:
        rounds.open_round(
            version, year=2025, days=(date(2025, 1, 1), date(2025, 12, 31)), places=[place], verifier=office,
            by=SYSTEM, at=timezone.now(),
        )  # fmt: skip
    assert place.full_name in str(refused.value.told)
    with pytest.raises(rounds.NotThatYear):
        rounds.open_round(
            version, year=2020, days=(date(2020, 1, 1), date(2020, 12, 31)), places=[], verifier=office,
            by=SYSTEM, at=timezone.now(),
        )  # fmt: skip


def test_a_round_is_published_when_all_are_verified_and_only_once_a_year(world: World):
    opened, now, found = province().round, timezone.now(), province()
    with pytest.raises(rounds.NotAllVerified):
        rounds.publish_round(opened, by=SYSTEM, at=now)
    for bare in explain(found).bare:
        assessing.attach_link(found, bare, link="https://a.vn/b", title="Báo cáo", by=SYSTEM, at=now)
    found = assessing.submit_assessment(found, by=SYSTEM, at=now)
    for claim in found.claims.all():
        verifying.verify_component(found, claim.component, share=0.5, why="đã xem", by=SYSTEM, at=now)
    verifying.finish_verifying(found, by=SYSTEM, at=now)
    assert rounds.publish_round(opened, by=SYSTEM, at=now).published_at == now
    assert province().state == Assessment.State.PUBLISHED
    with pytest.raises(rounds.RoundThere):
        rounds.open_round(
            opened.catalogue, year=opened.year, days=(opened.first, opened.last), places=[], verifier=opened.verifier,
            by=SYSTEM, at=now,
        )  # fmt: skip


def test_what_we_count_follows_the_log_and_what_nobody_counted_stays_unknown(world: World):
    opened = Round.objects.newest("commune")
    assert opened
    place, index = commune_of(world), opened.catalogue.index
    day = date(2031, 1, 5)
    told = {"day": day, "place": place.pk, "counted_at": timezone.now(), "origin": "counted"}
    before = counted_in(index, [place], first=day, last=day)[place.pk]
    assert set(before["4.3"].values()) == {None}
    Fact.objects.create(indicator="procedures.received", numerator=10, **told)
    after = counted_in(index, [place], first=day, last=day)[place.pk]
    assert after["4.3"] == {"got": 10, "all": 10}, "nothing came by the counter"
    Fact.objects.create(indicator="procedures.filed_counter", numerator=4, denominator=10, **told)
    assert counted_in(index, [place], first=day, last=day)[place.pk]["4.3"] == {"got": 6, "all": 10}


def test_a_measure_is_for_what_the_catalogue_knows(world: World):
    index, home = province().round.catalogue.index, Place.objects.home()
    odd = measures.Planned(title="x", owner="y", cost=1, months=1, effects={"3.1": {"strange": 1}})
    with pytest.raises(measures.UnknownEffect):
        measures.enter_measure(odd, index, home, by=SYSTEM, at=timezone.now())
    first = Measure.objects.open_for("dti", home.pk)[0]
    measures.end_measure(first, by=SYSTEM, at=timezone.now())
    assert first not in Measure.objects.open_for("dti", home.pk)


def test_history_is_imported_and_of_a_merged_province_rebased(world: World):
    home = Place.objects.home()
    years = history_of(home)
    line = line_of(home, years)
    assert line[2024] == pytest.approx(0.6640 if home.name == "Sơn La" else 0.6862)
    assert former_names(home) == [home.name] if home.name == "Sơn La" else ["Hà Giang", "Tuyên Quang"]


def test_machines_read_what_people_read(world: World):
    client = Client()
    assert client.get("/api/index/catalogue.schema.json").json()["title"] == "Catalogue"
    assert {one["code"] for one in client.get("/api/index/catalogues").json()} == {"dti", "commune", "service"}
    assert client.get("/api/index/catalogues/dti/922").json()["version"] == "922"
    assert len(client.get("/api/index/standings/2023").json()) == 63
    assert client.get(f"/api/index/assessments/{province().uuid}").status_code == 401
    told = world.client("inh").get(f"/api/index/assessments/{province().uuid}").json()
    unknown = [one for one in told["components"] if one["why"]]
    assert unknown
    assert all(one["points"] is None for one in unknown)


def test_many_communes_cost_no_more_questions_than_one(world: World):
    opened = Round.objects.newest("commune")
    assert opened
    rows = list(opened.assessments.whole().order_by("pk"))
    asked = []
    for chosen in (rows[:1], rows):
        with CaptureQueriesContext(connection) as questions:
            assert len(explain_all(opened, chosen)) == len(chosen)
        asked.append(len(questions))
    assert asked[1] <= asked[0] + 2


def test_the_case_of_the_inbox_leads_to_its_work(world: World):
    found = ours(world)
    assert found.case
    assert found.case.due_at > timezone.now() - timedelta(days=40)
    answer = world.client("muon").get(f"/index/case/{found.case.uuid}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/index/{found.uuid}/work/"
    assert world.client("muon").get(answer["Location"]).status_code == 200
