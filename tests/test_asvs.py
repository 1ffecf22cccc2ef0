"""What the ASVS asks of all code, all settings and every answer, where no single system is the place to ask it."""

import ast
import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client
from django.utils.html import escape

from tests.crawling import Links, walk
from tinhso.core.accounts.domain.passwords import weakness
from tinhso.core.people.domain.card import read_card
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.domain.sealing import seal, unseal
from tinhso.core.people.models import Person
from tinhso.core.search.domain import words_of
from tinhso.kit.folding import fold, slug
from tinhso.kit.forms import plain_number
from tinhso.kit.refusals import Refusal

ROOT = Path(__file__).resolve().parent.parent
CODE = [path for path in (ROOT / "tinhso").rglob("*.py") if "tests" not in path.parts]
HARMFUL = '"><img src=x onerror=alert(1)>'
ASKS_DATABASE = {"execute", "executemany", "raw", "extra", "RawSQL"}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the product, with the file it stands in."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def imported() -> Iterator[tuple[str, str]]:
    """Every module that the product imports."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from ((str(path), alias.name) for alias in node.names)
            if isinstance(node, ast.ImportFrom) and node.module:
                yield from ((str(path), f"{node.module}.{alias.name}") for alias in node.names)


def is_our_own(part: ast.expr) -> bool:
    """Whether a piece set into a query can only be ours: a constant, a whole number, a name of the schema."""
    if isinstance(part, ast.FormattedValue):
        whole_number = isinstance(part.format_spec, ast.JoinedStr) and ast.unparse(part.format_spec) == "f'd'"
        return whole_number or is_our_own(part.value)
    said = ast.unparse(part)
    return bool(re.fullmatch(r"[A-Z_]+|trigger|on|verb|quoted|table|columns?", said)) or isinstance(part, ast.Constant)


@pytest.mark.asvs("1.2.4")
def test_no_query_is_built_from_what_people_type():
    built = []
    for where, call in calls():
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name not in ASKS_DATABASE or not call.args or "migrations" in where or "verifier" in where:
            continue
        asked = call.args[0]
        if isinstance(asked, ast.JoinedStr) and not all(map(is_our_own, asked.values)):
            built.append(where)
        if isinstance(asked, ast.BinOp) or (isinstance(asked, ast.Call) and "format" in ast.unparse(asked.func)):
            built.append(where)
    assert built == []


@pytest.mark.asvs("1.2.4")
@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["' OR 1=1--", "'; DROP TABLE people_person;--", '" OR ""="', "1) OR (1=1"])
def test_a_query_in_a_question_finds_nothing_more(world, typed):
    client = world.client("hac")
    for address in ("/search/", "/people/", "/places/"):
        answer = client.post(address, {"words": typed}) if address == "/people/" else client.get(address, {"q": typed})
        assert answer.status_code in (200, 400)
    assert "Giàng Thị Mỷ" not in client.post("/people/", {"words": typed}).content.decode()
    assert Person.objects.exists()


@pytest.mark.asvs("1.2.5", "1.3.2", "1.5.2")
def test_nothing_is_evaluated_and_no_shell_is_asked():
    refused = {"eval", "exec", "os.system", "os.popen", "subprocess.getoutput", "yaml.load"}
    found = [
        where
        for where, call in calls()
        if ast.unparse(call.func) in refused
        or ast.unparse(call.func).endswith(".from_string")
        or any(one.arg == "shell" and ast.unparse(one.value) == "True" for one in call.keywords)
    ]
    assert found == []
    unsafe = {"pickle", "marshal", "shelve", "dill", "xml.etree.ElementTree", "xml.dom.minidom", "xml.sax"}
    unsafe |= {"jinja2.Template", "django.template.Template"}
    assert [
        (path, name) for path, name in imported() if any(name.split(".as ")[0].startswith(one) for one in unsafe)
    ] == []
    assert settings.SESSION_ENGINE.startswith("tinhso.")


@pytest.mark.asvs("1.3.2")
@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["{{ 7*7 }}", "{% if 1 %}x{% endif %}", "${7*7}", "%(q)s", "{0.__class__}"])
def test_a_template_that_someone_types_stays_text(world, typed):
    shown = re.findall(r'<input[^>]*name="q"[^>]*>', world.client("").get("/search/", {"q": typed}).content.decode())
    assert shown
    assert all(f'value="{escape(typed)}"' in one for one in shown)


@pytest.mark.asvs("1.2.1")
@pytest.mark.django_db
def test_markup_in_a_name_is_shown_and_never_acts(world):
    my = world.person("my")
    Person.objects.filter(pk=my.pk).update(full_name=HARMFUL, given=HARMFUL)
    shown = 0
    for name in ("my", "thoa", "hac"):
        for page in walk(world.client(name), "/home/", "/people/", "/me/"):
            if page.is_page:
                assert "<img src=x" not in page.text, page.path
                assert not Links(page.text).inline, page.path
                shown += "&lt;img src=x" in page.text
    assert shown > 2
    answer = world.client("").get("/search/", {"q": HARMFUL}).content.decode()
    assert "<img src=x" not in answer
    assert "onerror" in answer


LONG = ["a" * 50_000, "a " * 25_000, "0" * 50_000, "a|" * 25_000, "1.234." * 8_000, "-" * 50_000, "Ă" * 50_000 + "!"]


@pytest.mark.asvs("1.2.9")
@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_no_reader_runs_away_with_a_long_text(text):
    readers = (Name.read, IdentityNumber.read, read_card, read_phone, fold, slug, words_of, plain_number)
    for reader in readers:
        begun = time.process_time()
        with contextlib.suppress(Refusal):
            reader(text)
        assert time.process_time() - begun < 1, reader


@pytest.fixture(scope="module")
def served_over_https(tmp_path_factory):
    """What is answered over HTTPS, asked in a process of its own: settings are read once."""
    ask = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0, skip_checks=True)
client = Client(raise_request_exception=False, headers={"host": "tinhso.example"})
told = {"answers": [], "cookies": {}}
for path in ("/sign-in/", "/nowhere/", "/healthz", "/api/openapi.json", "/.git/config", "/static/nowhere.css"):
    answer = client.get(path, secure=True)
    told["answers"].append([path, answer.status_code, dict(answer.headers)])
told["cookies"] = {name: [one[key] for key in ("secure", "httponly", "samesite", "path", "domain")]
                   for name, one in client.cookies.items()}
print(json.dumps(told))
"""
    var = tmp_path_factory.mktemp("https")
    var.chmod(0o700)
    given = {"MODE": "test", "HTTPS": "1", "VAR": str(var), "ALLOWED_HOSTS": "tinhso.example", "PYTHONPATH": str(ROOT)}
    given |= {"DJANGO_SETTINGS_MODULE": "tinhso.site.settings", "LOG_LEVEL": "ERROR"}
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HTTPS")}
    done = subprocess.run(
        [sys.executable, "-c", ask], env=environment | given, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.asvs("3.3.1")
def test_cookies_are_bound_to_this_host_and_to_https(served_over_https):
    cookies = served_over_https["cookies"]
    assert cookies, [(path, status) for path, status, _ in served_over_https["answers"]]
    for name, (secure, httponly, samesite, path, domain) in cookies.items():
        assert name.startswith("__Host-"), name
        assert (secure, httponly, path, domain) == (True, True, "/", ""), name
        assert samesite in ("Lax", "Strict"), name


@pytest.mark.asvs("3.4.1")
def test_every_answer_asks_browsers_to_stay_with_https(served_over_https):
    for path, status, headers in served_over_https["answers"]:
        assert status in (200, 302, 403, 404), path
        told = headers["Strict-Transport-Security"]
        assert int(re.search(r"max-age=(\d+)", told)[1]) >= 365 * 24 * 3600, path
        assert "includeSubDomains" in told, path


@pytest.mark.asvs("13.4.1")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.env",
        "/manage.py",
        "/tinhso/site/settings.py",
        "/static/../manage.py",
        "/var/",
        "/static/",
        "/files/",
    ],
)
def test_nothing_of_the_repository_is_served(path):
    assert Client().get(path).status_code in (302, 403, 404, 405)


