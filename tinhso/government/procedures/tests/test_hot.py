"""What steps ask in words put together once is what the ORM says; machines do the same steps, and only their own."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tinhso.core.accounts.models import Account
from tinhso.core.accounts.models.rights import passed
from tinhso.government.procedures.actions.following import rate_dossier
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.models import Dossier, Kind, Letter, Rating
from tinhso.government.procedures.models.hot import (
    ASKED,
    RATE,
    RATED,
    REQUESTS,
    ROUNDS,
    STEP,
    asked_dossier,
    dossier_to_rate,
    is_rated,
    letters_of,
    locked_dossier,
    requests_of,
)
from tinhso.government.procedures.tests.stories import file_birth, now
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db
REASON = "Ảnh mờ, chị chụp lại giúp."
LIFE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("hac", "accept", {}),
    ("hac", "ask_supplement", {"reason": REASON}),
    ("my", "give_supplement", {}),
    ("hac", "submit", {}),
    ("muon", "decide", {}),
    ("hac", "release", {"how": "in_person"}),
)
ONCE = 2 if connection.vendor == "postgresql" else 0
"""PostgreSQL writes the three rows of the log by one statement."""
CAME = ("case", "procedure", "version", "definition", "place")
EACH = {"accept": 8, "ask_supplement": 11, "give_supplement": 13, "submit": 8, "decide": 10, "release": 8, "rate": 8}
"""Statements of each, its savepoint and the three rows of the log among them; a decision asks when the clock stood."""


def actor(world: Any, name: str) -> Actor:
    account, post = world.account(name), world.account(name).posts.first()
    return Actor(account=account.pk, person=account.person_id, post=post and post.pk)


def as_read(one: Any) -> dict[str, Any]:
    """Every column of a row, and of the rows that came with it."""
    cache = one._state.fields_cache
    came = {name: cache[name] for name in CAME if name in cache}
    columns = {name: value for name, value in vars(one).items() if name != "_state"}
    return columns | {name: as_read(other) for name, other in came.items()}


def do(client: Any, dossier: Dossier, action: str, **told: Any) -> Any:
    """One step, as a machine takes it."""
    path = f"/api/procedures/dossiers/{dossier.uuid}/actions/{action}"
    return client.post(path, told, content_type="application/json", headers={"Idempotency-Key": str(uuid4())})


def test_a_dossier_to_act_on_is_the_orms(world: Any) -> None:
    dossier = file_birth(world.client("my"), world)
    with transaction.atomic():
        for found, asked in ((ASKED, dossier.uuid), (STEP, dossier.uuid), (RATE, dossier.pk)):
            assert [as_read(one) for one in found(asked)] == [as_read(one) for one in found.queryset(asked)]
        assert locked_dossier(dossier.uuid) == asked_dossier(dossier.uuid) == dossier
        assert locked_dossier(dossier.uuid).case.values == dossier.case.values
        for lost in (lambda: asked_dossier(uuid4()), lambda: locked_dossier(uuid4()), lambda: dossier_to_rate(0)):
            with pytest.raises(Dossier.DoesNotExist):
                lost()


def test_letters_and_rating_are_the_orms(world: Any) -> None:
    dossier = file_birth(world.client("my"), world)
    assert (letters_of(dossier.pk, Kind.SUPPLEMENT), requests_of(dossier.pk), is_rated(dossier.pk)) == (0, [], False)
    for kind, number in ((Kind.SUPPLEMENT, 2), (Kind.SUPPLEMENT, 1), (Kind.APOLOGY, 1)):
        Letter.objects.create(
            dossier=dossier, kind=kind, round=number, reason=REASON, written_at=timezone.now(), answered_at=None
        )
    Rating.objects.create(dossier=dossier, faces=4, rated_at=timezone.now())
    assert [tuple(one) for one in ROUNDS(dossier.pk, "apology")] == [(1,)]
    assert [as_read(one) for one in REQUESTS(dossier.pk)] == [as_read(one) for one in REQUESTS.queryset(dossier.pk)]
    assert [one.round for one in requests_of(dossier.pk)] == [1, 2]
    assert [tuple(one) for one in RATED(dossier.pk)] == list(RATED.queryset(dossier.pk))
    assert is_rated(dossier.pk)


def test_every_step_of_a_life_asks_little(world: Any) -> None:
    dossier, at = file_birth(world.client("my"), world), timezone.now()
    asked: dict[str, int] = {}
    for name, action, answers in LIFE:
        by = actor(world, name)
        Account.objects.rights_of(by, at=at)
        passed(by.account or 0, at=at)
        with CaptureQueriesContext(connection) as statements:
            take_step(dossier, Step(action=action, answers=answers), by=by, at=at)
        asked[action] = len(statements) + ONCE
    my = actor(world, "my")
    with CaptureQueriesContext(connection) as statements:
        rate_dossier(dossier, faces=5, by=my, at=at)
    asked["rate"] = len(statements) + ONCE
    assert {name: number for name, number in asked.items() if number > EACH[name]} == {}


def test_machines_carry_a_dossier_through_its_life(world: Any) -> None:
    dossier = file_birth(world.client("my"), world)
    for name, action, answers in LIFE:
        seen = now(dossier).case.version
        answer = do(world.client(name), dossier, action, answers=answers, seen=seen)
        assert answer.status_code == 200, answer.content.decode()
        assert answer.json()["state"] == now(dossier).case.state
    (letter,) = dossier.letters.all()
    assert (letter.reason, letter.round, letter.answered_at is None) == (REASON, 1, False)
    rating = f"/api/procedures/dossiers/{dossier.uuid}/rating"
    my = world.client("my")
    assert my.post(rating, {"faces": 5}, content_type="application/json").status_code == 204
    assert my.post(rating, {"faces": 1}, content_type="application/json").json()["code"] == "RatedAlready"
    assert Rating.objects.get(dossier=dossier).faces == 5


def test_a_step_that_is_refused_leaves_nothing(world: Any) -> None:
    dossier = file_birth(world.client("my"), world)
    assert do(world.client("hac"), dossier, "accept").status_code == 200
    for client, told in (("hac", {"seen": 1}), ("my", {})):
        answer = do(world.client(client), dossier, "ask_supplement", answers={"reason": REASON}, **told)
        assert answer.status_code == 409, answer.content.decode()
    assert not dossier.letters.exists()
    assert now(dossier).case.state == "accepted"


def test_a_machine_finds_only_what_it_may_see(world: Any) -> None:
    dossier = file_birth(world.client("my"), world)
    for name in ("hac_elsewhere", "dung", "panh", "thoa"):
        assert do(world.client(name), dossier, "accept").status_code == 404, name
        rating = world.client(name).post(
            f"/api/procedures/dossiers/{dossier.uuid}/rating", {"faces": 1}, content_type="application/json"
        )
        assert rating.status_code == 404, name
    assert world.client("").post(f"/api/procedures/dossiers/{dossier.uuid}/actions/accept").status_code == 401
