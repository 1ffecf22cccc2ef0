"""Styles and scripts are named by their content, so that they are kept for a year and never stale."""

import json

from django.core.management import call_command


def test_every_style_and_script_has_a_name_by_its_content(tmp_path, settings):
    """Two scripts that load each other would have none: each name would change the other for ever."""
    settings.VAR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "tinhso.site.statics.Statics"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    assert names["kit/phone.js"] != "kit/phone.js"
    assert (tmp_path / "static" / names["kit/phone.js"]).is_file()
