"""The log's pages: its seals for everyone, its state for the engineer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.events.clock import last_due, next_due
from tinhso.events.deliveries import NotParked, dismiss_delivery, retry_delivery
from tinhso.events.forms import ReasonForm
from tinhso.events.health import BEAT_WITHIN, health
from tinhso.events.jobs import jobs
from tinhso.events.models import Checkpoint, Delivery, Entry, Epoch, Run, Worker
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

PAGE = 50
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job on the engineer's page: when it is due next, and how its last run went."""

    name: str
    next_due: datetime
    last: Run | None


@require_GET
@open_to_all
def seals(request: Request) -> HttpResponse:
    """All checkpoints, newest first: anyone may save them and compare."""
    before = request.GET.get("before", "")
    shown = Checkpoint.objects.select_related("epoch").order_by("-id")
    if before.isascii() and before.isdigit() and len(before) < 19:
        shown = shown.filter(pk__lt=int(before))
    found = list(shown[: PAGE + 1])
    more = f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    epoch = Epoch.objects.order_by("number").last()
    return page(request, "events/seals.html", {"checkpoints": found[:PAGE], "more": more, "epoch": epoch})


@require_GET
@open_to_all
def seals_feed(request: Request) -> HttpResponse:
    """The last checkpoints as an Atom feed (RFC 4287), for whoever keeps watch by machine."""
    feed = Atom1Feed(
        title=_("Seals of the provincial log"),
        link=request.build_absolute_uri(reverse("seals")),
        description="",
        feed_url=request.build_absolute_uri(),
    )
    for one in Checkpoint.objects.order_by("-id")[:PAGE]:
        address = request.build_absolute_uri(reverse("seal_note_of", args=[one.epoch_id, one.size]))
        feed.add_item(
            title=_("Seal over %(size)s lines") % {"size": one.size},
            link=address,
            description=one.note,
            unique_id=address,
            pubdate=one.signed_at,
            updateddate=one.signed_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_GET
@open_to_all
def seal_note(request: Request, size: int) -> HttpResponseBase:
    """A checkpoint of the present epoch as the signer wrote it."""
    epoch = Epoch.objects.order_by("number").last()
    if epoch is None:
        raise Http404
    return seal_note_of(request, epoch.number, size)


@require_GET
@open_to_all
def seal_note_of(_request: Request, epoch: int, size: int) -> HttpResponse:
    """A checkpoint of an epoch as the signer wrote it."""
    checkpoint = get_object_or_404(Checkpoint, epoch__number=_number(epoch), size=_number(size))
    return HttpResponse(checkpoint.note, content_type="text/plain; charset=utf-8")


@require_GET
@needs("watch_log")
def log(request: Request) -> HttpResponse:
    """The state of the log: what waits, what was sealed and signed, who works, what is parked."""
    midnight = timezone.localtime(request.at).replace(hour=0, minute=0, second=0, microsecond=0)
    epoch = Epoch.objects.order_by("number").last()
    values = {
        "health": health(request.at),
        "today": Entry.objects.filter(at__gte=midnight, at__lt=midnight + timedelta(days=1)).count(),
        "epoch": epoch,
        "checkpoint": Checkpoint.objects.filter(epoch=epoch).order_by("-size").first(),
        "workers": Worker.objects.order_by("started_at"),
        "alive_since": request.at - BEAT_WITHIN,
        "jobs": [_job_line(name, request.at) for name in sorted(jobs())],
        "parked": Delivery.objects.parked()[:PAGE],
        "may_retry": request.rights.may("retry_delivery"),
        "may_dismiss": request.rights.may("dismiss_delivery"),
    }
    return page(request, "events/log.html", values)


@require_POST
@needs("retry_delivery")
def retry(request: Request, pk: int) -> HttpResponse:
    """Let a parked delivery be tried again; one that is no longer parked needs nothing more."""
    delivery = get_object_or_404(Delivery, pk=_number(pk))
    try:
        retry_delivery(delivery, by=request.actor, at=request.at)
    except NotParked as refused:
        return page(request, "events/dismiss.html", _refused(delivery, refused), status=409)
    return redirect("log")


@require_http_methods(["GET", "POST"])
@needs("dismiss_delivery")
def dismiss(request: Request, pk: int) -> HttpResponse:
    """Close a parked delivery undone, with a reason."""
    delivery = get_object_or_404(Delivery, pk=_number(pk))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return page(request, "events/dismiss.html", {"delivery": delivery, "form": form, "told": ""}, status=status)
    try:
        dismiss_delivery(delivery, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
    except Refusal as refused:
        return page(request, "events/dismiss.html", _refused(delivery, refused), status=409)
    return redirect("log")


def _number(given: int) -> int:
    """A number from an address. Raises Http404 for one that no database can hold."""
    if given > _LARGEST:
        raise Http404
    return given


def _refused(delivery: Delivery, refused: Refusal) -> dict[str, object]:
    return {"delivery": delivery, "form": ReasonForm(), "told": refused.told}


def _job_line(name: str, at: datetime) -> JobLine:
    schedule = jobs()[name][1]
    last = Run.objects.filter(job=name).order_by("-due").first()
    waiting = last is None or last.due < last_due(schedule, at)
    return JobLine(name, last_due(schedule, at) if waiting else next_due(schedule, at), last)
