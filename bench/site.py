"""The server under measurement, with people, clients and what each operation needs."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import psutil

from tests.support.server import RunningServer

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
CALLBACK = "https://app.example/callback"
SECRET = "a secret of the bench, long enough to be taken"
PASSWORD = "a walrus and a carpenter"
FILE = f"""
users:
  - userName: alice
    password: {PASSWORD}
    name: {{givenName: Alice}}
    emails: [{{value: alice@example.org, verified: true}}]
oauth_clients:
  - client_id: web
    client_secret: {SECRET}
    redirect_uris: [{CALLBACK}]
    grant_types: [authorization_code, refresh_token, client_credentials]
    scope: openid profile email api
    skip_consent: true
"""


class Site:
    """Started once for a run."""

    def __init__(self) -> None:
        self.server = RunningServer(workers=2, DJANGO_SETTINGS_MODULE="bench.settings", KEYHALL_PLAYGROUND="false").start()
        path = Path(self.server.data_dir) / "bench.yaml"
        path.write_text(FILE)
        self.server.manage("apply", str(path))
        self.http = httpx.Client(base_url=self.server.base_url, timeout=30)
        self.basic = httpx.BasicAuth("web", SECRET.replace(" ", "+"))

    def sign_in(self) -> None:
        """Alice, in this client's cookie jar."""
        page = self.http.get("/accounts/login/").text
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        self.http.post("/accounts/login/", data={**hidden, "username": "alice", "password": PASSWORD})

    def authorize(self) -> str:
        """A code, at once: she is signed in and the client asks no consent."""
        query = {
            "client_id": "web", "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid profile email", "state": "s",
            "nonce": "n", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
        }  # fmt: skip
        answer = self.http.get("/oauth2/authorize?" + urlencode(query))
        return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]

    def token(self, **fields: str) -> dict[str, str]:
        """A token request of the web client; fails loudly, so that no refusal is measured as a success."""
        answer = self.http.post("/oauth2/token", data=fields, auth=self.basic)
        answer.raise_for_status()
        body: dict[str, str] = answer.json()
        return body

    def redeem(self, code: str) -> dict[str, str]:
        """Tokens for a code."""
        return self.token(grant_type="authorization_code", code=code, redirect_uri=CALLBACK, code_verifier=VERIFIER)

    def cpu_seconds(self) -> float:
        """CPU time of the server's process tree so far."""
        root = psutil.Process(self.server.pid)
        total = 0.0
        for process in [root, *root.children(recursive=True)]:
            times = process.cpu_times()
            total += times.user + times.system
        return total

    def stop(self) -> None:
        """Ends the server and removes its data."""
        self.http.close()
        self.server.stop()
