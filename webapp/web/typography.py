"""French spaces, added where a sentence is ours: an author types plain ones. What people typed is never touched."""

from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from webapp.core import french


class FrenchSpaces(Extension):
    """In the words of templates, when they are compiled: it costs nothing when a page is made."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            is_words = token.type in ("data", "string")
            yield Token(token.lineno, token.type, french.spaced(token.value)) if is_words else token


def spaced(sentence: str) -> str:
    """The filter, for sentences of texts.py; markup stays markup."""
    text = french.spaced(str(sentence))
    return Markup(text) if isinstance(sentence, Markup) else text  # noqa: S704  (only spaces were changed)
