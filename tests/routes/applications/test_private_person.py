"""A private person asks for themselves: "Vos informations", and nowhere a Siret that they have not."""

import msgspec

from tests.factories.applications import definition, make_draft, make_submitted
from tests.factories.catalogue import shipped
from tests.factories.structures import make_structure
from tests.routes.people import People
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.core.work import Work
from webapp.schemes.use_cases import publish
from webapp.structures.rules import StructureFamily

SLUG = "bourse-de-musique"


async def test_no_page_from_the_first_step_to_the_receipt_speaks_of_a_structure(
    people: People, committed: Work, store: MemoryStore, renderer: TypstRenderer
) -> None:
    person = await people.newcomer()
    await publish(
        committed, SLUG, msgspec.structs.replace(definition(), title="Éco-chèque mobilité", families=("individual",))
    )
    await make_structure(committed, person.account, "Camille Martin", family=StructureFamily.INDIVIDUAL)
    sheet = await person.browser.get(f"/aides/{SLUG}")
    intro = await person.browser.submit(sheet, button="Commencer ma demande")
    step = await person.browser.get(intro.path.replace("preambule", "votre-structure"))
    assert (step.h1, step.title.partition(" – ")[0]) == ("Vos informations", "Étape 3 sur 6 : Vos informations")
    summary = await person.browser.get(intro.path.replace("preambule", "recapitulatif"))
    sent = await make_submitted(committed, person.account, store, renderer, SLUG)
    receipt = await person.browser.get(f"/demandes/{sent.reference}/accuse-de-reception")
    for page in (intro, step, summary, receipt):
        assert "Siret" not in page.text, page.path
        assert "Votre structure" not in page.text, page.path
    for page in (step, summary, receipt):
        assert "Camille Martin" in page.text, page.path
    desk = (await people.agent()).browser
    assert "Siret" not in (await desk.get(f"/espace-agent/demandes/{sent.reference}", status=200)).text


async def test_what_the_portal_knows_of_a_person_is_changed_in_their_informations(
    people: People, committed: Work
) -> None:
    """Each button says of what it is; the summary leads there too. A date wants a keyboard that has "/"."""
    person = await people.newcomer()
    await publish(committed, SLUG, shipped("eco-cheque-mobilite-velo-electrique"))
    await make_structure(committed, person.account, "Camille Martin", family=StructureFamily.INDIVIDUAL)
    draft = await make_draft(committed, person.account, SLUG)
    page = await person.browser.get(f"/demandes/{draft.reference}/votre-dossier/situation")
    assert [words for words in page.button_words() if words.startswith("Modifier dans")] == [
        "Modifier dans « Vos informations » : Nom",
        "Modifier dans « Vos informations » : Adresse",
    ]
    birth = page.document.by_id("date_naissance")
    assert birth is not None
    assert birth.get("inputmode") is None
    summary = await person.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    assert summary.link("Modifier « Vos informations »").endswith("/votre-structure?retour=structure")
