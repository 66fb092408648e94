"""A school's website on this machine, with a page that shows a card of ours under a policy of its own."""

from http.server import BaseHTTPRequestHandler

from tests.leaving import LocalSite

# name: (headers of the page, attributes of its frame). SITE stands for our address.
POLICIES = {
    "no policy": ({}, ""),
    "nothing but our frame": (
        {"Content-Security-Policy": "default-src 'none'; frame-src SITE"},
        "",
    ),
    "the box of a website builder": ({"Content-Security-Policy": "sandbox allow-popups"}, ""),
    "isolated": (
        {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"},
        "",
    ),
    "without credentials": ({"Cross-Origin-Embedder-Policy": "credentialless"}, ""),
    "a sandbox with links": ({}, 'sandbox="allow-popups allow-popups-to-escape-sandbox"'),
    "the sandbox of WordPress": ({}, 'sandbox="allow-scripts" security="restricted"'),
    "tells everybody where it is": (
        {"Referrer-Policy": "unsafe-url", "Permissions-Policy": "fullscreen=(), unload=(), sync-xhr=()"},
        "",
    ),
}
# Those that let a link in a frame open a new tab.
LINKS_OPEN = [
    "no policy",
    "nothing but our frame",
    "isolated",
    "without credentials",
    "a sandbox with links",
    "tells everybody where it is",
]


class SchoolSite(LocalSite):
    """Its pages are ``/`` and the name of a policy; ``frame`` is the HTML that the school was given."""

    def __init__(self, ours: str) -> None:
        super().__init__()
        self.ours, self.frame = ours, ""

    def page(self, policy: str) -> str:
        return f"{self.address}/{policy.replace(' ', '-')}"

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        headers, attributes = POLICIES[asked.path.strip("/").replace("-", " ")]
        frame = self.frame.replace("<iframe ", f"<iframe {attributes} ") if attributes else self.frame
        asked.send_response(200)
        asked.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in headers.items():
            asked.send_header(name, value.replace("SITE", self.ours))
        asked.end_headers()
        page = f"""<!doctype html><html lang="en"><title>Our school</title><link rel="icon" href="data:,">
            <main><h1>Staying safe online</h1><p><a href="#before">Before</a></p>
            {frame}<p><a href="#after">After</a></p></main>"""
        asked.wfile.write(page.encode())
