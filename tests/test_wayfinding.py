"""An address leads to the same door, whether all doors are tried or only those of its first word."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern

from tests.test_doors import patterns
from tinhso.site.urls import urlpatterns
from tinhso.site.wayfinding import ByFirstWord


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def tried_one_by_one(resolver: URLResolver) -> URLResolver:
    def plain(doors: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
        return [door if isinstance(door, URLPattern) else again(door) for door in doors]

    def again(door: URLResolver) -> URLResolver:
        return URLResolver(door.pattern, plain(door.url_patterns), door.default_kwargs, door.app_name, door.namespace)

    return URLResolver(RegexPattern(r"^/"), plain(resolver.url_patterns))


def test_every_address_leads_to_the_same_door():
    slowly = tried_one_by_one(get_resolver())
    for address, _door in patterns(get_resolver()):
        found, expected = get_resolver().resolve(f"/{address}"), slowly.resolve(f"/{address}")
        assert (found.func, found.args, found.kwargs) == (expected.func, expected.args, expected.kwargs)
        assert (found.route, found.view_name) == (expected.route, expected.view_name)


def test_an_address_of_no_door_leads_nowhere():
    for address in ("nowhere/", "cases/nowhere/", "cases", "", "/"):
        with pytest.raises(Resolver404):
            ByFirstWord([path("cases/", answer)]).resolve(address)


def test_an_address_begins_with_a_word():
    with pytest.raises(ImproperlyConfigured):
        ByFirstWord([path("<slug:anything>/", answer)]).resolve("cases/")


def test_the_house_has_one_way_in():
    assert [type(one) for one in urlpatterns] == [ByFirstWord]
