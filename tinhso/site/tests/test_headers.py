"""The headers that are put together once are the ones that Django and django-csp put together for each answer."""

import pytest
from csp.decorators import csp_update
from csp.middleware import CSPMiddleware
from django.contrib.messages import get_messages, success
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.test import Client
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_exempt

from tinhso.kit.doors import open_to_all
from tinhso.site import urls
from tinhso.site.headers import contained, hardened


@open_to_all
def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("plain")


@open_to_all
def own(request: HttpRequest) -> HttpResponse:
    return HttpResponse("own", headers={"X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "no-referrer"})


wider = open_to_all(csp_update({"form-action": ["https://elsewhere.example"]})(plain))
framed = open_to_all(xframe_options_exempt(plain))


@open_to_all
def told(request: HttpRequest) -> HttpResponse:
    if "say" in request.GET:
        success(request, "Kept: " + request.GET["say"])
        return HttpResponse("said")
    return HttpResponse(" | ".join(str(one) for one in get_messages(request)))


urlpatterns = [path("told/", told), *urls.urlpatterns]


def by_django(view, request: HttpRequest) -> HttpResponse:
    for layer in (XFrameOptionsMiddleware, CSPMiddleware, SecurityMiddleware):
        view = layer(view)
    return view(request)


@pytest.mark.asvs("3.4.1")
@pytest.mark.parametrize("view", [plain, own, wider, framed])
@pytest.mark.parametrize("secure", [True, False])
def test_headers_are_those_that_django_gives(rf, settings, view, secure: bool) -> None:
    settings.SECURE_HSTS_SECONDS = 60
    request = rf.get("/", secure=secure)
    given, expected = hardened(contained(view))(request), by_django(view, request)
    for name, value in expected.headers.items():
        assert sorted(given[name].split("; ")) == sorted(value.split("; ")), name
    more = set(given.headers) - set(expected.headers)
    assert more == {"Permissions-Policy", "Cross-Origin-Resource-Policy"}
    assert ("Strict-Transport-Security" in given.headers) is secure


def test_plain_http_is_sent_to_https_where_that_is_asked_for(rf, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = hardened(plain)(rf.get("/people/?a=1"))
    assert answer.status_code == 301
    assert answer["Location"] == "https://testserver/people/?a=1"
    assert hardened(plain)(rf.get("/healthz")).content == b"plain"
    assert hardened(plain)(rf.get("/people/", secure=True)).content == b"plain"


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("words", ["short", "long " * 2_000])
def test_what_someone_is_told_is_told_once(client: Client, words: str) -> None:
    assert client.get("/told/").content == b""
    client.get("/told/", {"say": words})
    client.get("/told/", {"say": "more"})
    both = client.get("/told/").content.decode()
    assert f"Kept: {words}" in both
    assert "Kept: more" in both
    assert client.get("/told/").content == b""


def test_messages_use_the_storage_of_the_house(rf) -> None:
    request = rf.get("/")
    request.session = {}
    MessageMiddleware(plain).process_request(request)
    assert type(request._messages).__name__ == "Notes"
