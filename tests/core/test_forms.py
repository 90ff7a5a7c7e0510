"""What the browser sent, and where a rule's refusal is shown."""

import pytest
from wtforms import PasswordField, StringField, TextAreaField

from webapp.core.forms import Form, FormData, squeeze
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused


class NameForm(Form):
    name = StringField("Nom", filters=[squeeze])


class EachForm(NameForm):
    message = TextAreaField("Message", filters=[squeeze])
    password = PasswordField("Mot de passe")


def test_fields_keep_each_of_their_values_in_order() -> None:
    data = FormData({"choix": ["a", "b"], "nom": [""]})
    assert data.getlist("choix") == ["a", "b"]
    assert (data.get("choix"), data.get("nom", "x"), data.get("absent", "x")) == ("a", "", "x")
    assert list(data.items()) == [("choix", "a"), ("choix", "b"), ("nom", "")]
    assert ("nom" in data, "absent" in data, len(data)) == (True, False, 2)


def test_a_file_is_no_text_and_a_text_no_file() -> None:
    file = object()
    data = FormData({"name": [file, "x"], "texte": ["x"]})
    assert (data.getlist("name"), data.get("name"), NameForm(data).name.data) == (["x"], "x", "x")
    assert (data.uploads("name"), data.uploads("texte"), data.uploads("absent")) == ([file], [], [])


def test_one_line_stays_one_line() -> None:
    typed = {"name": ["Jean\u2028\nMartin"], "message": ["Ligne 1\nLigne 2"], "password": ["a\nb"]}
    form = EachForm(FormData(typed))
    assert (form.name.data, form.message.data, form.password.data) == ("Jean Martin", "Ligne 1\nLigne 2", "a\nb")


def test_spaces_around_go_and_accents_get_one_form() -> None:
    assert squeeze("  Jose\u0301 Martin\u00a0") == "José Martin"
    assert squeeze("") == ""
    assert squeeze(None) is None


def test_a_text_that_is_far_too_long_is_told_and_nothing_else_is_looked_at() -> None:
    """A rule may take seconds for 900 000 characters: it never sees them, nor does what shows the form again."""
    looked_at = []

    class LookedAt(EachForm):
        def validate_name(self, field: StringField) -> None:
            looked_at.append(field.data)

        def validate_message(self, field: TextAreaField) -> None:
            looked_at.append(field.data)

    form = LookedAt(FormData({"name": ["é" * 900_000], "message": ["m" * 20_000], "password": ["p"]}))
    assert not form.validate()
    assert form.errors == {"name": ["Saisissez 1\u202f000 caractères au plus (900\u202f000 saisis)."]}
    assert (form.name.data, looked_at) == ("é" * 1_000, [])

    form = LookedAt(FormData({"name": ["n" * 1_000], "message": ["m" * 20_001]}))
    assert not form.validate()
    assert list(form.errors) == ["message"]
    assert (form.message.data, looked_at) == ("m" * 20_001, [])

    assert LookedAt(FormData({"name": ["n" * 1_000], "message": ["m" * 20_000]})).validate()


def test_a_refusal_goes_beside_its_field() -> None:
    form = NameForm(FormData({"name": [" x "]}))
    form.refuse(Refused("Choisissez un autre nom.", field="name"))
    assert form.name.errors == ["Choisissez un autre nom."]
    assert form.name.data == "x"


def test_a_refusal_about_the_whole_or_an_unknown_field_goes_on_top() -> None:
    form = NameForm(FormData())
    form.refuse(Refused("Le dépôt est fermé."))
    form.refuse(Refused("Siret connu.", field="siret"))
    assert form.form_errors == ["Le dépôt est fermé.", "Siret connu."]


def test_what_a_form_can_correct_goes_beside_its_field_and_the_rest_goes_on() -> None:
    form = NameForm(FormData({"name": ["x"]}))
    with form.refusing():
        raise Refused("Choisissez un autre nom.", field="name")
    assert form.name.errors == ["Choisissez un autre nom."]
    for error in (Conflict("Quelqu'un a agi avant vous."), OutOfRole("Votre rôle ne le permet pas."), NotFound()):
        with pytest.raises(type(error)), form.refusing():
            raise error
    assert form.form_errors == []
