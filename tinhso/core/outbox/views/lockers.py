"""Phones on which members keep work: opening a locker, taking a phone out of use, hearing that it is empty."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.core.outbox.actions.bringing import decide_held, held_days
from tinhso.core.outbox.actions.lockers import NotTheLocker, note_wiped, open_locker, revoke_locker
from tinhso.core.outbox.models import Held, HeldQuerySet, Locker
from tinhso.kit.doors import Request, open_to_all, signed_in
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@signed_in
@require_safe
def phones(request: Request) -> HttpResponse:
    """One's own phones, and those of members whom one may help; what waits for a decision."""
    lockers = Locker.objects.within(request.rights).select_related("account__person").order_by("-opened_at", "-id")
    values = {"lockers": lockers[:100], "held": _held(request), "days": timedelta(days=held_days())}
    return page(request, "outbox/phones.html", values)


@signed_in
@require_POST
def open_one(request: Request) -> HttpResponse:
    """The phone made a locker for its member, and tells its name and its public key."""
    try:
        told = request.POST
        open_locker(
            UUID(told["uuid"]),
            device=UUID(told["device"]),
            phone=told.get("phone", ""),
            public_key=bytes.fromhex(told["key"]),
            by=request.actor,
            at=request.at,
        )
    except (KeyError, ValueError):
        return JsonResponse({"said": _("The phone sent no key that we can read. Load the page again.")}, status=400)
    except Refusal as refusal:
        return JsonResponse({"said": str(refusal.told)}, status=409)
    return JsonResponse({"state": "open"})


@signed_in
@require_POST
def revoke(request: Request, uuid: UUID) -> HttpResponse:
    """Take a phone out of use. One of somebody beyond reach is none."""
    locker = get_object_or_404(Locker.objects.within(request.rights), uuid=uuid)
    revoke_locker(locker, by=request.actor, at=request.at)
    messages.success(request, _("Out of use. The phone empties itself when it next has a signal."))
    return redirect("field_phones")


@open_to_all
@require_POST
def wiped(request: Request) -> HttpResponse:
    """A phone says that it emptied a revoked locker; the locker itself has signed it."""
    try:
        signature = bytes.fromhex(request.POST.get("signature", ""))
        note_wiped(UUID(request.POST.get("uuid", "")), signature, by=request.actor, at=request.at)
    except (ValueError, NotTheLocker):
        return JsonResponse({"state": "broken"}, status=400)
    return JsonResponse({"state": "noted"})


@signed_in
@require_POST
def decide(request: Request, uuid: UUID) -> HttpResponse:
    """Take in what a phone out of use still had, or throw it away."""
    held = get_object_or_404(_held(request), uuid=uuid)
    taken = request.POST.get("taken") == "yes"
    try:
        done = decide_held(held, taken=taken, sender=request.META["REMOTE_ADDR"], by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("field_phones")
    if taken:
        return page(request, "outbox/brought.html", {"brought": done})
    messages.success(request, _("Thrown away."))
    return redirect("field_phones")


def _held(request: Request) -> HeldQuerySet:
    """What waits, for who may take phones out of use: nobody decides over their own."""
    if not request.rights.may("revoke_phones"):
        return Held.objects.all().none()
    waiting = Held.objects.waiting(request.rights)
    return waiting.exclude(locker__account=request.actor.account)
