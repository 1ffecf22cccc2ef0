"""A door that files a dossier as every action does: its row, its log entry and its answer in one transaction."""

import time

from django import forms
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from tinhso.core.files.events import FileForgotten
from tinhso.core.files.models import File
from tinhso.core.outbox.views.taking import TakenIn, by_outbox, with_reasons
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.page_parts import who
from tinhso.site import urls


@csrf_exempt
@open_to_all
def dossier(request: Request) -> HttpResponse:
    """File a dossier, slowly when asked to; or tell how many there are of a name."""
    if request.method != "POST":
        named = File.objects.filter(name=request.GET["name"]) if "name" in request.GET else File.objects.all()
        return JsonResponse({"count": named.count()})
    with transaction.atomic():
        filed = File.objects.create(name=request.POST["name"], kept_at=request.at, forgotten_at=request.at)
        time.sleep(float(request.POST.get("slow", "0")))
        record(FileForgotten(kind=Code("pdf")), about=filed, by=request.actor, at=request.at)
    return JsonResponse({"receipt": filed.name, "number": filed.pk}, status=201)


FORM = """<!doctype html><html lang="vi" data-who="{}" data-worker="/worker.js"><title>Word</title>
<script type="module" src="/static/kit/phone.js"></script>
<form method="post" enctype="multipart/form-data" data-outbox="Word">
<input type="hidden" name="csrfmiddlewaretoken" value="{}">
<div class="field" data-needed><label for="id_word">Word</label><input name="word" id="id_word" data-title></div>
<input type="file" name="photo" id="id_photo" multiple>
<div data-outbox-words data-open="Still open." hidden><div data-when="sending" tabindex="-1" hidden></div>
<div data-when="kept" tabindex="-1" hidden></div>
<div data-when="person" tabindex="-1" hidden></div><div data-when="server" tabindex="-1" hidden></div>
<div data-when="full" tabindex="-1" hidden></div>
<div data-when="refused" tabindex="-1" hidden><ul></ul></div></div><button>Send</button></form>"""


class WordForm(forms.Form):
    word = forms.CharField(max_length=40)


@open_to_all
@by_outbox
def word(request: Request) -> HttpResponse:
    """A form that can be filled without signal."""
    form = WordForm(request.POST or None)
    if form.is_valid():
        filed = File.objects.create(name=form.cleaned_data["word"], kept_at=request.at, forgotten_at=request.at)
        record(FileForgotten(kind=Code("pdf")), about=filed, by=request.actor, at=request.at)
        return TakenIn("/dossier/", ref=f"W.{filed.pk}")
    return with_reasons(
        HttpResponse(FORM.format(who(request), get_token(request)), status=400 if form.errors else 200), form
    )


@csrf_exempt
@open_to_all
def stumble(request: Request) -> HttpResponse:
    """Raise an exception whose words and variables name a person."""
    name, number = request.POST["name"], request.POST["number"]
    raise ValueError(f"{name} {number}")


urlpatterns = [path("dossier/", dossier), path("word/", word), path("stumble/", stumble), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
