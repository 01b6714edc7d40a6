"""What a browser complains about while a reader reads."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# Tells of every blocked script, style or picture through the console, whatever Chromium itself says there.
REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', event => console.error(
    'CSP: ' + event.violatedDirective + ' blocked ' + event.blockedURI + ' at ' + event.sourceFile));
"""

BLOCKED_WORKER = "Service Worker registration blocked by Playwright"
"""What Playwright itself says in the page where a test lets no worker in."""


@dataclass
class Watch:
    """Listens to every page of a context. `allowed` holds path beginnings whose errors are part of the test."""

    host: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def attach(self, context: BrowserContext) -> None:
        """Begin to listen."""
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("console", self._on_console)
        context.on("page", self._on_page)

    def allow(self, *paths: str) -> None:
        """Take errors of these addresses for granted from now on."""
        self.allowed += paths

    def assert_quiet(self) -> None:
        """Nothing was complained about and nobody else was asked for anything."""
        assert not self.foreign, f"requests to other hosts: {self.foreign}"
        assert not self.complaints, "\n".join(self.complaints)

    def _on_page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.foreign.append(request.url)

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and not self._expected(response.url):
            self.complaints.append(f"{response.status} {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.text == BLOCKED_WORKER:
            return
        if message.type in ("error", "warning") and not self._expected(url):
            self.complaints.append(f"{message.type} at {url}: {message.text}")

    def _expected(self, url: str) -> bool:
        return urlsplit(url).path.startswith(self.allowed) if self.allowed else False
