"""A guest says what they think of a place."""

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.economy.destinations.actions.reviews import give_review
from tinhso.economy.destinations.forms.visiting import ReviewForm
from tinhso.economy.destinations.models import SHOWN
from tinhso.economy.destinations.views.places import shown_or_404, told_of
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

DEVICE, YEAR = "guest", 31_536_000


@open_to_all
@require_POST
def review(request: Request, code: str) -> HttpResponse:
    """A face and perhaps words. A device without an account gets a random number in a cookie: it counts once."""
    one, form = shown_or_404(code), ReviewForm(request.POST)
    person = request.actor.person if request.rights.signed_in else None
    device = request.COOKIES.get(DEVICE, "")[:64] or secrets.token_urlsafe(18)
    if form.is_valid():
        told = form.cleaned_data
        try:
            given = give_review(
                one, face=told["face"], words=told["words"], person=person, device=device,
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            tell(form, refusal)
        else:
            shown = given.state == SHOWN
            messages.success(request, _("Thank you.") if shown else _("Thank you. Somebody looks at it first."))
            answer = redirect("destination", one.code)
            if person is None:
                answer.set_cookie(
                    DEVICE, device, max_age=YEAR, httponly=True, secure=request.is_secure(), samesite="Lax"
                )
            return answer
    return page(request, "destinations/public/place.html", told_of(request, one) | {"form": form}, status=400)
