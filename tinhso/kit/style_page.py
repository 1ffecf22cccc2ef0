"""The living style page: every part in every state. People, cases and figures on it are invented."""

from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kit import charts, maps
from tinhso.kit.forms import Form, PictureChoice
from tinhso.kit.passport import Text


@dataclass(frozen=True, slots=True)
class Swatch:
    """A token, what it is called and what it is for."""

    token: str
    name: Text
    use: Text


SWATCHES = (
    Swatch("ink", gettext_lazy("Ink"), gettext_lazy("text")),
    Swatch("ink-2", gettext_lazy("Pale ink"), gettext_lazy("second text")),
    Swatch("indigo", gettext_lazy("Indigo"), gettext_lazy("the act, a link, now")),
    Swatch("green", gettext_lazy("Young rice"), gettext_lazy("done, accepted")),
    Swatch("earth", gettext_lazy("Earth"), gettext_lazy("your turn, soon")),
    Swatch("red", gettext_lazy("Annatto"), gettext_lazy("refused, late")),
    Swatch("rice", gettext_lazy("Ripe rice"), gettext_lazy("the voice only")),
    Swatch("focus", gettext_lazy("Pink thread"), gettext_lazy("keyboard only")),
    Swatch("ground", gettext_lazy("Hemp"), gettext_lazy("the page")),
    Swatch("surface", gettext_lazy("Sheet"), gettext_lazy("what lies on it")),
    Swatch("line", gettext_lazy("Line"), gettext_lazy("divides")),
    Swatch("edge", gettext_lazy("Edge"), gettext_lazy("border of what one can press")),
)

DOORS = (
    (1, gettext_lazy("Papers"), "identification-card", gettext_lazy("Births, residence, land")),
    (2, gettext_lazy("Speak up"), "chat-centered-dots", gettext_lazy("Tell what is wrong")),
    (3, gettext_lazy("Pay"), "hand-coins", gettext_lazy("Fees, power, school")),
    (4, gettext_lazy("Health"), "stethoscope", gettext_lazy("Visits, vaccines, insurance")),
    (5, gettext_lazy("Market"), "shopping-bag", gettext_lazy("Buy and sell from the farm")),
    (6, gettext_lazy("Travel"), "mountains", gettext_lazy("Rooms, tickets, roads")),
    (7, gettext_lazy("Learn"), "student", gettext_lazy("Short lessons, with a voice")),
    (8, gettext_lazy("Signal"), "cell-tower", gettext_lazy("Report no signal, see where it is")),
)


