from importlib import import_module

from django.utils.translation import gettext_lazy as _

from tinhso.events.append_only import also_guarded
from tinhso.kit.passport import MenuItem, System

SEE, ACKNOWLEDGE, SILENCE, KEEP, DUTY = (
    "see_alerts", "acknowledge_alert", "silence_alerts", "keep_alert_rules", "set_duty",
)  # fmt: skip


class Alerts(System):
    name = "tinhso.operations.alerts"
    title = _("Alerts")
    icon = "bell-ringing"
    owner = _("Office of the provincial People's Committee")
    menu = tuple(
        MenuItem(title=_("Alerts"), icon="bell-ringing", url="alerts", shell=shell, permission=SEE)
        for shell in ("leader", "desk")
    )
    grants = {
        "officer": (SEE,),
        "head": (SEE, ACKNOWLEDGE),
        "leader": (SEE, ACKNOWLEDGE, SILENCE, KEEP, DUTY),
        "registrar": (SEE, ACKNOWLEDGE, SILENCE, KEEP, DUTY),
    }

    def ready(self) -> None:
        """An emptied test database loses and regains the guard of published rules too."""
        also_guarded(import_module("tinhso.operations.alerts.models.rules").PUBLISHED_ONCE)
