"""A batch under way: how many are signed, which were refused and why; the PIN again after a crash."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from tinhso.core.files.actions.batches import is_resting, start_batch
from tinhso.core.files.actions.keys import open_key
from tinhso.core.files.forms import PinForm
from tinhso.core.files.models import Batch, Line
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def batch(request: Request, uuid: UUID) -> HttpResponse:
    """One's own batch; any other is none. Posted with the PIN, a resting one goes on. htmx asks how far it has come."""
    one = get_object_or_404(Batch.objects.select_related("key"), uuid=uuid, account=request.actor.account)
    form = PinForm(request.POST or None)
    if form.is_valid() and is_resting(one, at=request.at):
        try:
            opened = open_key(one.key, form.cleaned_data["pin"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            Batch.objects.filter(pk=one.pk).update(beat_at=request.at)
            start_batch(one, opened, by=request.actor)
            return redirect("signing_batch", uuid)
    lines = list(one.lines.order_by("position"))
    values = {
        "batch": one,
        "lines": lines,
        "done": sum(line.state == Line.DONE for line in lines),
        "failed": [line for line in lines if line.state == Line.FAILED],
        "left": sum(line.state == Line.WAITING for line in lines),
        "resting": is_resting(one, at=request.at),
        "form": form,
    }
    if request.headers.get("HX-Request") != "true":
        return page(request, "files/signing/batch.html", values, status=400 if form.errors else 200)
    part = page(request, "files/signing/progress.html", values)
    if not values["left"] or values["resting"]:
        part["HX-Refresh"] = "true"
    return part
