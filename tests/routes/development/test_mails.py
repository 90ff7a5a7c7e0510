"""Mails and components, to be looked at: in demonstration mode only."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.support.client import PortalClient
from webapp.settings import Mode


def caught(folder: Path, name: str, subject: str, text: str, attachment: str = "") -> None:
    """A mail as the catcher keeps it."""
    message = EmailMessage()
    message["To"], message["Subject"] = "anne@association.example", subject
    message.set_content(text)
    if attachment:
        message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename=attachment)
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.eml").write_bytes(bytes(message))


@pytest.fixture
def browser(set_up: Callable[..., PortalClient], tmp_path: Path) -> PortalClient:
    return set_up(mode=Mode.DEMO, data_dir=tmp_path)


@pytest.mark.parametrize("path", ["/dev/mails", "/dev/mails/1", "/composants"])
async def test_they_do_not_exist_outside_the_demonstration(path: str, client: PortalClient) -> None:
    await client.get(path, status=404)


async def test_before_any_mail_the_page_says_so(browser: PortalClient) -> None:
    assert "Aucun courriel pour le moment" in (await browser.get("/dev/mails", status=200)).text


async def test_the_newest_comes_first_and_its_link_can_be_followed(browser: PortalClient, tmp_path: Path) -> None:
    caught(tmp_path / "mails", "1", "Activez votre compte", "http://localhost:8000/activation/abc")
    caught(tmp_path / "mails", "2", "Demande 00000001 : déposée", "Bonjour", "accusé.pdf")
    page = await browser.get("/dev/mails")
    assert page.text.index("Demande 00000001") < page.text.index("Activez votre compte")
    assert "accusé.pdf" in page.text
    mail = await browser.follow(page, "Activez votre compte")
    assert mail.link("http://localhost:8000/activation/abc") == "http://localhost:8000/activation/abc"


async def test_what_a_mail_says_is_shown_as_text(browser: PortalClient, tmp_path: Path) -> None:
    caught(tmp_path / "mails", "3", "<script>alert(1)</script> 😀", "<img src=x onerror=alert(1)>")
    for path in ("/dev/mails", "/dev/mails/3"):
        page = await browser.get(path, status=200)
        assert "<script>alert" not in page.html
        assert list(page.document.all("img")) == []


@pytest.mark.parametrize("name", ["nulle-part", "..%2f..%2fsecret", "%00"])
async def test_no_name_leads_out_of_the_folder(name: str, browser: PortalClient, tmp_path: Path) -> None:
    (tmp_path / "secret.eml").write_text("Subject: secret\n\nsecret")
    await browser.get(f"/dev/mails/{name}", status=404)


async def test_the_living_page_of_components(browser: PortalClient) -> None:
    page = await browser.get("/composants", status=200)
    assert page.h1
