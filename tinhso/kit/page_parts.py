"""What every template knows: urls, static files, icons, menus, dates and numbers as people say them."""

from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.forms import BoundField, widgets
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from jinja2 import Environment

from tinhso.kit import landscape, rendering, saying
from tinhso.kit.doors import Request
from tinhso.kit.icons import icon, icon_drawings
from tinhso.kit.passport import MenuItem, System, Text, systems
from tinhso.kit.preferences import NEXT_TEXT, Preferences

PROVINCES = {"son-la": "Sơn La", "tuyen-quang": "Tuyên Quang"}
WIDGETS: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.HiddenInput, "hidden"),
    (widgets.CheckboxInput, "check"),
    (widgets.CheckboxSelectMultiple, "checks"),
    (widgets.RadioSelect, "choices"),
)


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a door by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def url_if_any(name: str) -> str:
    """The same, or nothing when no system of this installation has such a door."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def csrf(request: HttpRequest) -> SafeString:
    """The hidden fields of a form: the proof that it is ours, and a key that makes sending it twice a no-op."""
    key = format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid4())
    return csrf_field(request) + key


def csrf_field(request: HttpRequest) -> SafeString:
    """The proof alone, for a switch that may be pressed as often as one likes."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


@dataclass(frozen=True, slots=True)
class Door:
    """One of the eight doors that citizens know by number."""

    number: int
    title: Text
    icon: str
    href: str


def doors() -> list[Door]:
    """The doors that have a system behind them, by number; never a dead one."""
    entered = [_door(system) for system in systems() if system.door]
    return sorted((door for door in entered if door.href), key=lambda door: door.number)


def _door(system: System) -> Door:
    return Door(system.door or 0, system.title, system.icon, url_if_any(system.door_url))


def menu(request: Request, shell: str) -> list[tuple[MenuItem, str]]:
    """The lines of a shell's menu that this person may use, each with its address."""
    lines = (item for system in systems() for item in system.menu if item.shell == shell)
    allowed = (item for item in lines if not item.permission or request.rights.may(item.permission))
    ordered = sorted(allowed, key=lambda item: not item.first)
    return [(item, href) for item in ordered if (href := url_if_any(item.url))]


def is_here(request: HttpRequest, href: str) -> bool:
    """Whether the page stands in the part of the house that the address opens."""
    return request.path == href or (href != "/" and request.path.startswith(href))


def kind_of(field: BoundField) -> str:
    """How a field is laid out: hidden, check, checks, choices, or box for all that one types or opens."""
    return next((kind for widget, kind in WIDGETS if isinstance(field.field.widget, widget)), "box")


def province() -> str:
    """The name of the province that lives here."""
    return PROVINCES[settings.PROVINCE]


def hotline() -> str:
    """The telephone number of door 9: a person."""
    return str(getattr(settings, "HOTLINE", "1022"))


def preferences(request: HttpRequest) -> Preferences:
    """Theme, size of text and language that this browser asked for."""
    return Preferences.of(request)


def add(env: Environment) -> None:
    """Give an environment all parts."""
    env.globals.update(
        url=url, url_if_any=url_if_any, static=static, hidden_fields=csrf, csrf_field=csrf_field,
        now=rendering.now, draw_icon=icon, icon_drawings=icon_drawings,
        doors=doors, menu=menu, is_here=is_here, kind_of=kind_of, province=province, hotline=hotline,
        preferences=preferences, next_text=NEXT_TEXT, language=get_language, languages=settings.LANGUAGES,
        hillside=landscape.hillside, banks=landscape.banks, house_behind=landscape.HOUSE_BEHIND,
    )  # fmt: skip
    env.filters.update(
        date=saying.say_date, clock=saying.say_clock, day=saying.say_day, day_time=saying.say_day_time,
        ago=saying.say_ago, left=saying.say_left, number=saying.say_number, money=saying.say_money,
        percent=saying.say_percent, kilobytes=saying.say_kilobytes,
    )  # fmt: skip
