"""A small browser for checks: one connection that is kept open, cookies by hand, forms with their token."""

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SESSION, CSRF = "__Host-session", "__Host-csrf"
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str
    set_cookies: list[str]

    @property
    def place(self) -> str:
        """Return where the browser is sent, without the server's name."""
        found = urlsplit(self.headers.get("location", ""))
        return found._replace(scheme="", netloc="").geturl()


class Browser:
    """One person's browser, coming from one address of this machine."""

    def __init__(self, url: str, *, session: str = "", source: str = "127.0.0.1") -> None:
        parts = urlsplit(url)
        self.host = parts.netloc
        self.cookies = {SESSION: session} if session else {}
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", parts.port, timeout=PATIENCE, source_address=(source, 0)
        )

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send a form with the token that the server gave last."""
        body = urlencode({"csrfmiddlewaretoken": self.token(), **fields})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"} | headers)

    def token(self) -> str:
        """Return the token of forms, from a page that has one."""
        if CSRF not in self.cookies:
            self.get("/" if SESSION in self.cookies else "/account/sign-in/")
        return self.cookies.get(CSRF, "")

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        sent = {"Host": self.host, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} | headers
        try:
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection.close()  # the server closes what was quiet for some seconds
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
            text = answer.read().decode(errors="replace")
        cookies = answer.headers.get_all("set-cookie") or []
        self._keep(cookies)
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, text, cookies)

    def _keep(self, lines: list[str]) -> None:
        """Keep the cookies that came, and drop those that were taken away."""
        for line in lines:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if not self.cookies[name]:
                del self.cookies[name]
