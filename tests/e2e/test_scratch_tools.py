from playwright.sync_api import Browser, Page
import pytest
from tests.support.axe import check_axe
from tests.support.browser import both_ways, check_reflow, sign_in, weigh
from webapp import demo


@both_ways
def test_pages(page: Page) -> None:
    bad = []

    def check():
        for f in (check_axe, check_reflow):
            try:
                f(page)
            except AssertionError as e:
                bad.append(str(e)[:1500])

    for path in ("/", "/creer-un-compte", "/aides", "/aide", "/nowhere"):
        page.goto(path)
        check()
    page.goto("/creer-un-compte")
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_role("alert").filter(has_text="corriger").wait_for()
    check()
    sign_in(page, demo.APPLICANT[0], demo.PASSWORD)
    check()
    page.goto("/structure")
    check()
    assert not bad, "\n".join(bad)


def test_weight(browser: Browser, page: Page, portal) -> None:
    sign_in(page, demo.APPLICANT[0], demo.PASSWORD)
    for path in ("/", "/espace-personnel"):
        w = weigh(browser, portal.url + path, cookies_of=page.context)
        print(path, w.total, w.javascript, w.by_type, len(w.by_url))
        assert w.total > 5000
    print(portal.mails())
