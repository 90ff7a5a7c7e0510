"""French spaces in what we say, and nowhere else."""

from jinja2 import Environment
from markupsafe import Markup

from webapp.web.typography import FrenchSpaces, spaced

TYPED = "Pourquoi ? Parce que : « oui »"


def rendered(template: str) -> str:
    environment = Environment(extensions=[FrenchSpaces], autoescape=True)
    environment.filters["spaced"] = spaced
    return environment.from_string(template).render(typed=TYPED)


def test_the_words_of_a_template_and_its_strings() -> None:
    assert rendered("<p>{{ 3 }} : {{ 'Qui ?' }} Rôles :</p>") == "<p>3\xa0: Qui\u202f? Rôles\xa0:</p>"


def test_what_a_person_typed_comes_back_as_it_was() -> None:
    assert rendered("<textarea>{{ typed }}</textarea>") == f"<textarea>{TYPED}</textarea>"


def test_a_sentence_given_to_the_filter_stays_escaped() -> None:
    assert rendered("{{ '<b> : '|spaced }}") == "&lt;b&gt;\xa0: "
    assert spaced(Markup("<b>Nom</b> : x")) == Markup("<b>Nom</b>\xa0: x")
