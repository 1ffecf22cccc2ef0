"""Machines do what the pages do: send once, follow, answer, rate, count."""

import pytest

from tinhso.core.accounts.models import Account
from tinhso.core.cases.models import Case
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.tests.stories import ANSWERED, BRIDGE, actor, head_of
from tinhso.government.petitions.tests.test_desk import browser


@pytest.fixture
def call(world):
    def post(client, path: str, told: object, **headers: str):
        return client.post(f"/api/petitions/{path}", told, content_type="application/json", headers=headers)

    return post


def what(world, **also: object) -> dict[str, object]:
    return {"kind": "broken", "topic": "roads.bridge", "place": world.person("my").home.code, "words": BRIDGE, **also}


def test_sent_twice_with_one_key_it_is_one_and_it_goes_its_way(world, call):
    my, key = world.client("my"), "3f0e2f52-7f0e-4d4f-9a3e-0c1f6a1d2e3f"
    sent = call(my, "petitions", what(world), **{"Idempotency-Key": key})
    again = call(my, "petitions", what(world), **{"Idempotency-Key": key})
    assert sent.status_code == 201, sent.content.decode()
    assert again.json()["code"] == sent.json()["code"]

    uuid = sent.json()["uuid"]
    petition = Petition.objects.get(uuid=uuid)
    officer = browser_of(world, petition.case.owner)
    assert call(officer, f"petitions/{uuid}/actions/take_in", {"seen": 1}).json()["state"] == "handling"
    assert call(officer, f"petitions/{uuid}/actions/take_in", {}).status_code == 409
    assert call(officer, f"petitions/{uuid}/actions/propose_answer", {"words": ANSWERED}).status_code == 200
    head = browser(world, head_of(petition))
    assert call(head, f"petitions/{uuid}/actions/answer", {}).json()["state"] == "answered"
    told = my.get(f"/api/petitions/petitions/{uuid}").json()
    assert [letter["words"] for letter in told["letters"]] == [ANSWERED]
    assert call(my, f"petitions/{uuid}/rating", {"faces": 1}).status_code == 204
    assert Case.objects.get(pk=petition.case_id).state == "handling"
    assert call(my, f"petitions/{uuid}/rating", {"faces": 9}).status_code == 422
    assert uuid in [line["uuid"] for line in my.get("/api/petitions/petitions/mine").json()]


def browser_of(world, account: Account):
    return browser(world, actor(account))


def test_a_visitor_sends_without_a_name_and_a_stranger_sees_nothing(world, call):
    sent = call(world.client(""), "petitions", what(world, anonymous=True))
    assert len(sent.json()["secret"]) == 9
    uuid = sent.json()["uuid"]
    assert world.client("my").get(f"/api/petitions/petitions/{uuid}").status_code == 404
    assert call(world.client("my"), f"petitions/{uuid}/actions/withdraw", {}).status_code == 404
    assert call(world.client("my"), "petitions", what(world, person=str(world.person("panh").uuid))).status_code == 404


def test_the_list_shows_what_is_within_reach_in_pages_and_asks_no_question_for_a_row(
    world, call, django_assert_max_num_queries
):
    officer = world.client("hac")
    for _once in range(3):
        call(world.client("my"), "petitions", what(world, topic="other"))
    officer.get("/api/petitions/petitions")
    with django_assert_max_num_queries(12):
        rows = officer.get("/api/petitions/petitions?topic=other&state=sent").json()["rows"]
    assert len(rows) >= 3
    assert {row["state"] for row in rows} == {"sent"}
    elsewhere = world.client("hac_elsewhere").get("/api/petitions/petitions").json()["rows"]
    assert not {row["uuid"] for row in rows} & {row["uuid"] for row in elsewhere}


def test_the_leader_counts_what_came_and_how_it_was_answered(world, call):
    counted = world.client("inh").get("/api/petitions/numbers").json()
    assert counted["received"] == sum(counted["by"]["topic"].values()) > 20
    assert 0 < counted["on_time"] <= counted["answered"]
    assert counted["median_hours"] <= counted["ninth_decile_hours"]
    assert counted["backlog"][max(counted["backlog"])] == counted["open_now"]
    assert counted["reopened"] >= 1
    bridges = world.client("inh").get("/api/petitions/numbers?topic=roads").json()
    assert {topic.partition(".")[0] for topic in bridges["by"]["topic"]} == {"roads"}
    assert world.client("my").get("/api/petitions/numbers").status_code in (401, 403, 404)
