"""Machines enter a paper, declare with a file, and read what stands; the same refusals as on pages."""

import json

import pytest

from tinhso.operations.strategy.tests.stories import a_paper, a_target, taken

pytestmark = pytest.mark.django_db
API = "/api/strategy"
PAPER = {
    "code": "thu", "title": {"vi": "Thử"}, "issuer": "UBND tỉnh", "begins": 2025, "until": 2030, "source": "thử",
    "goals": [
        {
            "code": "goal", "title": {"vi": "Mục đích"},
            "targets": [{"code": "one", "title": {"vi": "Một"}, "unit": "percent", "year": 2030, "value": 90}],
        }
    ],
}  # fmt: skip


def post(client, path, body):
    return client.post(f"{API}{path}", json.dumps(body), content_type="application/json")


def test_a_registrar_enters_a_paper_and_a_leader_adopts_it(world):
    xuan, inh = world.client("xuan"), world.client("inh")
    assert post(inh, "/", PAPER).status_code == 403
    assert post(xuan, "/", {**PAPER, "until": 2024}).status_code == 422
    assert post(xuan, "/", PAPER).status_code == 201
    assert post(xuan, "/", PAPER).json()["code"] == "StrategyThere"
    unknown = json.loads(json.dumps({**PAPER, "code": "khac"}))
    unknown["goals"][0]["targets"][0]["indicators"] = ["no.such"]
    assert post(xuan, "/", unknown).json()["code"] == "IndicatorUnknown"
    assert post(inh, "/thu/adopt", {}).json()["adopted"]
    (target,) = inh.get(f"{API}/thu").json()["targets"]
    assert (target["standing"], target["why"], target["last"]) == ("no_data", "no_figure", None)
    assert "thu" in [one["code"] for one in inh.get(f"{API}/").json()]


def test_a_machine_declares_with_a_file_and_another_verifies(world):
    parts = {"core": {"vi": "Lõi"}, "digitised": {"vi": "Số hóa"}}
    target, xuan, inh = a_target(value=20, year=2035, parts=parts), world.client("xuan"), world.client("inh")
    path = f"{API}/targets/{target.uuid}/figures"
    told = {"year": 2025, "unit": "percent", "method": "gso", "parts": json.dumps({"core": 700, "digitised": 500})}
    assert xuan.post(path, told).status_code == 422, "no evidence"
    refused = xuan.post(path, {**told, "whole": 0, "evidence": a_paper()})
    assert (refused.status_code, refused.json()["code"]) == (409, "NothingToDivideBy")
    made = xuan.post(path, {**told, "whole": 10_000, "evidence": a_paper()}).json()
    assert (float(made["value"]), made["state"]) == (12, "waits")
    assert xuan.post(f"{API}/figures/{made['uuid']}/verify").status_code == 403
    assert inh.post(f"{API}/figures/{made['uuid']}/verify").json()["state"] == "stands"
    gone = post(inh, f"/figures/{made['uuid']}/withdraw", {"why": "GRDP đã sửa"}).json()
    assert (gone["state"], gone["withdrawn_why"]) == ("withdrawn", "GRDP đã sửa")


def test_a_machine_sets_a_target_anew_and_reads_the_fan(world):
    target, inh = a_target(value=90, year=2028), world.client("inh")
    taken(target, 40, 50, 60)
    aim = {"year": 2027, "value": 70, "reason": "Nghị quyết mới"}
    sent = inh.put(f"{API}/targets/{target.uuid}", json.dumps(aim), content_type="application/json").json()
    assert (sent["year"], float(sent["value"]), sent["fan"][-1][0]) == (2027, 70, 2027)
    assert 0 < sent["probability"] < 1
    assert len(inh.get(f"{API}/targets/{target.uuid}/figures").json()) == 3
