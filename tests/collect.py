"""ODK Collect in Python: what the published OpenRosa 1.0 interfaces say that a client does, and nothing of ours.

Settings come from the QR code's text; a form is filled from the XForm alone; a submission is asked for with HEAD and
sent as multipart in one post or in several.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

LISTED = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
FORMS = "{http://www.w3.org/2002/xforms}"
TYPES = {"jpg": "image/jpeg", "m4a": "audio/mp4", "ogg": "audio/ogg"}


@dataclass
class Answer:
    """What the server said to a post: whether Collect puts the form among what is sent, and what it shows."""

    status: int
    message: str

    @property
    def sent(self) -> bool:
        return self.status in (201, 202)


class Collect:
    """One phone with the app, after its settings were scanned."""

    def __init__(self, code: str) -> None:
        told = json.loads(zlib.decompress(b64decode(code)))["general"]
        assert told["protocol"] == "odk_default"
        self.server, self.name, self.password = told["server_url"], told["username"], told["password"]
        self.http, self.device, self.shows_password = Client(), "collect:AbCdEfGh", False

    def headers(self) -> dict[str, str]:
        """Collect shows its password only to a server that asked for one, and then each time."""
        told = {"X-OpenRosa-Version": "1.0", "Date": format_datetime(datetime.now(UTC), usegmt=True)}
        if self.shows_password:
            told["Authorization"] = "Basic " + b64encode(f"{self.name}:{self.password}".encode()).decode()
        return told

    def ask(self, method: str, address: str, data: Any = None):
        way = urlsplit(address)
        path = f"{way.path}?{way.query}" if way.query else way.path
        answer = self.http.generic(method, path, headers=self.headers()) if data is None else self.http.post(
            path, data, headers=self.headers()
        )  # fmt: skip
        if answer.status_code == 401 and not self.shows_password:
            assert answer.headers["WWW-Authenticate"].startswith("Basic ")
            self.shows_password = True
            return self.ask(method, address, data)
        assert answer.headers["X-OpenRosa-Version"] == "1.0"
        return answer

    def forms(self) -> dict[str, dict[str, str]]:
        """Id → what the list tells of a form."""
        root = etree.fromstring(self.ask("GET", f"{self.server}/formList").content)
        assert root.tag == f"{LISTED}xforms"
        listed = [{etree.QName(part).localname: part.text for part in one} for one in root]
        return {one["formID"]: one for one in listed}

    def media(self, form: str) -> dict[str, tuple[str, str]]:
        """File name → hash and address."""
        root = etree.fromstring(self.ask("GET", self.forms()[form]["manifestUrl"]).content)
        assert root.tag == f"{MANIFEST}manifest"
        return {one[0].text: (one[1].text, one[2].text) for one in root}

    def blank(self, form: str) -> "Blank":
        """The form, as it is fetched before it is filled."""
        return Blank(self.ask("GET", self.forms()[form]["downloadUrl"]).content)

    def send(self, xml: bytes, files: Mapping[str, bytes] | None = None, *, posts: int = 1) -> Answer:
        """First asked with HEAD, then sent; the files are parted over so many posts, each with the form."""
        head = self.ask("HEAD", f"{self.server}/submission?deviceID={self.device}")
        if head.status_code != 204:
            return Answer(head.status_code, "")
        assert int(head.headers["X-OpenRosa-Accept-Content-Length"]) > 10_000_000
        answer, waiting = Answer(0, ""), list((files or {}).items())
        for post in range(posts):
            mine = waiting[post::posts]
            answer = self.post(head.headers["Location"], xml, mine, more=post < posts - 1)
            if not answer.sent:
                break
        return answer

    def post(self, address: str, xml: bytes, files: Sequence[tuple[str, bytes]], *, more: bool = False) -> Answer:
        body: dict[str, Any] = {"xml_submission_file": SimpleUploadedFile("form.xml", xml, "text/xml")}
        for name, content in files:
            body[name] = SimpleUploadedFile(name, content, TYPES[name.rpartition(".")[2]])
        if more:
            body["*isIncomplete*"] = "yes"
        answer = self.ask("POST", address, body)
        root = etree.fromstring(answer.content)
        assert root.tag == f"{RESPONSE}OpenRosaResponse"
        return Answer(answer.status_code, root[0].text)


class Blank:
    """A fetched form: its primary instance is what is filled and sent."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.root = etree.fromstring(content)
        self.instance = self.root.find(f".//{FORMS}instance")[0]

    def binds(self) -> dict[str, Mapping[str, str]]:
        """Name of a question → its bind."""
        found = self.root.iter(f"{FORMS}bind")
        return {one.get("nodeset").removeprefix("/data/"): dict(one.attrib) for one in found}

    def choices(self, question: str) -> list[str]:
        rows = self.root.iterfind(f".//{FORMS}instance[@id='{question}']/{FORMS}root/{FORMS}item")
        return [one.findtext(f"{FORMS}name") for one in rows]

    def labels(self, language: str) -> list[str]:
        """Every text in a language; pictures and sounds have a form of their own."""
        texts = f".//{FORMS}translation[@lang='{language}']/{FORMS}text/{FORMS}value"
        return [one.text for one in self.root.iterfind(texts) if one.get("form") is None]

    def filled(self, *, uuid: UUID | None = None, end: datetime | None = None, **answers: str) -> bytes:
        """What Collect writes: the instance without the namespace of XForms, calculations done, an `instanceID`."""
        made = etree.Element("data", id=self.instance.get("id"), version=self.instance.get("version"))
        calculated = {name: one["calculate"].strip("'") for name, one in self.binds().items() if "calculate" in one}
        known = {"end": (end or datetime.now(UTC)).isoformat(timespec="milliseconds"), "deviceid": "collect:AbCdEfGh"}
        said = calculated | known | answers
        for one in self.instance:
            name = etree.QName(one).localname
            if name != "meta":
                etree.SubElement(made, name).text = said.pop(name, None)
        assert not said, f"the form does not ask {said}"
        meta = etree.SubElement(made, "meta")
        etree.SubElement(meta, "instanceID").text = f"uuid:{uuid or uuid4()}"
        return etree.tostring(made, xml_declaration=True, encoding="utf-8")
