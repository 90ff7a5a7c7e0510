import pytest

from tests.support.html import inspect_page
from tests.support.swaps import assert_same_page, swapped
from tests.support_tests.samples import PAGE

BEFORE = '<div id="page-alert" role="alert"></div>'


def page_with(alert: str) -> str:
    return PAGE.replace(BEFORE, alert)


def test_an_outer_swap_replaces_the_element_and_keeps_what_follows() -> None:
    new = '<div id="page-alert" role="alert"><p>Réessayez &amp; patientez</p></div>'
    result = swapped(PAGE, new, "page-alert")
    assert_same_page(result, page_with(new))
    assert inspect_page(result) == []


def test_an_inner_swap_keeps_the_element() -> None:
    result = swapped(PAGE, "Réessayez <b>demain</b>", "page-alert", how="innerHTML")
    assert_same_page(result, page_with('<div id="page-alert" role="alert">Réessayez <b>demain</b></div>'))


def test_a_title_and_a_partial_go_to_their_places() -> None:
    answer = '<title>Erreur : structure</title><hx-partial hx-target="#page-alert" hx-swap="innerHTML">Non</hx-partial>'
    result = swapped(PAGE, answer, "identification")
    expected = page_with('<div id="page-alert" role="alert">Non</div>')
    assert_same_page(result, expected.replace("Votre structure – Mes aides en ligne", "Erreur : structure"))


def test_a_swap_without_target_fails() -> None:
    with pytest.raises(AssertionError, match="no element #nowhere"):
        swapped(PAGE, "<p>x</p>", "nowhere")


def test_a_swap_style_that_is_not_known_fails() -> None:
    with pytest.raises(AssertionError, match="not a swap"):
        swapped(PAGE, "<p>x</p>", "page-alert", how="beforeend")


def test_volatile_values_may_differ_and_nothing_else() -> None:
    volatile = PAGE.replace("<h2>", "<p data-volatile>à 10:00</p><h2>")
    assert_same_page(
        volatile, volatile.replace("10:00", "10:01").replace('"csrf_token" value="abc"', '"csrf_token" value="d"')
    )
    with pytest.raises(AssertionError, match=r"(?s)-.*Les Amis.*\+.*Les Ennemis"):
        assert_same_page(PAGE, PAGE.replace("Les Amis", "Les Ennemis"))
    with pytest.raises(AssertionError, match="the two pages differ"):
        assert_same_page(PAGE, PAGE.replace("<h2>Identification</h2>", "<h2>Adresse</h2>"))
