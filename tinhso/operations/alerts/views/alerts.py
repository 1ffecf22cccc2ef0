"""What fires, one alert with its way, taking it on, silencing."""

from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.events.log import history
from tinhso.kit.charts import LineChart, Series, Target, line_chart
from tinhso.kit.doors import Request, door_of, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_day_time, say_left
from tinhso.operations.alerts.actions.looking import look_now
from tinhso.operations.alerts.actions.notifying import on_duty
from tinhso.operations.alerts.actions.silencing import lift_silence, silence_alerts
from tinhso.operations.alerts.actions.taking import acknowledge_alert
from tinhso.operations.alerts.apps import ACKNOWLEDGE, SEE, SILENCE
from tinhso.operations.alerts.domain.saying import Voice
from tinhso.operations.alerts.domain.words import DOUBT_WORDS, ENDING_WORDS, Doubt, Ending, Kind, State
from tinhso.operations.alerts.forms.rules import SilenceForm
from tinhso.operations.alerts.models import Alert, Duty, Silence
from tinhso.operations.alerts.models.alerts import AlertQuerySet
from tinhso.operations.alerts.models.seeing import SHOWN, holder_of, voice_of, way_of
from tinhso.warehouse.definitions import known

A_PAGE = 50
DIRECT = "issue_directives"


class AlertSaid:
    """One alert as rows and its own page tell it."""

    def __init__(self, alert: Alert) -> None:
        self.alert, self.place = alert, alert.place.full_name
        self.voice: Voice = voice_of(alert.version)
        self.finding, self.why = self.voice.finding(alert.value), self.voice.why(alert.value)
        self.holder, self.taken = holder_of(alert), alert.is_taken
        self.since = say_day_time(alert.fired_at or alert.since)
        self.doubt = DOUBT_WORDS[Doubt(alert.doubt)] if alert.doubt else ""
        self.ended = ENDING_WORDS[Ending(alert.ended_why)] if alert.ended_why else ""
        self.due = say_left(alert.due_at) if alert.due_at and not alert.ended_at else ""
        self.fires, self.waits = alert.state == State.FIRING, alert.state == State.PENDING


@needs(SEE)
@require_safe
def alerts(request: Request) -> HttpResponse:
    """What fires, what nobody has first; what is silent stands below."""
    standing = Alert.objects.loud().seen_by(request.rights, SEE).for_list()
    rows, more = _some(request, standing, "fired_at")
    said = sorted((AlertSaid(one) for one in rows), key=lambda one: one.taken)
    hidden = Alert.objects.standing().seen_by(request.rights, SEE).for_list()
    values = {
        "rows": said, "more": more, "finding": _finding(said, more=bool(more)),
        "pending": [AlertSaid(one) for one in hidden.filter(state=State.PENDING).newest("since")[:A_PAGE]],
        "inhibited": [
            AlertSaid(one) for one in hidden.firing().exclude(inhibited_by=None).newest("fired_at")[:A_PAGE]
        ],
        "silenced": list(Silence.objects.holding(request.at).select_related("rule", "place").order_by("until")),
        "may_look": request.rights.may(ACKNOWLEDGE), "may_lift": request.rights.may(SILENCE),
        "duty": Duty.objects.on(timezone.localdate(request.at)), "somebody": bool(on_duty(request.at)),
    }  # fmt: skip
    return page(request, "alerts/alerts.html", values)


def _finding(said: list[AlertSaid], *, more: bool) -> str:
    """What must be known first."""
    if not said:
        return _("Nothing fires. Every rule was looked at in the last minutes.")
    alone = sum(not one.taken for one in said)
    if not alone:
        return _("Somebody has every alert.")
    told = f"{alone}+" if more else str(alone)
    return ngettext("Nobody has %(n)s alert yet.", "Nobody has %(n)s alerts yet.", alone) % {"n": told}


@needs(SEE)
@require_safe
def ended_alerts(request: Request) -> HttpResponse:
    """What is over, the newest first."""
    rows, more = _some(request, Alert.objects.ended().seen_by(request.rights, SEE).for_list(), "ended_at")
    return page(request, "alerts/ended.html", {"rows": [AlertSaid(one) for one in rows], "more": more})


def _some(request: Request, rows: AlertQuerySet, moment: str) -> tuple[list[Alert], str]:
    """A page of the newest, and the address of the next."""
    at, _comma, pk = request.GET.get("after", "").partition(",")
    then = parse_datetime(at) if pk.isdecimal() else None
    end = (then, int(pk[:18])) if then and then.tzinfo else None
    found = list(rows.newest(moment).before(moment, end)[: A_PAGE + 1])
    if len(found) <= A_PAGE:
        return found, ""
    last: datetime = getattr(found[A_PAGE - 1], moment)
    return found[:A_PAGE], "?" + urlencode({"after": f"{last.isoformat()},{found[A_PAGE - 1].pk}"})