class SampleForm(Form):
    """A field of each kind."""

    autocomplete: ClassVar = {"phone": "tel-national"}

    birthplace = forms.ChoiceField(
        label=gettext_lazy("Where was the child born?"),
        choices=[
            ("hospital", gettext_lazy("Hospital")),
            ("station", gettext_lazy("Health station")),
            ("home", gettext_lazy("At home")),
            ("road", gettext_lazy("On the way, elsewhere")),
        ],
        widget=PictureChoice(
            {"hospital": "hospital", "station": "first-aid-kit", "home": "house-line", "road": "road-horizon"}
        ),
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), help_text=gettext_lazy("10 digits, so that we can call"))
    identity = forms.RegexField(
        r"^\d{12}$",
        label=gettext_lazy("Identity number"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("The card has 12 digits, on its front.")},
    )
    born = forms.DateField(label=gettext_lazy("Day of birth"), help_text=gettext_lazy("For example 14/11/2026"))
    fee = forms.IntegerField(label=gettext_lazy("Fee, in đồng"), required=False)
    commune = forms.ChoiceField(label=gettext_lazy("Commune"), choices=[("1", "Co Mạ"), ("2", "Tà Xùa")])
    way = forms.ChoiceField(
        label=gettext_lazy("How shall we answer?"),
        choices=[("call", gettext_lazy("A telephone call")), ("text", gettext_lazy("A text message"))],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you read"),
        choices=[("vi", "Tiếng Việt"), ("tai", "Thái"), ("hmn", "Mông")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    paper = forms.FileField(label=gettext_lazy("A picture of the paper"), required=False)
    more = forms.CharField(label=gettext_lazy("What else should we know?"), widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label=gettext_lazy("I agree that the commune looks at these papers"))


def showcase() -> dict[str, object]:
    """Everything the style page shows, in the language of the reader."""
    wrong = SampleForm(
        {"identity": "01409501234", "phone": "0912 345 678", "born": "31/2/2026", "birthplace": "home", "commune": "1"}
    )
    wrong.full_clean()
    return {
        "swatches": SWATCHES,
        "sample_doors": DOORS,
        "form": SampleForm(auto_id="good_%s", initial={"birthplace": "home"}),
        "wrong": wrong,
        "line": sample_line(),
        "lines": sample_lines(),
        "bars": sample_bars(),
        "shares": charts.share_rows(SHARES),
        "sparks": (charts.spark((93, 93.6, 95.1, 95.4, 95.2, 96.1), 95), charts.spark((86, 86.5, 87, 88.4), 90)),
        "map": sample_map(),
        "places": PLACES,
        "timeline": sample_timeline(),
    }


def sample_line() -> charts.LineChart:
    """One series, a target and a forecast."""
    return charts.line_chart(
        _("742.3 points of 1,000. Another 57.7 and the goal of 2027 is reached."),
        ("2023", "2024", "2025", "2026"),
        (charts.Series(_("Points"), (604.1, 655.8, 701.4, 742.3)),),
        target=charts.Target(800, _("Goal 800")),
        forecast=charts.Forecast("2027", 771, 806),
        places=0,
    )


def sample_lines() -> charts.LineChart:
    """A series and what it is compared with."""
    return charts.line_chart(
        _("Sơn La passed the country in 2024."),
        ("2022", "2023", "2024", "2025", "2026"),
        (charts.Series("Sơn La", (48, 53, 60, 66, 72)), charts.Series(_("country"), (52, 56, 58, 62, 66))),
        places=0,
    )


def sample_bars() -> charts.BarChart:
    """Bars above and below a target."""
    return charts.bar_chart(
        _("Three communes answer late."),
        (("Co Mạ", 82.0), ("Xím Vàng", 86.0), ("Mường Lèo", 88.0), ("Mộc Châu", 97.7)),
        head=(_("Commune"), _("Answered in time, per cent")),
        target=charts.Target(95, _("Goal 95")),
    )


SHARES = (
    charts.Share(gettext_lazy("Digital economy"), gettext_lazy("Few households use e-invoices"), 91.6, 150),
    charts.Share(gettext_lazy("Digital government"), gettext_lazy("71 of 100 results are digital"), 158.3, 200),
    charts.Share(gettext_lazy("Infrastructure"), gettext_lazy("84 villages without 4G"), 61.7, 100),
)


PLACES = (
    {"title": "Co Mạ", "lat": 21.35, "lon": 103.49, "href": "#numbers"},
    {"title": "Mộc Châu", "lat": 20.85, "lon": 104.63, "href": "#numbers"},
    {"title": "Tà Xùa", "lat": 21.32, "lon": 104.42, "href": "#numbers"},
)


@cache
def _cells() -> tuple[tuple[maps.Ring, ...], ...]:
    """Nineteen invented communes: six-cornered, in rings around the first."""
    size = 0.09
    places = [(q, r) for q in range(-2, 3) for r in range(-2, 3) if abs(q + r) <= 2]
    middles = [(104 + size * 1.5 * q, 21.3 + size * 3**0.5 * (r + q / 2)) for q, r in places]
    return tuple(
        (tuple((x + size * cos(pi / 3 * c), y + size * sin(pi / 3 * c)) for c in range(6)),) for x, y in middles
    )


def sample_map() -> maps.AreaMap:
    """A map with places below the target, and one of which nothing is known."""
    values = (97.2, 98.4, 95.1, 96.6, 82, 98.9, 97, 93.5, 95.8, None, 96.2, 99, 86, 94.9, 97.7, 92, 98.3, 96.9, 89)
    areas = [
        maps.Area(str(place), f"Xã {place + 1}", rings, value)
        for place, (rings, value) in enumerate(zip(_cells(), values, strict=True))
    ]
    return maps.area_map(
        _("16 of 19 communes are well. Three need a look."),
        areas,
        bounds=(90, 94, 96, 98),
        unit="\u00a0%",
        bearings=("0", "9", "15"),
        below_word=_("needs a look"),
        width=620,
    )


def sample_timeline() -> list[dict[str, str]]:
    """A dossier on its way."""
    return [
        {"title": _("You sent it"), "when": _("Saturday 21/11, 8:15"), "state": "done"},
        {"title": _("The commune has it"), "when": _("Monday 23/11, 7:52"), "state": "done", "text": "Lò Thị Panh"},
        {"title": _("The commune is at work"), "text": "Cầm Văn Hặc", "state": "now"},
        {"title": _("The chairman signs"), "when": _("expected Wednesday 25/11")},
        {"title": _("You fetch the paper"), "when": _("Thursday 26/11")},
    ]
