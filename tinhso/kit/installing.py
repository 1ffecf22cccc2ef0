"""What makes the pages an app on a phone: the manifest (W3C Web Application Manifest) and the script of its worker.

The worker keeps the pages that passports name (`offline`), as a visitor sees them. `OFFLINE=false` is the way back:
phones then fetch a worker that throws away what was kept and takes itself out; the outbox of unsent work stays.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.kit.addresses import static, url, url_if_any
from tinhso.kit.freshness import fingerprint
from tinhso.kit.passport import systems

GROUND, INDIGO = "#f6f5f0", "#2b3a82"
NO_SIGNAL = "no_signal"
FIRST = (NO_SIGNAL, "outbox")
TAKEN_OUT = """self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("pages-")).map((name) => caches.delete(name))))
    .then(() => self.registration.unregister())));
"""


def manifest() -> dict[str, Any]:
    """The manifest, in the language that is spoken now."""
    name = _("Digital citizen")
    return {
        "id": url("front"),
        "name": name,
        "short_name": name,
        "lang": get_language(),
        "start_url": url("front"),
        "scope": url("front"),
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": INDIGO,
        "icons": [_icon("app-192", 192), _icon("app-512", 512), _icon("maskable-512", 512, "maskable")],
        "shortcuts": [{"name": title, "url": address} for title, address in _shortcuts() if address],
    }


def _icon(name: str, side: int, purpose: str = "any") -> dict[str, str]:
    address = static(f"kit/icons/{name}.png")
    return {"src": address, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


def _shortcuts() -> list[tuple[str, str]]:
    return [
        (_("Tell what is wrong"), url_if_any("report")),
        (_("Where is my paper?"), url_if_any("track")),
        (_("Outbox"), url_if_any("outbox")),
    ]


def worker_address() -> str:
    """Where the worker's script is; empty when phones shall have none."""
    return url("worker") if settings.OFFLINE else ""


def worker_script() -> str:
    """The script of the worker: what to keep, and the module that does it. Its letters change with every release."""
    if not settings.OFFLINE:
        return TAKEN_OUT
    kept = {
        "version": _version(),
        "files": settings.STATIC_URL,
        "first": [address for name in FIRST if (address := url_if_any(name))],
        "pages": _pages(),
        "noSignal": url_if_any(NO_SIGNAL),
    }
    return f'import {{ serve }} from "{static("kit/worker.js")}";\nserve({json.dumps(kept)});\n'


def _pages() -> list[str]:
    """The addresses that passports name, of doors that exist."""
    return [address for system in systems() for name in system.offline if (address := url_if_any(name))]


@cache
def _version() -> str:
    """A name for the state of all templates and texts, from which the kept pages are made."""
    folders = [Path(system.path) for system in systems()]
    made_of = [path for folder in folders for path in folder.glob("templates/**/*.html")]
    made_of += [path for folder in folders for path in folder.glob("locale/*/LC_MESSAGES/*.mo")]
    return fingerprint(made_of)[:12]