@pytest.mark.asvs("6.2.4")
@pytest.mark.parametrize("password", ["password1234", "qwerty123456", "123456789012", "111111111111", "matkhau12345"])
def test_common_passwords_are_refused(password):
    assert weakness(password, username="hac") is not None


@pytest.mark.asvs("11.4.2")
def test_passwords_are_hashed_with_argon2id():
    hashed = make_password("bon con trau an co")
    assert hashed.split("$")[1] == "argon2id"
    assert identify_hasher(hashed).algorithm.startswith("argon2")


@pytest.mark.asvs("11.3.1")
def test_only_modern_ciphers_are_used_and_a_changed_bit_is_an_error():
    ciphers = {name.rpartition(".")[2] for _, name in imported() if ".ciphers." in name}
    assert ciphers == {"AESGCM", "ChaCha20Poly1305"}, "each tells when a bit was changed"
    key, row = bytes(32), b"1"
    sealed = seal("014198000001", key=key, bound_to=row)
    assert unseal(sealed, key=key, bound_to=row) == "014198000001"
    with pytest.raises(InvalidTag):
        unseal(bytes([*sealed[:-1], sealed[-1] ^ 1]), key=key, bound_to=row)


@pytest.mark.asvs("15.3.7")
@pytest.mark.django_db
def test_a_parameter_that_comes_twice_means_its_last_value(world):
    twice = world.client("").get("/search/?q=zzzz&q=Co+Mạ").content.decode()
    once = world.client("").get("/search/?q=Co+Mạ").content.decode()
    assert 'value="Co Mạ"' in twice
    assert 'value="zzzz"' not in twice
    assert twice.count("/places/") == once.count("/places/")
