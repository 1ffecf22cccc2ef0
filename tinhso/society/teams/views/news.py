"""News to the teams."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.society.teams.actions.news import tell_teams
from tinhso.society.teams.forms.teams import NewsForm
from tinhso.society.teams.models import News
from tinhso.society.teams.views.lists import place_of_post
from tinhso.society.teams.views.whose import KEEP

SHOWN = 30


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def team_news(request: Request) -> HttpResponse:
    """Tell all members of the commune's teams, or of the province's, something."""
    place, form = place_of_post(request), NewsForm(request.POST or None)
    if form.is_valid():
        tell_teams(place, **form.cleaned_data, by=request.actor, at=request.at)
        messages.success(request, _("Told. Members read it among their messages."))
        return redirect("team_news")
    values = {"place": place, "form": form, "rows": News.objects.filter(place=place).order_by("-pk")[:SHOWN]}
    return page(request, "teams/desk/news.html", values, status=400 if form.errors else 200)
