"""Every page that links lead to: no broken link, valid HTML by the full checker and our own rules, its own title."""

from collections import defaultdict
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.beforehand import has_been_asked, has_sent_an_application, is_signed_in
from tests.e2e.hands import Hands
from tests.e2e.people import Agent, Applicant, Person
from tests.support.crawl import Answer, crawl
from tests.support.dom import parse_page, text_of
from tests.support.html import inspect_page
from tests.support.portal import Portal
from tests.support.vnu import validate
from tests.support_tests.samples import PAGE
from webapp import demo

PEOPLE = ("visitor", "applicant", "agent", "administrator")


@pytest.fixture(params=PEOPLE)
def pages(
    request: pytest.FixtureRequest, new_browser: Callable[..., BrowserContext], portal: Portal
) -> dict[str, Answer]:
    """All that this person can reach from the home page and from where login leads; signing out is a POST.

    An application has been sent, the Region has asked about it in every way, and its applicant has begun another.
    """
    applicant = Applicant(Hands(new_browser().new_page()), portal)
    number = has_sent_an_application(applicant)
    has_been_asked(applicant, number)
    is_signed_in(applicant)
    applicant.page.goto(f"/demandes/{number}/messages")  # read once, it is not new on one page and old on the next
    applicant.page.goto("/espace-personnel")
    applicant.begins_an_application()
    match request.param:
        case "visitor":
            context, start = new_browser(), ["/", "/composants"]
        case "applicant":
            context, start = applicant.page.context, ["/espace-personnel"]
        case "administrator":
            context, start = new_browser(), ["/espace-agent/comptes", "/espace-agent"]
            administrator = Person(Hands(context.new_page()), portal)
            administrator.opens_the_portal()
            administrator.signs_in(demo.ADMINISTRATOR[0], demo.PASSWORD, "Espace agent")
        case "agent":
            context = new_browser()
            start = ["/espace-agent", f"/espace-agent/demandes/{number}/sollicitations/preparation?apercu=oui"]
            Agent(Hands(context.new_page()), portal).comes_to_work()

    def fetch(address: str) -> Answer:
        response = context.request.get(address)
        media_type = response.headers.get("content-type", "")
        return Answer(response.status, media_type, response.text() if media_type.startswith("text/html") else "")

    return crawl([portal.url + path for path in start], fetch, about="" if request.param == "applicant" else number)


def test_every_page_is_sound(pages: dict[str, Answer]) -> None:
    html = {address: answer.text for address, answer in pages.items() if answer.text}
    assert len(html) > 10, list(html)
    problems = [f"{address}: status {answer.status}" for address, answer in pages.items() if answer.status != 200]
    problems += [f"{address}: {found}" for address, text in html.items() for found in inspect_page(text)]
    problems += [f"{address}: {found}" for address, all_found in validate(html).items() for found in all_found]
    assert not problems, "\n".join(problems)


def test_no_two_pages_share_a_title(pages: dict[str, Answer]) -> None:
    """Two tabs with one title cannot be told apart. What a redirect leads to is the same page twice; so is a list with
    its filters, which stand behind the question mark, and the list that "/" leads to, once its messages are read.
    """
    by_title: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for address, answer in pages.items():
        title = parse_page(answer.text).first("title")
        if title is not None and answer.status == 200 and not address.endswith("/") and "?" not in address:
            by_title[text_of(title)][words_of_main(answer.text)] = address
    assert {title: list(same.values()) for title, same in by_title.items() if len(same) > 1} == {}


def words_of_main(html: str) -> str:
    main = parse_page(html).first("main")
    return text_of(main) if main is not None else ""


def test_the_checker_tells_a_bad_page_and_lets_htmx_be() -> None:
    found = validate({"/good": PAGE, "/bad": PAGE.replace("<p>Les champs", '<p align="center">Les champs')})
    assert list(found) == ["/bad"]
    assert "align" in found["/bad"][0]
