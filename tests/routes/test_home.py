"""Espace personnel: what waits for the person first, then their structure and their applications by theme."""

from tests.routes.people import Applications, People, Person


async def test_at_first_it_invites_to_say_for_whom_one_asks(people: People) -> None:
    newcomer = await people.newcomer()
    page = await newcomer.browser.get("/espace-personnel", status=200)
    assert page.h1 == "Espace personnel"
    assert "Votre espace personnel : un accès rapide à votre structure" in page.text
    assert page.link("Déclarer ma structure") == "/structure/nouvelle"
    assert "Vous n'avez pas encore de demande." in page.text
    assert "Vous n'avez aucun message." in page.text
    assert "À faire" not in page.text


async def test_it_shows_the_structure_and_for_whom_one_acts(applicant: Person) -> None:
    page = await applicant.browser.get("/espace-personnel")
    for words in ("Mes informations", "ASSOCIATION NOUVELLE", "12 rue des Lilas", "46000 CAHORS"):
        assert words in page.text
    assert "Modifié le 23 novembre 2026" in page.text
    assert "Vous agissez pour" in page.html
    links = {words: page.link(words) for words in ("Coordonnées", "Identifiant", "Mot de passe")}
    assert links == {"Coordonnées": "/structure", "Identifiant": "/compte", "Mot de passe": "/compte#mot-de-passe"}


async def test_a_draft_is_to_be_done(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    page = await applicant.browser.get("/espace-personnel")
    assert page.text.index("À faire") < page.text.index("Mes services") < page.text.index("Mes informations")
    assert page.link("Reprendre") == f"/demandes/{draft.reference}/recapitulatif"
    assert "Vie associative" in page.text


async def test_once_everything_is_sent_nothing_is_to_be_done(applicant: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    page = await applicant.browser.get("/espace-personnel")
    assert "À faire" not in page.text
    assert f"({sent.reference}) Déposée le 23 novembre 2026 à 10:00:00" in page.text


async def test_the_menu_has_the_guide_s_words(applicant: Person) -> None:
    page = await applicant.browser.get("/espace-personnel")
    for words, path in (("Espace personnel", "/espace-personnel"), ("Mon compte", "/compte")):
        assert page.link(words) == path
    assert "Se déconnecter" in page.button_words()
    assert "Nadia Belkacem" in page.html


async def test_a_long_and_hostile_name_comes_back_as_text(people: People) -> None:
    name = 'ASSOCIATION "<img src=x onerror=alert(1)>" & 😀 ' + "É" * 150
    person = await people.applicant(name)
    page = await person.browser.get("/espace-personnel")
    assert name in page.text
    assert list(page.document.all("img")) == []
