import pytest

from tests.support.crawl import MOST_PAGES, Answer, crawl

SITE = {
    "http://a.test/": '<a href="/b#x">b</a><a href="mailto:x@y">m</a><a href="https://other.test/">o</a>',
    "http://a.test/b": '<a href="/">a</a><a href="c?d=1">c</a>',
    "http://a.test/c?d=1": "",
}


def test_each_page_of_the_site_is_fetched_once() -> None:
    asked: list[str] = []

    def fetch(address: str) -> Answer:
        asked.append(address)
        return Answer(200, "text/html", SITE[address])

    assert set(crawl(["http://a.test/"], fetch)) == set(SITE)
    assert sorted(asked) == sorted(SITE)


def test_a_crawl_without_end_fails() -> None:
    def endless(address: str) -> Answer:
        return Answer(200, "text/html", f'<a href="{address}x">more</a>')

    with pytest.raises(AssertionError, match=f"more than {MOST_PAGES} pages"):
        crawl(["http://a.test/"], endless)
