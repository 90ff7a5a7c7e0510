"""Pages linked from every footer. A Region gives their texts by settings; what is not given, they say so."""

from pathlib import Path

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from webapp.settings import Settings
from webapp.web import paths
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


def notice_paragraphs(path: str) -> list[str]:
    """Paragraphs of a text file, separated by empty lines; none for a setting that is empty."""
    if not path:
        return []
    text = Path(path).read_text(encoding="utf-8")
    return [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]


def routes(settings: Settings) -> list[HTTPRouteHandler]:
    """Texts are read once, at start, so that a missing file is known then."""
    statement = notice_paragraphs(settings.accessibility_statement)
    legal = notice_paragraphs(settings.legal_notices)
    privacy = notice_paragraphs(settings.privacy_notice)

    @get(paths.ACCESSIBILITY, opt=declare(Access.PUBLIC))
    async def accessibility(request: PortalRequest) -> Response[str]:
        return page(request, "information/accessibility.html", notice_text=statement)

    @get(paths.LEGAL_NOTICES, opt=declare(Access.PUBLIC))
    async def legal_notices(request: PortalRequest) -> Response[str]:
        return page(request, "information/legal.html", notice_text=legal)

    @get(paths.PERSONAL_DATA, opt=declare(Access.PUBLIC))
    async def personal_data(request: PortalRequest) -> Response[str]:
        return page(request, "information/privacy.html", notice_text=privacy)

    @get(paths.HELP, opt=declare(Access.PUBLIC))
    async def help_and_contact(request: PortalRequest) -> Response[str]:
        return page(request, "information/help.html")

    return [accessibility, legal_notices, personal_data, help_and_contact]
