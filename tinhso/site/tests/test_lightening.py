"""Pages leave compressed for whoever can read them so."""

import gzip
import json

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from tinhso.site.lightening import lightened

PAGE = "<p>Xã Co Mạ</p>" * 200


def answered(response, encodings: str):
    return lightened(lambda _request: response)(RequestFactory().get("/", headers={"Accept-Encoding": encodings}))


@pytest.mark.parametrize(("asked", "read"), [("gzip, deflate, br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_page_is_the_same_and_a_tenth_as_long(asked, read):
    answer = answered(HttpResponse(PAGE), asked)
    assert read(answer.content).decode().startswith(PAGE + "<!--")
    assert len(answer.content) < len(PAGE.encode()) / 10
    assert answer["Vary"] == "Accept-Encoding"


def test_its_length_does_not_tell_its_content():
    assert len({len(answered(HttpResponse(PAGE), "br").content) for _ in range(40)}) > 5


def test_what_is_small_compressed_streamed_or_a_file_stays_as_it_is():
    kept = [
        HttpResponse("short"),
        HttpResponse(PAGE, headers={"Content-Encoding": "br"}),
        HttpResponse(PAGE, content_type="image/png"),
    ]
    assert [answered(one, "br").content for one in kept] == [one.content for one in kept]
    streamed = answered(StreamingHttpResponse(iter([PAGE.encode()])), "br")
    assert b"".join(streamed) == PAGE.encode()
    assert answered(HttpResponse(PAGE), "identity").content.decode() == PAGE


def test_a_machine_gets_its_json_exactly():
    answer = answered(HttpResponse(json.dumps([PAGE]), content_type="application/json"), "br")
    assert json.loads(brotli.decompress(answer.content)) == [PAGE]


@pytest.mark.django_db
def test_the_house_does_so():
    assert Client().get("/kit/", headers={"Accept-Encoding": "br"})["Content-Encoding"] == "br"
