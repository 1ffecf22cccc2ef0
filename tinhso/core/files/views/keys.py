"""Keys: one's own with its PIN, and those of the house for the engineer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.files.actions.keys import change_pin, retire_key, unlock_key
from tinhso.core.files.domain.signing.keys import names_in
from tinhso.core.files.forms import ChangePinForm
from tinhso.core.files.models import Batch, Holder, SigningKey
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

A_PAGE = 200


@signed_in
@require_http_methods(["GET", "POST"])
def my_key(request: Request) -> HttpResponse:
    """My signature: until when it is good, another PIN, my batches."""
    own = SigningKey.objects.none()
    if request.actor.person:
        own = SigningKey.objects.of(Holder.PERSON, request.actor.person).filter(retired_at=None)
    key = own.first()
    form = ChangePinForm(request.POST or None)
    if key and form.is_valid():
        try:
            change_pin(key, **form.cleaned_data, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The new PIN holds from now on."))
            return redirect("my_signing_key")
    values = {
        "key": key,
        "name": names_in(key.certificate.encode())[0] if key and key.certificate else "",
        "form": form,
        "batches": Batch.objects.filter(account=request.actor.account or 0).order_by("-made_at")[:20],
    }
    return page(request, "files/signing/mine.html", values, status=400 if form.errors else 200)


@needs("keep_signing_keys")
@require_safe
def signing_keys(request: Request) -> HttpResponse:
    """Every key of the house: whose, until when, locked or not."""
    keys = SigningKey.objects.filter(retired_at=None).order_by("ends_at")[:A_PAGE]
    rows = [(key, names_in(key.certificate.encode()) if key.certificate else ("", "")) for key in keys]
    return page(request, "files/signing/keys.html", {"rows": rows})


@needs("keep_signing_keys")
@require_POST
def unlock_signing_key(request: Request, uuid: UUID) -> HttpResponse:
    """Let a locked key be tried again, after its owner was asked."""
    unlock_key(get_object_or_404(SigningKey, uuid=uuid), by=request.actor, at=request.at)
    messages.success(request, _("Unlocked. The PIN is what it was."))
    return redirect("signing_keys")


@needs("keep_signing_keys")
@require_POST
def retire_signing_key(request: Request, uuid: UUID) -> HttpResponse:
    """Take a key out of use."""
    retire_key(get_object_or_404(SigningKey, uuid=uuid), by=request.actor, at=request.at)
    messages.success(request, _("This key signs no more."))
    return redirect("signing_keys")
