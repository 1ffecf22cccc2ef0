"""A phone's outbox as a file: brought by a person to any computer, or handed over by a phone locked or revoked."""

from dataclasses import asdict

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.core.outbox.actions.bringing import bring_outbox
from tinhso.core.outbox.forms import BringForm
from tinhso.kit.doors import Request, open_to_all, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def bring(request: Request) -> HttpResponse:
    """Take in the file of a phone, whoever's it is; say of each thing what became of it."""
    form = BringForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            done = bring_outbox(content, sender=request.META["REMOTE_ADDR"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return page(request, "outbox/brought.html", {"brought": done})
    return page(request, "outbox/bring.html", {"form": form}, status=400 if form.errors else 200)


@open_to_all
@require_POST
def hand_over(request: Request) -> HttpResponse:
    """The same from a phone whose member forgot the PIN, or that was taken out of use: only what it signed."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return JsonResponse({"state": "broken"}, status=400)
    try:
        done = bring_outbox(
            file.read(), sender=request.META["REMOTE_ADDR"], by=request.actor, at=request.at, signed=True
        )
    except Refusal as refusal:
        return JsonResponse({"state": "refused", "said": str(refusal.told)}, status=400)
    if done.held:
        return JsonResponse({"state": "held"})
    return JsonResponse({"state": "taken", "items": [asdict(one) for one in done.outcomes]})
