"""One campaign from brief to bilan, as its people do it: each function is one phase, in the browser."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MAIL_SECONDS, Stack
from tests.e2e.steady import settled, violations

OpenPage = Callable[..., Page]
#: The secret link of a sign-off mail.
LINK = r"/v/[\w-]{20,}/"
#: A Tuesday five weeks away.
LAUNCH = date.today() + timedelta(days=35 + (1 - date.today().weekday()) % 7)


@dataclass
class Journey:
    """The manager's window, and how to open others."""

    page: Page
    sign_in: OpenPage
    new_page: OpenPage
    stack: Stack
    home: str = ""

    def go(self, path: str) -> None:
        self.page.goto(f"{self.home}{path}")

    def press(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()
        settled(self.page)

    def submit(self) -> None:
        """Send the form of the page, whatever its button says."""
        self.page.get_by_role("main").locator("form button.primary, form button.danger").first.click()
        settled(self.page)

    def fill(self, **values: str) -> None:
        """Fill the form's controls by name, choosing options by their words."""
        form = self.page.get_by_role("main")
        for name, value in values.items():
            control = form.locator(f"[name={name}]").first
            if control.evaluate("element => element.tagName") == "SELECT":
                control.select_option(label=value)
            else:
                control.fill(value)

    def advance(self, button: str, then: str) -> None:
        """Pass the gate from the campaign page, and see the next phase."""
        self.go("")
        self.press(button)
        dialog = self.page.locator("dialog[open] button.primary, dialog[open] button.danger")
        if dialog.count():
            dialog.first.click()
        expect(self.page.locator(".phases [aria-current=step]")).to_contain_text(then)


def create(journey: Journey, name: str) -> None:
    """A flash sale in five weeks: time enough for its plan to hold."""
    page, launch = journey.page, LAUNCH
    page.goto("/e/maison-lumen/campagnes/nouvelle/")
    page.get_by_role("link", name=re.compile("Choisir ce type : Flash")).click()
    journey.fill(name=name, launch_on=launch.isoformat(), ends_on=(launch + timedelta(days=2)).isoformat())
    journey.press("Créer la campagne")
    again = page.get_by_role("button", name="Créer quand même")
    if again.count():
        again.click()
    page.wait_for_url(re.compile(r"/campagnes/\d{4}-FLA-\d+/"))
    journey.home = re.sub(r"(/campagnes/[^/]+/).*", r"\1", page.url)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def narrow_to_meta(journey: Journey) -> None:
    """Keep one wave and one story, so that the walk stays short."""
    journey.go("vagues/2/supprimer/")
    journey.press("Supprimer la vague")
    _keep_only_the_story(journey)


def _keep_only_the_story(journey: Journey) -> None:
    journey.go("vagues/1/")
    boxes = journey.page.locator("input[name=formats]")
    boxes.evaluate_all("boxes => boxes.forEach(box => { box.checked = false })")
    story = journey.page.get_by_label("Story 9:16", exact=True).first
    story.check()
    journey.press("Enregistrer la vague")


def write_brief(journey: Journey) -> None:
    journey.go("brief/strategie/")
    journey.fill(strategy_label="Plan fidélité 2026", strategy_url="https://intranet.example.com/strategie")
    journey.press("Enregistrer")
    journey.go("brief/fond/")
    journey.fill(
        proposition="La brume préférée du Cercle, trois jours à prix doux.", context="Fin de saison."
    )
    journey.press("Enregistrer")
    journey.go("brief/ton/")
    journey.fill(tone="Direct, chaleureux")
    journey.press("Enregistrer")
    journey.go("brief/objectifs/ajouter/")
    journey.fill(name="Vendre vite", kpi="Conversions", baseline="20", target="110", unit="commandes",
                 deadline=(LAUNCH + timedelta(days=2)).isoformat())  # fmt: skip
    journey.press("Enregistrer")
    journey.go("brief/cibles/ajouter/")
    journey.fill(audience="Clientes du Cercle Lumen")
    journey.press("Enregistrer")
    journey.go("brief/messages/ajouter/")
    journey.fill(text="Trois jours, pas un de plus.", proof="Stock compté : 2 600 flacons.")
    journey.press("Enregistrer")


def have_approved(journey: Journey, kind: str, *, reject_first: bool = False) -> None:
    """Ask Paul Tessier, who has no account: he reads the frozen content and answers from his mail."""
    if reject_first:
        _answer(journey, _ask(journey, kind), reject="Dites d’abord combien de flacons restent.")
    _answer(journey, _ask(journey, kind))


def _ask(journey: Journey, kind: str) -> str:
    journey.go(f"validations/{kind}/demander/")
    journey.page.get_by_role("checkbox", name=re.compile("Paul Tessier")).check()
    seen = len(journey.stack.links(LINK))
    journey.press("Figer et envoyer la demande")
    journey.page.wait_for_url(re.compile(r"/validations/"))
    return journey.stack.next_link(LINK, seen)


def sign_oneself(journey: Journey) -> None:
    """Up to 10 000 €, whoever is responsible for a campaign signs its budget: the demonstration says so."""
    page = journey.page
    page.goto("/e/maison-lumen/a-valider/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Budget.*Vente flash de test")).click()
    page.wait_for_url(re.compile(r"/a-valider/\d+/"))
    page.get_by_label("J’approuve cette version").check()
    _sign(journey, page, "Claire Vasseur", "approuvé")


