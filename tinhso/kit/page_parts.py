"""What every template knows: urls, static files, icons, menus, dates and numbers as people say them."""

from dataclasses import dataclass
from functools import cache, lru_cache
from uuid import uuid4

from django.conf import settings
from django.forms import BoundField, widgets
from django.forms.boundfield import BoundWidget
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString
from jinja2 import Environment
from markupsafe import escape

from tinhso.kit import landscape, rendering, saying
from tinhso.kit.addresses import static, url, url_if_any
from tinhso.kit.doors import Request
from tinhso.kit.homes import occasions
from tinhso.kit.icons import icon, icon_drawings
from tinhso.kit.installing import worker_address
from tinhso.kit.keeping import kept
from tinhso.kit.passport import MenuItem, System, Text, systems
from tinhso.kit.preferences import NEXT_TEXT, Preferences
from tinhso.kit.rows import link_row, link_rows

PROVINCES = {"son-la": "Sơn La", "tuyen-quang": "Tuyên Quang"}
_MOST = 4_000
_FETCHES = " hx-"
"""With which every attribute begins that asks for a part of a page."""
WIDGETS: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.HiddenInput, "hidden"),
    (widgets.CheckboxInput, "check"),
    (widgets.CheckboxSelectMultiple, "checks"),
    (widgets.RadioSelect, "choices"),
)


def csrf(request: HttpRequest) -> SafeString:
    """The hidden fields of a form: the proof that it is ours, and a key that makes sending it twice a no-op."""
    return csrf_field(request) + SafeString(f'<input type="hidden" name="idempotency_key" value="{uuid4()}">')


def csrf_field(request: HttpRequest) -> SafeString:
    """The proof alone, for a switch that may be pressed as often as one likes. All forms of a page share it."""
    page = rendering.current()
    return SafeString(rendering.FORM_PROOF) if page and page.request is request else _form_proof(request)


def here(request: HttpRequest) -> SafeString:
    """The address of this page with its query, to lead back to it."""
    page = rendering.current()
    return SafeString(rendering.HERE) if page and page.request is request else _address(request)


def filled(html: str, request: HttpRequest) -> str:
    """A finished page: its holes filled with what belongs to this request alone."""
    if rendering.FORM_PROOF in html:
        html = html.replace(rendering.FORM_PROOF, _form_proof(request))
    if rendering.PARTS in html:
        html = html.replace(rendering.PARTS, _fetching() if _FETCHES in html else "")
    return html.replace(rendering.HERE, _address(request)) if rendering.HERE in html else html


def parts_script() -> SafeString:
    """What fetches parts of a page (htmx, 16 KB), where the page has such parts: most first visits need it nowhere."""
    page = rendering.current()
    return SafeString(rendering.PARTS) if page and page.request else _fetching()


def _fetching() -> SafeString:
    return SafeString(f'<script defer src="{static("django_htmx/htmx-2.min.js")}"></script>')


def _address(request: HttpRequest) -> SafeString:
    return SafeString(escape(request.get_full_path()))


def _form_proof(request: HttpRequest) -> SafeString:
    return SafeString(f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">')


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """Boxes to tick under one title; those without a group stand under none."""

    title: str
    choices: list[BoundWidget]

    @property
    def is_ticked(self) -> bool:
        return any(choice.data["selected"] for choice in self.choices)


def check_groups(bound: BoundField) -> list[CheckGroup]:
    """The boxes of a field, group by group; a group without any is left out."""
    widget, found = bound.field.widget, list[CheckGroup]()
    boxes = iter(bound.subwidgets)
    for title, options, _index in widget.optgroups(bound.html_name, bound.value() or []):
        group = CheckGroup(str(title or ""), [next(boxes) for _option in options])
        if found and not title and not found[-1].title:
            found[-1].choices.extend(group.choices)
        elif group.choices:
            found.append(group)
    return found


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


Line = tuple[MenuItem, str]


def menu(request: Request, shell: str) -> list[Line]:
    """The lines of a shell's menu that this person may use, each with its address."""
    may = request.rights.may
    return [line for line in _lines(rendering.prefix(), shell) if not line[0].permission or may(line[0].permission)]


@cache
def _lines(_prefix: str, shell: str) -> list[Line]:
    """Every line of a shell's menu that leads somewhere, those that come first above the others."""
    items = sorted((item for system in systems() for item in system.menu if item.shell == shell), key=_comes_later)
    return [(item, href) for item in items if (href := url_if_any(item.url))]


def _comes_later(item: MenuItem) -> bool:
    return not item.first


def menu_look(request: Request, shell: str) -> tuple[tuple[str, bool], ...]:
    """What the menu of a shell looks like here: the address of each line, and whether the page stands in it."""
    lines = menu(request, shell)
    here = _standing_in(request.path, lines)
    return tuple((href, href == here) for _item, href in lines)


def is_here(request: Request, href: str, shell: str) -> bool:
    """Whether the page stands in the part of the house that the address opens, and no longer line opens it too."""
    return href == _standing_in(request.path, menu(request, shell))


def _standing_in(path: str, lines: list[Line]) -> str:
    """The address of the line in whose part of the house a page stands; empty when it stands in none."""
    return max((href for _item, href in lines if _opens(href, path)), key=len, default="")


def _opens(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))


def kind_of(field: BoundField) -> str:
    """How a field is laid out: hidden, check, checks, choices, or box for all that one types or opens."""
    return next((kind for widget, kind in WIDGETS if isinstance(field.field.widget, widget)), "box")


def province() -> str:
    """The name of the province that lives here."""
    return PROVINCES[settings.PROVINCE]


def hotline() -> str:
    """The telephone number of door 9: a person."""
    return str(getattr(settings, "HOTLINE", "1022"))


def who(request: HttpRequest) -> str:
    """A name for the one who is signed in that says nothing to anyone but this server; empty for a visitor.

    A phone that several people use knows by it whose work it keeps.
    """
    actor = getattr(request, "actor", None)
    return who_is(actor.account) if actor and actor.account else ""


@lru_cache(_MOST)
def who_is(account: int) -> str:
    """The same of an account."""
    return salted_hmac("who", str(account)).hexdigest()[:16]


def preferences(request: HttpRequest) -> Preferences:
    """Theme, size of text and language that this browser asked for."""
    return Preferences.of(request)


def add(env: Environment) -> None:
    """Give an environment all parts."""
    env.globals.update(
        url=url, url_if_any=url_if_any, static=static, hidden_fields=csrf, csrf_field=csrf_field,
        now=rendering.now, draw_icon=icon, icon_drawings=icon_drawings,
        draw_link_row=link_row, draw_link_rows=link_rows,
        kept=kept, here=here, parts_script=parts_script,
        doors=doors, occasions=occasions, menu=menu, menu_look=menu_look, is_here=is_here,
        kind_of=kind_of, check_groups=check_groups, province=province, hotline=hotline, preferences=preferences,
        worker=worker_address, who=who,
        next_text=NEXT_TEXT, language=rendering.language, languages=settings.LANGUAGES,
        hillside=landscape.hillside, banks=landscape.banks, house_behind=landscape.HOUSE_BEHIND,
    )  # fmt: skip
    env.filters.update(
        date=saying.say_date, clock=saying.say_clock, day=saying.say_day, day_time=saying.say_day_time,
        ago=saying.say_ago, left=saying.say_left, number=saying.say_number, money=saying.say_money,
        percent=saying.say_percent, kilobytes=saying.say_kilobytes,
    )  # fmt: skip
