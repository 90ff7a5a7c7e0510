"""The text part of a mail reads as if somebody had written it by hand."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.adapters.mail_text import subject_and_text


def text_of(html: str) -> str:
    return subject_and_text(html)[1]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Un.</p>\n\n  <p>Deux.</p>", "Un.\n\nDeux."),
        ("<p>Une phrase,\n    sur <strong>deux</strong> lignes.</p>", "Une phrase, sur deux lignes."),
        ("<p><strong>Le portail</strong><br>\n  La Région</p>", "Le portail\nLa Région"),
        ("<p>Soit&nbsp;:</p><ul>\n <li>un</li>\n <li>deux</li>\n</ul><p>Fin.</p>", "Soit\u00a0:\n\nun\ndeux\n\nFin."),
        ('<p><a href="/a?b=1&amp;c=2">Voir</a></p><p>Fin.</p>', "Voir\u00a0:\n/a?b=1&c=2\n\nFin."),
        ('<p>Ou <a href="/a">voyez ceci</a>.</p>', "Ou voyez ceci.\n/a"),
        ('<p>Ou <a href="/a">ceci</a>, <a href="/b">cela</a></p>', "Ou ceci, cela\u00a0:\n/a\n/b"),
        ('<p>Un.</p><p class="html-only">Copiez <a href="/a">/a</a></p><p>Deux.</p>', "Un.\n\nDeux."),
        ("<style>p { color: red }</style><p>Un.</p>", "Un."),
        ("<p>Dit&nbsp;:</p><blockquote>Ici,\n\n  là &lt;b&gt;.\n</blockquote><p>Fin.</p>",
         "Dit\u00a0:\n\nIci,\n\n  là <b>.\n\n\nFin."),
    ],
)  # fmt: skip
def test_html_becomes_paragraphs_and_lines(html: str, text: str) -> None:
    assert text_of(html) == text + "\n"


def test_the_subject_is_the_title_on_one_line() -> None:
    html = "<head><title>Demande\u00a0: A &amp;amp; &lt;B&gt;\r\nBcc: c@d</title></head><p>Un.</p>"
    assert subject_and_text(html) == ("Demande : A &amp; <B> Bcc: c@d", "Un.\n")


@given(st.text(min_size=1))
def test_a_quote_is_what_was_typed(typed: str) -> None:
    assert text_of(f"<p>Dit.</p><blockquote>{escape(typed)}</blockquote><p>Fin.</p>") == f"Dit.\n\n{typed}\n\nFin.\n"


@given(st.text(st.characters(exclude_characters="\n"), min_size=1))
def test_a_value_in_a_sentence_is_what_was_typed(typed: str) -> None:
    assert text_of(f"<p>De <strong>{escape(typed)}</strong>, ici.</p>") == f"De {typed}, ici.\n"
