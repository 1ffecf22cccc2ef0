"""The member's page about phones with ODK Collect, and the engineer's."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.views.slips import qr
from tinhso.core.openrosa.actions.handsets import MAY, admit_handset, revoke_handset
from tinhso.core.openrosa.actions.offering import offered
from tinhso.core.openrosa.actions.receiving import said_in, settle
from tinhso.core.openrosa.actions.settling import kept_days, put_away
from tinhso.core.openrosa.domain.protocol import settings_code
from tinhso.core.openrosa.forms import HandsetForm
from tinhso.core.openrosa.models import Handset, Submission, SubmissionQuerySet
from tinhso.core.outbox.actions.replaying import Stumbled
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_day_time

LATELY = 30
WATCH = "watch_handsets"
STATES = {
    "waiting": gettext_lazy("Waits for its files"),
    "accepted": gettext_lazy("Accepted"),
    "refused": gettext_lazy("Returned"),
    "away": gettext_lazy("Put away"),
}


@needs(MAY)
@require_safe
def handsets(request: Request) -> HttpResponse:
    """One's own phones, what came from them, what waits for a decision."""
    mine = Submission.objects.of_account(request.actor.account)
    values = {
        "handsets": Handset.objects.in_force(request.at).of_account(request.actor.account),
        "refused": _titled(mine.refused()[:LATELY]),
        "others": _titled(mine.exclude(state=Submission.State.REFUSED)[:LATELY]),
    }
    return page(request, "openrosa/handsets.html", values)


@needs(MAY)
@require_http_methods(["GET", "POST"])
def admit(request: Request) -> HttpResponse:
    """Let a phone in; its QR code is shown on this page once."""
    form = HandsetForm(request.POST or None)
    values: dict[str, object] = {"form": form, "made": None}
    if form.is_valid():
        try:
            made, password = admit_handset(form.cleaned_data["title"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            server = request.build_absolute_uri(url("openrosa_forms")).removesuffix("/formList")
            code = qr(settings_code(server, made.username, password))
            values = {"made": made, "password": password, "server": server, "qr": code}
    return page(request, "openrosa/admit.html", values, status=400 if form.errors else 200)


@signed_in
@require_POST
def revoke(request: Request, uuid: UUID) -> HttpResponse:
    """Take a phone's password back."""
    rows = Handset.objects.all() if request.rights.may(WATCH) else Handset.objects.of_account(request.actor.account)
    revoke_handset(get_object_or_404(rows, uuid=uuid), by=request.actor, at=request.at)
    messages.success(request, _("This phone can no longer send or fetch."))
    return redirect(_back(request))


@needs(MAY)
@require_safe
def one_submission(request: Request, uuid: UUID) -> HttpResponse:
    """What a phone of one's own sent, in the words of the form, and why it was not taken in."""
    one = get_object_or_404(Submission.objects.of_account(request.actor.account), uuid=uuid)
    values = {
        "one": one,
        "title": _titled([one])[0][0],
        "said": said_in(one, at=request.at),
        "files": one.attachments.order_by("name").values("name", "size"),
        "form_url": url(offered()[one.form].url) if one.form in offered() else "",
        "days": kept_days(),
    }
    return page(request, "openrosa/submission.html", values)


@signed_in
@require_POST
def try_again(request: Request, uuid: UUID) -> HttpResponse:
    """Let the form's door judge it once more: what was in the way may be gone."""
    one = get_object_or_404(_reached(request).open(), uuid=uuid)
    try:
        done = settle(one, address=request.META.get("REMOTE_ADDR", ""), at=request.at)
    except Stumbled:
        messages.error(request, _("Our machine did not answer. Send it again later; nothing is lost."))
    else:
        if done.state == Submission.State.ACCEPTED:
            messages.success(request, _("Accepted. Code: %(code)s") % {"code": done.ref})
        else:
            messages.error(request, _("Still not taken in. Read why."))
    return redirect(_back(request))


@signed_in
@require_POST
def away(request: Request, uuid: UUID) -> HttpResponse:
    """Nothing more is to be done with it."""
    put_away(get_object_or_404(_reached(request).open(), uuid=uuid), by=request.actor, at=request.at)
    messages.success(request, _("Put away. The phone hears so when it next sends."))
    return redirect(_back(request))


@needs(WATCH)
@require_safe
def all_handsets(request: Request) -> HttpResponse:
    """For the engineer: how much came, what was refused and why. Nobody's answers."""
    after = request.GET.get("after", "")
    rows = Submission.objects.refused().select_related("handset").order_by("-id")
    found = list((rows.filter(pk__lt=int(after)) if after.isdecimal() and len(after) < 19 else rows)[: LATELY + 1])
    values = {
        "phones": Handset.objects.in_force(request.at).count(),
        "counted": [
            [_title(one.form), STATES[one.state], say_day_time(one.last), one.number]
            for one in Submission.objects.lately(request.at).counted()
        ],
        "refused": _titled(found[:LATELY]),
        "next": f"?after={found[LATELY - 1].pk}" if len(found) > LATELY else "",
    }
    return page(request, "openrosa/all.html", values)


@home_card("field", MAY)
def refused_here(request: Request) -> Card | None:
    """What came from ODK Collect and was not taken in."""
    count = Submission.objects.of_account(request.actor.account).refused().count()
    if not count:
        return None
    text = ngettext("%(num)s form was not taken in.", "%(num)s forms were not taken in.", count) % {"num": count}
    return Card(title=_("ODK Collect"), text=text, url=url("handsets"), icon="device-mobile-camera", tone="turn",
                count=count)  # fmt: skip


def _reached(request: Request) -> SubmissionQuerySet:
    """One's own, and for an engineer all of them."""
    rows = Submission.objects.select_related("handset__account", "account")
    return rows if request.rights.may(WATCH) else rows.filter(Q(account=request.actor.account))


def _back(request: Request) -> str:
    return "handsets" if request.rights.may(MAY) else "all_handsets"


def _titled(rows: Iterable[Submission]) -> list[tuple[str, Submission]]:
    """Each with the title of its form; what could not be read has none."""
    return [(_title(one.form), one) for one in rows]


def _title(form: str) -> str:
    return str(offered()[form].title) if form in offered() else _("Not readable")
