"""What the browser sent, and where a rule's refusal is shown."""

from wtforms import StringField

from webapp.core.forms import Form, FormData, squeeze
from webapp.core.refusals import Refused


class NameForm(Form):
    name = StringField("Nom", filters=[squeeze])


def test_fields_keep_each_of_their_values_in_order() -> None:
    data = FormData({"choix": ["a", "b"], "nom": [""]})
    assert data.getlist("choix") == ["a", "b"]
    assert (data.get("choix"), data.get("nom", "x"), data.get("absent", "x")) == ("a", "", "x")
    assert list(data.items()) == [("choix", "a"), ("choix", "b"), ("nom", "")]
    assert ("nom" in data, "absent" in data, len(data)) == (True, False, 2)


def test_spaces_around_go_and_accents_get_one_form() -> None:
    assert squeeze("  Jose\u0301 Martin\u00a0") == "José Martin"
    assert squeeze("") == ""
    assert squeeze(None) is None


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
