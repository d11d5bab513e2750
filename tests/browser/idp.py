"""A small identity provider on a port of this machine: codes, tokens and keys, true or forged."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from seachange import clock

CLIENT, SECRET = "seachange", "a secret of the client's"


class IdentityProvider:
    """What it says of whoever signs in there, and with which of its faults.

    `person` is what it tells of them; `claims` are put over what its id_token says; `forge` makes
    the id_token from its claims, where it is not to be signed as it should be; `fails` are
    addresses at which it breaks down.
    """

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes: dict[str, dict[str, str]] = {}
        self.address = ""
        self.begin()

    def begin(self) -> None:
        """Be without fault again, and know nobody."""
        self.person: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.forge = self.signed
        self.fails: set[str] = set()
        self.codes.clear()

    @property
    def pages(self) -> str:
        """Where people sign in: of another origin than what machines ask, as some have it."""
        return self.address.replace("127.0.0.1", "localhost")

    @property
    def public_key(self) -> bytes:
        """The key everybody may know, as a text."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public_key().public_bytes(serialization.Encoding.PEM, form)

    def signed(self, claims: dict[str, Any], *, kid: str = "one") -> str:
        """Sign claims as one does."""
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": kid})

    def signed_by_another(self, claims: dict[str, Any]) -> str:
        """Sign claims by a key that is not ours, under the name of ours."""
        return jwt.encode(claims, self.other_key, algorithm="RS256", headers={"kid": "one"})

    def brings_its_key(self, claims: dict[str, Any]) -> str:
        """Sign claims by another key, and send that key along."""
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.other_key.public_key()))
        head = {"kid": "two", "jwk": told}
        return jwt.encode(claims, self.other_key, algorithm="RS256", headers=head)

    def unsigned(self, claims: dict[str, Any]) -> str:
        """Sign claims by nothing at all."""
        return jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})

    def signed_with_what_is_public(self, claims: dict[str, Any]) -> str:
        """Sign claims by the public key, taken for a secret."""
        head = {"alg": "HS256", "typ": "JWT", "kid": "one"}
        said = b".".join(_plain(json.dumps(each).encode()) for each in (head, claims))
        return b".".join((said, _plain(hmac.digest(self.public_key, said, "sha256")))).decode()

    def broken(self, claims: dict[str, Any]) -> str:
        """Sign claims, and change what was signed."""
        head, body, sign = self.signed(claims).split(".")
        return ".".join((head, body[:-2] + ("AA" if body[-2:] != "AA" else "BB"), sign))

    def answer(self, path: str, asked: dict[str, str], bearer: str) -> tuple[int, Any]:
        """Answer what is asked at a path: a status, and a document or where to go on."""
        if path in self.fails:
            return 500, {"error": "fell over"}
        return {
            "/.well-known/openid-configuration": self._configuration,
            "/authorize": self._authorize,
            "/token": self._token,
            "/userinfo": lambda _: (200, self.person) if bearer in self.codes else (401, {}),
            "/keys": self._keys,
        }.get(path, lambda _: (404, {}))(asked)

    def _configuration(self, _: dict[str, str]) -> tuple[int, Any]:
        places = {
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "keys",
        }
        told = {name: f"{self.address}/{place}" for name, place in places.items()}
        told["authorization_endpoint"] = f"{self.pages}/authorize"
        return 200, {"issuer": self.address, **told}

    def _keys(self, _: dict[str, str]) -> tuple[int, Any]:
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return 200, {"keys": [{**told, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def _authorize(self, asked: dict[str, str]) -> tuple[int, Any]:
        code = secrets.token_hex(8)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return 302, f"{asked['redirect_uri']}?{back}"

    def _token(self, asked: dict[str, str]) -> tuple[int, Any]:
        begun = self.codes.pop(asked.get("code", ""), None)
        challenge = _plain(hashlib.sha256(asked.get("code_verifier", "").encode()).digest())
        if (
            begun is None
            or (asked["client_id"], asked["client_secret"]) != (CLIENT, SECRET)
            or begun["redirect_uri"] != asked["redirect_uri"]
            or begun["code_challenge"].encode() != challenge
        ):
            return 400, {"error": "invalid_grant"}
        now = int(clock.now().timestamp())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300}
        access = secrets.token_hex(8)
        self.codes[access] = {}
        word = self.forge({**claims, **self.person, **self.claims})
        return 200, {"access_token": access, "token_type": "Bearer", "id_token": word}


@contextmanager
def at_work() -> Iterator[IdentityProvider]:
    """Have an identity provider at work on a free port."""
    provider = IdentityProvider()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._give(parts.path, dict(parse_qsl(parts.query)))

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._give(urlsplit(self.path).path, dict(parse_qsl(sent)))

        def _give(self, path: str, asked: dict[str, str]) -> None:
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            status, told = provider.answer(path, asked, bearer)
            self.send_response(status)
            if isinstance(told, str):
                self.send_header("Location", told)
                told = {}
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def _plain(told: bytes) -> bytes:
    return base64.urlsafe_b64encode(told).rstrip(b"=")