@needs(SEE)
@require_safe
def alert(request: Request, uuid: UUID) -> HttpResponse:
    """One alert: why, who has it, its number day by day, what happened to it."""
    found = _alert(request, uuid)
    said = AlertSaid(found)
    place, fires = found.place_id, found.state == State.FIRING
    silences = Silence.objects.holding(request.at).over(found.rule, found.place).select_related("place")
    values = {
        "said": said, "alert": found, "chart": _chart(found, said, request.at), "steps": _steps(found, said),
        "may_take": fires and not found.is_taken and request.rights.may(ACKNOWLEDGE, place=place),
        "may_silence": fires and request.rights.may(SILENCE, place=place), "silences": list(silences),
        "give_out": _directive_door(found) if fires and found.directive is None else "",
        "before": [
            AlertSaid(one)
            for one in Alert.objects.ended().for_list()
            .filter(rule=found.rule, place=place).exclude(pk=found.pk).newest("ended_at")[:5]
        ],
        "may_direct": request.rights.may(DIRECT), "cases": _cases_door(request, found) if fires else "",
    }  # fmt: skip
    return page(request, "alerts/alert.html", values)


def _directive_door(found: Alert) -> str:
    """Where a directive is written, filled in; empty where directives are not installed."""
    told = {"indicator": found.version.told.indicator, "place": found.place_id, "alert": found.uuid}
    try:
        return f"{reverse('new_directive')}?{urlencode(told)}"
    except NoReverseMatch:
        return ""


def _cases_door(request: Request, found: Alert) -> str:
    """The page with the cases behind the number; empty where its system names none, or the asker may not enter."""
    told = found.version.told
    indicator = known().get(told.indicator)
    if indicator is None or not indicator.listed:
        return ""
    address = reverse(indicator.listed)
    door = door_of(resolve(address).func)
    enters = door is not None and (not door.permission or request.rights.may(door.permission))
    return f"{address}?{urlencode({'place': found.place_id, 'days': told.window})}" if enters else ""


def _chart(found: Alert, said: AlertSaid, at: datetime) -> LineChart | None:
    """The number of the last weeks with the value that raises the alert; None where nothing is known of them."""
    way, rule = way_of(found, timezone.localdate(at)), said.voice.rule
    if all(value is None for value in way.values):
        return None
    limit = float(rule.window) if rule.kind is Kind.ABSENCE else rule.value
    labels = [f"{day.day}/{day.month}" for day in way.days]
    finding = _("%(what)s in %(place)s, the last %(n)s days") % {
        "what": said.voice.title, "place": said.place, "n": SHOWN,
    }  # fmt: skip
    word = _("wants somebody: %(limit)s") % {"limit": said.voice.number(limit)}
    target = Target(limit, word) if limit is not None else None
    places = 0 if all(value is None or value == int(value) for value in way.values) else 1
    series = [Series(said.voice.title, tuple(way.values))]
    return line_chart(finding, labels, series, target=target, places=places)


STEPS = {
    "alerts.AlertFired": ("bell-ringing", "broken"),
    "alerts.AlertAcknowledged": ("hand-pointing", "done"),
    "alerts.AlertGivenOut": ("paper-plane-tilt", "done"),
    "alerts.AlertEnded": ("check-fat", "done"),
}


def _steps(found: Alert, said: AlertSaid) -> list[dict[str, str]]:
    """What happened, oldest first."""
    words = {
        "alerts.AlertFired": _("It fires"),
        "alerts.AlertAcknowledged": _("Somebody has taken it on"),
        "alerts.AlertGivenOut": _("An office was told to act"),
        "alerts.AlertEnded": _("It ended by itself") if found.ended_why == Ending.RECOVERED else _("It ended"),
    }
    told = [{"title": _("The number went bad"), "when": say_day_time(found.since), "state": "done", "icon": "warning"}]
    for one in history(found):
        icon, state = STEPS[one.event.name]
        step = {"title": words[one.event.name], "when": say_day_time(one.at), "state": state, "icon": icon}
        if one.event.name in ("alerts.AlertAcknowledged", "alerts.AlertGivenOut"):
            step["text"] = str(said.holder)
        told.append(step | ({"text": str(said.ended)} if one.event.name == "alerts.AlertEnded" else {}))
    return told


@needs(ACKNOWLEDGE)
@require_POST
def acknowledge(request: Request, uuid: UUID) -> HttpResponse:
    """The one who presses has it."""
    found = _alert(request, uuid)
    try:
        acknowledge_alert(found, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("alert", uuid)


@needs(SILENCE)
@require_http_methods(["GET", "POST"])
def silence(request: Request, uuid: UUID) -> HttpResponse:
    """Nobody is told of this alert for some days, and why."""
    found, form = _alert(request, uuid), SilenceForm(request.POST or None)
    if form.is_valid():
        until = request.at + timedelta(days=int(form.cleaned_data["days"]))
        reason = form.cleaned_data["reason"]
        try:
            silence_alerts(found.rule, found.place, reason=reason, until=until, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("alert", uuid)
    values = {"said": AlertSaid(found), "alert": found, "form": form}
    return page(request, "alerts/silence.html", values, status=400 if form.errors else 200)


@needs(SILENCE)
@require_POST
def lift(request: Request, uuid: UUID) -> HttpResponse:
    """People are told again."""
    found = get_object_or_404(Silence, uuid=uuid)
    try:
        lift_silence(found, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("alerts")


@needs(ACKNOWLEDGE)
@require_POST
def look_again(request: Request) -> HttpResponse:
    """Count anew and look, now."""
    looked = look_now(by=request.actor, at=request.at)
    told = _("Looked again: %(fired)s new, %(ended)s ended.") % {"fired": looked.fired, "ended": looked.ended}
    messages.success(request, told)
    return redirect("alerts")


def _alert(request: Request, uuid: UUID) -> Alert:
    return get_object_or_404(Alert.objects.seen_by(request.rights, SEE).for_list(), uuid=uuid)
