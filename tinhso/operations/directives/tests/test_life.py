"""A directive from the leader to the commune head and back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.operations.directives.models import Directive
from tinhso.operations.directives.tests.stories import (
    OVERDUE,
    committee_of,
    commune_of,
    fact,
    in_days,
    paper,
    state_of,
)

pytestmark = pytest.mark.django_db


def test_the_leader_issues_the_head_answers_the_leader_accepts_and_it_is_measured(world):
    commune, inh, muon = commune_of(world), world.client("inh"), world.client("muon")
    fact(OVERDUE, commune, in_days(0), 12)
    door = f"/directives/new/?indicator={OVERDUE}&place={commune.uuid}"
    page = inh.get(door).content.decode()
    assert "12" in page
    assert commune.full_name in page
    told = {
        "title": "Giải quyết hồ sơ quá hạn",
        "content": "Xử lý hết hồ sơ quá hạn.",
        "deadline": in_days(10).strftime("%d/%m/%Y"),
        "lead": str(committee_of(world).uuid),
        "evidence": "Bảng kê hồ sơ",
        "indicator": OVERDUE,
        "place": str(commune.uuid),
        "better": "less",
        "target": "2",
    }
    answer = inh.post(door, told)
    assert answer.status_code == 302, answer.content.decode()
    one = Directive.objects.latest("pk")
    at = answer.headers["Location"]
    assert timezone.localdate(one.case.due_at) >= in_days(10)
    assert one.case.owner_id == world.account("muon").pk
    assert at in muon.get("/directives/").content.decode()
    for step in ("receive", "start"):
        assert muon.post(f"{at}{step}/").status_code == 302
    bare = muon.post(f"{at}answer/", {"words": "Đã xong 10 hồ sơ"})
    assert bare.status_code == 400
    assert state_of(one) == "working"
    assert muon.post(f"{at}answer/", {"words": "Đã xong 10 hồ sơ", "upload": paper()}).status_code == 302
    refused = inh.post(f"{at}send-back/", {"reason": ""})
    assert refused.status_code == 400
    assert inh.post(f"{at}accept/").status_code == 302
    assert state_of(one) == "accepted"
    fact(OVERDUE, commune, in_days(0), 1)
    assert "Mới giao, chưa đủ thời gian" in inh.get(at).content.decode()
    Directive.objects.filter(pk=one.pk).update(issued_at=timezone.now() - timedelta(days=3))
    page = inh.get(at).content.decode()
    assert "Có: đã đạt mức đề ra" in page
