"""The passport of a system: what the house must know of it, all in its own `apps.py`.

A passport says who a system is, never what it does: no setting, no wiring, no import of another system.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import AppConfig, apps
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """One line in a shell's menu.

    `url` is a URL name, `permission` the right without which the line is not shown (empty: everyone in that shell),
    `first` puts it above the lines of the others.
    """

    title: Text
    icon: str
    url: str
    shell: str
    permission: str = ""
    first: bool = False


class System(AppConfig):
    """A system or register of the house. Subclass it once in `apps.py`.

    title   its name for people, translated
    icon    a Phosphor icon name; see `tinhso.kit.icons`
    owner   the agency or office that answers for it
    door    1–8 when citizens enter through it, else None; a number given once is never given again
    found   what of it can be searched for: kind of row in `core.search` → its title and icon
    offline URL names of pages that phones keep for when there is no signal; kept as a visitor sees them
    carried the same for phones of members of the community teams, kept as a member sees them: they name nobody
    told_to_members   whether its open cases may be known to the members of the team where the applicant lives
    at_nodes  models of which a commune's node has rows too, each with which rows: {"Organisation": {"owner": None}}
    only_at_nodes  of some of these, the only columns that a node is told
    grants  role code → permissions this system gives that role
    """

    title: ClassVar[Text]
    icon: ClassVar[str]
    owner: ClassVar[Text]
    door: ClassVar[int | None] = None
    door_url: ClassVar[str] = ""
    menu: ClassVar[tuple[MenuItem, ...]] = ()
    found: ClassVar[Mapping[str, tuple[Text, str]]] = {}
    offline: ClassVar[tuple[str, ...]] = ()
    carried: ClassVar[tuple[str, ...]] = ()
    told_to_members: ClassVar[bool] = False
    at_nodes: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    only_at_nodes: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    grants: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    default_auto_field = "django.db.models.BigAutoField"
    default = False

    def __init_subclass__(cls, **options: Any) -> None:
        """Django takes the one class of an `apps.py` that is a default; this base, imported there, must not be."""
        super().__init_subclass__(**options)
        cls.default = True

    @property
    def floor(self) -> str:
        """The floor or pillar it stands on: `core`, `government`, … or its own name for a floor."""
        return self.name.split(".")[1]


def systems() -> list[System]:
    """Every installed system, in the order of the floors."""
    return [config for config in apps.get_app_configs() if isinstance(config, System)]


def grants_of(role: str) -> frozenset[str]:
    """All permissions that the systems together give a role."""
    return frozenset(permission for system in systems() for permission in system.grants.get(role, ()))
