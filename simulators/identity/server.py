"""The doors of the simulated identity: discovery, keys, authorize, token, userinfo (OpenID Connect Core 1.0)."""

import base64
import binascii
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from simulators.identity import pages
from simulators.identity.faults import SLOW_SECONDS, Fault, Switch
from simulators.identity.people import Register
from simulators.identity.tokens import Desk, Grant

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})
ASKED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)
LARGEST = 65_536


class Identity(ThreadingHTTPServer):
    """The server, with its register, its keys and its fault switch."""

    daemon_threads = True

    def __init__(self, port: int, register: Register) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.register, self.switch = register, Switch()
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.desk = Desk(self.issuer, self.switch)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server_version = "Simulation"
    sys_version = ""
    timeout = 15

    @property
    def house(self) -> Identity:
        return cast(Identity, self.server)

    def do_GET(self) -> None:
        self._serve(
            {
                "/.well-known/openid-configuration": self._discovery,
                "/jwks": lambda: self._json(self.house.desk.jwks()),
                "/authorize": self._authorize,
                "/userinfo": self._userinfo,
                "/style.css": lambda: self._answer(pages.STYLE.encode(), kind="text/css"),
            }
        )

    def do_POST(self) -> None:
        self._serve({"/authorize": self._agree, "/token": self._token, "/simulator/fault": self._switch})

    def _serve(self, doors: dict[str, Any]) -> None:
        path = urlsplit(self.path).path
        if path != "/simulator/fault" and self._fails():
            return
        door = doors.get(path)
        if door is None:
            self._page(pages.refused("Không có trang này."), 404)
        else:
            door()

    def _fails(self) -> bool:
        switch = self.house.switch
        if switch.is_on(Fault.NEVER):
            self.close_connection = True
            return True
        if switch.is_on(Fault.SLOW):
            time.sleep(SLOW_SECONDS)
        if switch.is_on(Fault.ERROR):
            self._json({"error": "server_error"}, 500)
            return True
        return False

    def _discovery(self) -> None:
        issuer = self.house.issuer
        self._json(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "jwks_uri": f"{issuer}/jwks",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
                "code_challenge_methods_supported": ["S256"],
                "acr_values_supported": ["muc-do-01", "muc-do-02"],
            }
        )

    def _authorize(self) -> None:
        query = dict(parse_qsl(urlsplit(self.path).query))
        if wrong := self._unacceptable(query):
            self._page(pages.refused(wrong), 400)
            return
        asked = {name: query[name] for name in ASKED if name in query}
        words = query.get("q", "")
        self._page(pages.choosing(self.house.register.search(words), asked, words))

    def _agree(self) -> None:
        form = self._form()
        if wrong := self._unacceptable(form):
            self._page(pages.refused(wrong), 400)
            return
        level, _, sub = form.get("choice", "").partition(":")
        person = self.house.register.person(sub)
        if person is None or level not in ("1", "2") or int(level) > person.level:
            self._send_back(form, {"error": "access_denied"})
            return
        grant = Grant(
            client=form["client_id"],
            redirect_uri=form["redirect_uri"],
            challenge=form["code_challenge"],
            nonce=form.get("nonce", ""),
            person=person,
            level=int(level),
        )
        self._send_back(form, {"code": self.house.desk.code_for(grant)})

    def _unacceptable(self, asked: dict[str, str]) -> str:
        """Why a request to sign in may not go on; empty when it may. PKCE with S256 is asked of everyone."""
        if self.house.register.secret_of(asked.get("client_id", "")) is None:
            return "Bên xin đăng nhập này chưa đăng ký."
        where = urlsplit(asked.get("redirect_uri", ""))
        if where.scheme not in ("http", "https") or where.hostname not in LOOPBACK:
            return "Địa chỉ quay về không phải trên máy này."
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            return "Chỉ nhận yêu cầu OpenID Connect kiểu code."
        if asked.get("code_challenge_method") != "S256" or len(asked.get("code_challenge", "")) != 43:
            return "Thiếu PKCE kiểu S256."
        return ""

    def _send_back(self, asked: dict[str, str], answer: dict[str, str]) -> None:
        joint = "&" if urlsplit(asked["redirect_uri"]).query else "?"
        self.send_response(303)
        self.send_header(
            "Location", f"{asked['redirect_uri']}{joint}{urlencode(answer | {'state': asked.get('state', '')})}"
        )
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _token(self) -> None:
        form = self._form()
        client, secret = self._client(form)
        known = self.house.register.secret_of(client)
        if known is None or not secrets.compare_digest(known.encode(), secret.encode()):
            self._json({"error": "invalid_client"}, 401)
            return
        grant = self.house.desk.redeem(
            form.get("code", ""),
            client=client,
            redirect_uri=form.get("redirect_uri", ""),
            verifier=form.get("code_verifier", ""),
        )
        if grant is None or form.get("grant_type") != "authorization_code":
            self._json({"error": "invalid_grant"}, 400)
            return
        self._json(self.house.desk.tokens_for(grant))

    def _client(self, form: dict[str, str]) -> tuple[str, str]:
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "basic":
            return form.get("client_id", ""), form.get("client_secret", "")
        try:
            name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return unquote(name), unquote(secret)

    def _userinfo(self) -> None:
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        claims = self.house.desk.claims_of(token) if kind.lower() == "bearer" else None
        self._json(claims or {"error": "invalid_token"}, 200 if claims else 401)

    def _switch(self) -> None:
        try:
            self.house.switch.now = Fault(self._form().get("fault", ""))
        except ValueError:
            self._json({"faults": [fault.value for fault in Fault]}, 400)
        else:
            self._json({"fault": self.house.switch.now.value})

    def _form(self) -> dict[str, str]:
        size = min(int(self.headers.get("Content-Length") or 0), LARGEST)
        return dict(parse_qsl(self.rfile.read(size).decode(errors="replace"), keep_blank_values=True))

    def _json(self, data: dict[str, Any], status: int = 200) -> None:
        self._answer(json.dumps(data).encode(), kind="application/json", status=status)

    def _page(self, html: str, status: int = 200) -> None:
        self._answer(html.encode(), kind="text/html", status=status)

    def _answer(self, body: bytes, *, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: an address carries codes."""
