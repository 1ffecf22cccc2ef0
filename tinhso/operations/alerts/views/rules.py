"""Rules: the list, one with its versions, writing a draft, trying it on past facts, publishing, stopping."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.places.models import Place
from tinhso.kit.charts import BarChart, bar_chart
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.operations.alerts.actions.rules import draft_rule, enter_rule, publish_rule, retire_rule
from tinhso.operations.alerts.apps import KEEP, SEE
from tinhso.operations.alerts.forms.rules import DraftForm, NewRuleForm, RetireForm
from tinhso.operations.alerts.models import Alert, Rule, RuleVersion, Status
from tinhso.operations.alerts.models.seeing import voice_of
from tinhso.operations.alerts.models.trying import Trial, try_rule
from tinhso.warehouse.definitions import known

BARS = 12


class VersionSaid:
    """A version as pages tell it."""

    def __init__(self, version: RuleVersion) -> None:
        voice = voice_of(version)
        self.version, self.says, self.waits = version, voice.says, voice.waits
        self.known = version.told.indicator in known()
        self.level, self.urgent = version.told.level, version.told.urgent
        self.is_draft, self.holds = version.status == Status.DRAFT, version.status == Status.PUBLISHED


@needs(SEE)
@require_safe
def rules(request: Request) -> HttpResponse:
    """Every rule with what it says now. There are some dozens at most."""
    listed = list(Rule.objects.listed()[:200])
    holds = {
        row.rule_id: VersionSaid(row)
        for row in RuleVersion.objects.filter(rule__in=listed, status=Status.PUBLISHED).select_related("rule")
    }
    drafts = set(RuleVersion.objects.drafts().filter(rule__in=listed).values_list("rule", flat=True))
    lines = [(one, holds.get(one.pk), one.pk in drafts) for one in listed]
    return page(request, "alerts/rules.html", {"lines": lines, "may_keep": request.rights.may(KEEP)})


@needs(SEE)
@require_safe
def rule(request: Request, code: str) -> HttpResponse:
    """One rule: what it says, its draft, what it said before, what it raises now."""
    found = _rule(code)
    versions = [VersionSaid(one) for one in found.versions.order_by("-number")[:20]]
    keeps = request.rights.may(KEEP, place=found.place_id) and found.retired_at is None
    values = {
        "rule": found, "versions": versions, "draft": next((one for one in versions if one.is_draft), None),
        "holds": next((one for one in versions if one.holds), None), "may_keep": keeps, "form": RetireForm(),
        "firing": Alert.objects.firing().seen_by(request.rights, SEE).filter(rule=found).count(),
    }  # fmt: skip
    return page(request, "alerts/rule.html", values)


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def new_rule(request: Request) -> HttpResponse:
    """A name first; what it says is written on the next page."""
    form = NewRuleForm(request.POST or None)
    if form.is_valid():
        code, title = form.cleaned_data["code"], form.cleaned_data["title"]
        try:
            enter_rule(code, {"vi": title}, Place.objects.home(), by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("draft_rule", code)
    return page(request, "alerts/new_rule.html", {"form": form}, status=400 if form.errors else 200)


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def draft(request: Request, code: str) -> HttpResponse:
    """Write the draft, beginning from what the rule says now."""
    found = _rule(code)
    form = DraftForm(request.POST or None, rule=found, last=found.versions.order_by("-number").first())
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            draft_rule(found, form.told, reason=reason, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("try_rule", code)
    return page(request, "alerts/draft.html", {"rule": found, "form": form}, status=400 if form.errors else 200)


@needs(KEEP)
@require_safe
def try_draft(request: Request, code: str) -> HttpResponse:
    """How often the draft (else what holds) would have fired on the last days that are over. Nothing is written."""
    found = _rule(code)
    version = found.versions.exclude(status=Status.RETIRED).order_by("-number").first()
    if version is None or version.told.indicator not in known():
        return redirect("alert_rule", code)
    trial, unread = try_rule(version.told, found.place, today=timezone.localdate(request.at))
    values = {
        "rule": found, "said": VersionSaid(version), "trial": trial, "unread": unread, "finding": _found(trial),
        "chart": _bars(trial), "younger": [one for one in trial.fired_at if one.since],
        "may_publish": version.status == Status.DRAFT and request.rights.may(KEEP, place=found.place_id),
    }  # fmt: skip
    return page(request, "alerts/try.html", values)


def _found(trial: Trial) -> str:
    if not trial.firings:
        return _("It would not have fired once.")
    told = {"n": trial.firings, "places": len(trial.fired_at), "of": trial.places}
    return (
        ngettext(
            "It would have fired %(n)s time, at %(places)s of %(of)s places.",
            "It would have fired %(n)s times, at %(places)s of %(of)s places.",
            trial.firings,
        )
        % told
    )


def _bars(trial: Trial) -> BarChart | None:
    rows = [(one.place.full_name, float(one.tried.burning)) for one in trial.fired_at[:BARS]]
    finding = _("Days on which it would have stood, by place")
    return bar_chart(finding, rows, head=(_("Place"), _("Days")), places=0, width=560) if rows else None


@needs(KEEP)
@require_POST
def publish(request: Request, code: str) -> HttpResponse:
    """The draft holds from now on."""
    try:
        publish_rule(_rule(code), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("alert_rule", code)


@needs(KEEP)
@require_POST
def retire(request: Request, code: str) -> HttpResponse:
    """It looks no more."""
    try:
        retire_rule(_rule(code), reason=request.POST.get("reason", "")[:300], by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("alert_rule", code)


def _rule(code: str) -> Rule:
    return get_object_or_404(Rule.objects.select_related("place"), code=code)
