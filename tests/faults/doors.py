"""A door that files a dossier as every action does: its row, its log entry and its answer in one transaction."""

import time

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from tinhso.core.files.events import FileForgotten
from tinhso.core.files.models import File
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.doors import Request, open_to_all
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


@csrf_exempt
@open_to_all
def stumble(request: Request) -> HttpResponse:
    """Raise an exception whose words and variables name a person."""
    name, number = request.POST["name"], request.POST["number"]
    raise ValueError(f"{name} {number}")


urlpatterns = [path("dossier/", dossier), path("stumble/", stumble), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
