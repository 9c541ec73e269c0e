"""HTML to tagged PDF by WeasyPrint, with a closed fetcher: nothing is fetched from content."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse


@dataclass(frozen=True)
class Resource:
    """A picture the document may show, under a name its builder chose."""

    body: bytes
    mime: str


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Serves `data:` URLs, our own static files as `asset:path`, and the builder's `resource:name`.

    Every other address (http, file, a relative path in somebody's text) is refused, so a document can
    neither read this machine nor reach its network.
    """

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        super().__init__(allowed_protocols=["data"])
        self.resources = resources

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == "data":
            return super().fetch(url, headers)
        if scheme == "resource" and name in self.resources:
            found = self.resources[name]
            return URLFetcherResponse(url, found.body, {"Content-Type": found.mime})
        if scheme == "asset" and (path := finders.find(name)):
            mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, Path(str(path)).read_bytes(), {"Content-Type": mime})
        raise ValueError(f"A document may not fetch {url!r}")


def pdf_render(html: str, *, resources: Mapping[str, Resource] | None = None) -> bytes:
    """A PDF/UA-1 document from a whole HTML page. The page's `lang` and `<title>` become its metadata."""
    document = HTML(string=html, base_url="resource:page", url_fetcher=ClosedFetcher(resources or {}))
    return bytes(
        document.write_pdf(pdf_variant="pdf/ua-1", font_config=FontConfiguration(), full_fonts=False)
    )