def _answer(journey: Journey, link: str, *, reject: str = "") -> None:
    reader = journey.new_page(viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    reader.goto(link)
    _accessible(reader)
    assert link.split("/v/")[1].strip("/") not in reader.url, "the secret stays in the address"
    if reject:
        reader.get_by_label(re.compile("Je refuse")).check()
        reader.locator("[name=reason]:visible").fill(reject)
    else:
        reader.get_by_label("J’approuve cette version").check()
    _sign(journey, reader, "Paul Tessier", "refusé" if reject else "approuvé")
    _accessible(reader)
    reader.context.close()


def _sign(journey: Journey, reader: Page, name: str, said: str) -> None:
    """Name, consent, the mailed code; then closed at once, so that it counts."""
    reader.locator("[name=typed_name]").fill(name)
    reader.locator("[name=consent]").check()
    seen = len(journey.stack.codes())
    reader.get_by_role("button", name="Recevoir mon code").click()
    expect(reader.locator("[name=code]")).to_be_visible()
    reader.locator("[name=code]").fill(journey.stack.next_code(seen))
    reader.get_by_role("button", name="Signer ma décision").click()
    expect(reader.get_by_role("main")).to_contain_text(re.compile(said, re.I))
    reader.get_by_role("button", name="C’est définitif").click()
    expect(reader.get_by_role("button", name="Retirer ma décision")).to_have_count(0)
    settled(reader)


def _accessible(reader: Page) -> None:
    """What a signer meets once a month has to work for everybody, on a phone."""
    results = violations(reader)
    assert not results.violations_count, results.generate_report()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360


def plan(journey: Journey) -> None:
    """The playbook's tasks have teams; one is given a person, and says it is under way."""
    journey.go("planning/")
    expect(journey.page.locator("svg.gantt").first).to_be_visible()
    journey.page.get_by_role("main").get_by_role("link", name=re.compile("Arrêter l’offre")).first.click()
    expect(journey.page.get_by_role("main")).to_contain_text("Arrêter l’offre")


def budget(journey: Journey) -> None:
    journey.go("budget/total/")
    journey.fill(total="6 000,50")
    journey.press("Enregistrer le total")
    journey.go("budget/lignes/ajouter/")
    channel = journey.page.locator("select[name=channel] option", has_text="Meta").first
    journey.page.locator("select[name=channel]").select_option(channel.get_attribute("value"))
    journey.fill(planned="6000,50")
    journey.press("Ajouter la ligne")
    expect(journey.page.get_by_role("main")).to_contain_text("6 000,50".replace(" ", "\u202f"))


def coordinate(journey: Journey) -> None:
    _creative_brief(journey)
    _asset(journey)
    _tracking(journey)
    _briefings(journey)


def _creative_brief(journey: Journey) -> None:
    journey.go("creations/")
    complete = journey.page.get_by_role("button", name="Créer les briefs manquants")
    if complete.count():
        complete.click()
        settled(journey.page)
    journey.page.get_by_role("main").get_by_role("link", name=re.compile("Story 9:16")).first.click()
    journey.page.wait_for_url(re.compile(r"/creations/briefs/\d+/"))
    journey.page.goto(re.sub(r"/(modifier/)?$", "/modifier/", journey.page.url.split("#")[0]))
    journey.fill(
        message="Trois jours pour la brume préférée du Cercle.",
        promise="La lumière toute la journée, 2 600 flacons.",
        tone="Direct",
        call_to_action="J’en profite",
        team="Studio de création",
        due_on=date.today().isoformat(),
    )
    journey.press("Enregistrer le brief")


def _asset(journey: Journey) -> None:
    page = journey.page
    journey.go("creations/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Story 9:16")).first.click()
    page.wait_for_url(re.compile(r"/creations/briefs/\d+/"))
    page.goto(re.sub(r"creations/briefs/(\d+)/.*", r"creations/briefs/\1/assets/ajouter/", page.url))
    journey.fill(name="Story « Trois jours »")
    journey.submit()
    page.wait_for_url(re.compile(r"/creations/assets/\d+/"))
    page.set_input_files(
        "input[type=file]", {"name": "story.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_role("main").get_by_role("button", name=re.compile("Envoyer|Déposer")).first.click()
    expect(page.get_by_role("main")).to_contain_text("attend la relecture")
    journey.press("Approuver la version")
    expect(page.get_by_role("main")).to_contain_text(re.compile("approuvée", re.I))


def picture() -> bytes:
    """A story of the expected size."""
    buffer = io.BytesIO()
    Image.new("RGB", (1080, 1920), "#2b4acb").save(buffer, "PNG")
    return buffer.getvalue()


def _tracking(journey: Journey) -> None:
    journey.go("suivi/sources/ajouter/")
    channel = journey.page.locator("select[name=channel] option", has_text="Meta").first
    journey.page.locator("select[name=channel]").select_option(channel.get_attribute("value"))
    journey.fill(platform="Meta Ads", name="Meta Ads · vente flash")
    journey.press("Enregistrer")
    journey.go("suivi/objectifs/ajouter/")
    journey.fill(kpi="Conversions", target="110")
    journey.press("Enregistrer")


def _briefings(journey: Journey) -> None:
    """Send each team its briefing; a member of each acknowledges."""
    people = {
        "Studio de création": "awa.diallo@maison-lumen.example",
        "Média": "julien.marchetti@maison-lumen.example",
        "Social": "lea.nguyen@maison-lumen.example",
    }
    journey.go("coordination/briefings/")
    for _team in range(5):
        send = journey.page.get_by_role("link", name=re.compile("Préparer le briefing"))
        if not send.count():
            break
        send.first.click()
        journey.submit()
        journey.go("coordination/briefings/")
    for email in people.values():
        member = journey.sign_in(email)
        member.goto(f"{journey.home}coordination/briefings/")
        while (read := member.get_by_role("link", name="Lire et accuser réception")).count():
            read.first.click()
            member.get_by_role("button", name="Accuser réception").click()
            settled(member)
            member.goto(f"{journey.home}coordination/briefings/")
        member.context.close()


def go_live(journey: Journey) -> None:
    journey.go("execution/")
    journey.page.get_by_role("link", name=re.compile("Déclarer")).first.click()
    journey.submit()
    expect(journey.page.get_by_role("main")).to_contain_text("En ligne")


def follow(journey: Journey, sample: str) -> None:
    """Import Meta's export, looked at before it enters; then stop the sale."""
    page = journey.page
    journey.go("imports/")
    page.set_input_files("input[type=file]", sample)
    journey.press("Lire le fichier")
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    # The sample's days are long past: they count only for whoever says so.
    page.get_by_label(re.compile("Compter aussi les .* jours hors diffusion")).check()
    journey.press("Enregistrer mes réponses")
    expect(page.get_by_role("main")).to_contain_text("lignes prêtes")
    journey.press("Importer ces chiffres")
    page.wait_for_url(re.compile(r"/suivi/"))
    journey.go("arret/")
    journey.page.locator("[name=reason]").fill("Stock vendu en un jour.")
    journey.submit()


def close(journey: Journey) -> bytes:
    """Write, publish and download the bilan."""
    page = journey.page
    journey.go("bilan/")
    journey.press("Commencer le bilan")
    journey.go("bilan/texte/")
    journey.fill(summary="Promis 110 commandes, obtenu en un jour ; le stock a décidé de la fin.")
    journey.press("Enregistrer")
    journey.go("bilan/enseignements/ajouter/")
    page.get_by_label("À refaire").check()
    journey.fill(text="Ouvrir au Cercle une heure avant tout le monde.", evidence="La moitié des ventes.")
    journey.press("Enregistrer")
    journey.go("bilan/publier/")
    journey.press("Publier le bilan")
    journey.press("Bilan en PDF")
    link = page.get_by_role("link", name=re.compile("Télécharger"))
    link.first.wait_for(timeout=MAIL_SECONDS * 1000)  # made by a worker, as mails are sent
    with page.expect_download() as download:
        link.first.click()
    path = download.value.path()
    return path.read_bytes()
