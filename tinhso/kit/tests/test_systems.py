"""`manage.py systems` knows every system and what its rooms hold."""

import json

from django.core.management import call_command

from tinhso.kit.inventory import inventory
from tinhso.kit.passport import systems


def test_every_system_is_in_the_table(capsys):
    call_command("systems")
    table = capsys.readouterr().out

    assert all(system.label in table for system in systems())


def test_the_log_tells_what_it_holds(capsys):
    call_command("systems", json=True)
    [log] = [one for one in json.loads(capsys.readouterr().out) if one["label"] == "events"]

    assert log["floor"] == "events"
    assert log["permissions"] == ["dismiss_delivery", "retry_delivery", "watch_log"]
    assert log["events"] == ["events.DeliveryDismissed", "events.DeliveryRetried", "events.EpochOpened"]
    assert log["models"] >= 10


def test_every_known_event_job_and_reaction_is_found():
    from tinhso.events.definitions import known
    from tinhso.events.jobs import jobs
    from tinhso.events.reactions import handlers

    house = inventory()
    own = {name for name, kind in known().items() if ".tests." not in kind.__module__}
    assert {name for one in house for name in one.events} >= {name for name in own if not name.startswith("bench.")}
    assert {name for one in house for name in one.jobs} == {n for n in jobs() if ".jobs." in n}
    assert {name for one in house for name in one.reactions} == {n for n in handlers() if ".reactions." in n}
