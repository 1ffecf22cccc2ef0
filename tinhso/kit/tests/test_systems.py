"""`manage.py systems` knows every system and what its rooms hold."""

import json

from django.core.management import call_command

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
