"""The search box: names without accents, references, pages, and what a partner may find."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Task
from core.search import plain, search_words, word_pattern


@pytest.fixture
def url(workspace):
    return reverse("campaigns:search", args=[workspace.slug])


@pytest.fixture
def task(campaign, creation, manager, today):
    return Task.objects.create(
        campaign=campaign,
        name="Réserver l’Œuvre d’été",
        team=creation,
        assignee=manager,
        ends_on=today,
        starts_on=today,
    )


def found(response) -> list[str]:
    results = response.context["results"]
    return [c.name for c in results.campaigns] + [hit.task.name for hit in results.tasks]


@pytest.mark.parametrize("asked", ["sérum", "SERUM", "serum aube", "aube sérum", "lan-01", " 2026 "])
def test_a_campaign_is_found_by_name_or_reference_without_accents_or_case(asked, as_, viewer, campaign, url):
    response = as_(viewer).get(url, {"q": asked})
    assert found(response) == [campaign.name]
    assert response.status_code == 200


@pytest.mark.parametrize(
    "asked", ["serum crépuscule", "s.rum", "%", "_", "[s]", "\\", "(", "sérum\x00x", "🎉"]
)
def test_what_is_in_no_name_teaches_instead(asked, as_, viewer, campaign, task, url):
    response = as_(viewer).get(url, {"q": asked})
    assert found(response) == []
    assert "Essayez un nom de campagne, une référence" in response.content.decode()


@pytest.mark.parametrize("asked", ["oeuvre", "ŒUVRE", "reserver", "l'oeuvre d'ete", "d’ÉTÉ"])
def test_tasks_are_found_however_they_are_spelt(asked, as_, viewer, task, url):
    assert found(as_(viewer).get(url, {"q": asked})) == [task.name]


def test_an_empty_request_teaches_and_leads_somewhere(as_, viewer, workspace, url):
    page = as_(viewer).get(url).content.decode()
    assert "Essayez un nom de campagne" in page
    assert reverse("campaigns:calendar", args=[workspace.slug]) in page


@pytest.mark.parametrize("asked", ["2026-LAN-01", " 2026-lan-01 "])
def test_an_exact_reference_goes_straight_there(asked, as_, viewer, campaign, workspace, url):
    response = as_(viewer).get(url, {"q": asked})
    assert response.status_code == 302
    assert response["Location"] == reverse("campaigns:campaign", args=[workspace.slug, campaign.reference])


def test_the_reference_of_another_workspace_goes_nowhere(as_, stranger, campaign):
    elsewhere = reverse("campaigns:search", args=[stranger.workspace.slug])
    response = as_(stranger).get(elsewhere, {"q": campaign.reference, "campagne": campaign.reference})
    assert response.status_code == 200
    assert response.context["campaign"] is None
    assert not response.context["results"].count


def test_open_tasks_come_first_and_at_most_twenty(as_, viewer, campaign, today, url):
    Task.objects.bulk_create(
        Task(
            campaign=campaign,
            name=f"Story {number}",
            status="done" if number < 5 else "todo",
            ends_on=today + timedelta(days=number),
        )
        for number in range(24)
    )
    response = as_(viewer).get(url, {"q": "story"})
    assert found(response) == [f"Story {number}" for number in [*range(5, 24), 0]]
    assert response.context["results"].more_tasks
    assert "précisez votre demande" in response.content.decode()


def test_pages_are_found_by_their_labels_and_the_campaigns_tabs_from_inside_it(
    as_, viewer, campaign, workspace, url
):
    outside = as_(viewer).get(url, {"q": "budget"}).context["results"].pages
    inside = (
        as_(viewer).get(url, {"q": "voir le budget", "campagne": campaign.reference}).context["results"].pages
    )
    assert [(page.label, page.within) for page in outside] == [("Budgets", "")]
    assert [(page.label, page.within) for page in inside] == [("Budget", campaign.name)]
    assert inside[0].url == reverse("budgets:budget", args=[workspace.slug, campaign.reference])


def test_a_partner_finds_only_its_work(as_, partner, agency, campaign, creation, task, url):
    assert found(as_(partner).get(url, {"q": "sérum"})) == []
    assert as_(partner).get(url, {"q": campaign.reference}).status_code == 200
    Task.objects.create(campaign=campaign, name="Réserver le studio", team=agency)
    assert found(as_(partner).get(url, {"q": "sérum"})) == [campaign.name]
    assert found(as_(partner).get(url, {"q": "réserver"})) == ["Réserver le studio"]
    pages = as_(partner).get(url, {"q": "b", "campagne": campaign.reference}).context["results"].pages
    assert {"Brief", "Budget", "Budgets", "Bilan"}.isdisjoint(page.label for page in pages)


def test_the_top_bar_sends_its_request_here(as_, viewer, campaign, workspace, url):
    page = as_(viewer).get(reverse("campaigns:campaign", args=[workspace.slug, campaign.reference]))
    text = page.content.decode()
    assert f'role="search" action="{url}"' in text
    assert f'name="campagne" value="{campaign.reference}"' in text


def test_queries_do_not_grow_with_what_is_found(
    as_, viewer, campaign, manager, task, url, django_assert_max_num_queries
):
    def queries(q: str) -> int:
        with django_assert_max_num_queries(40) as counted:
            as_(viewer).get(url, {"q": q, "campagne": campaign.reference})
        return len(counted)

    first = queries("e")
    for number in range(15):
        more = Campaign.objects.create(
            workspace=campaign.workspace,
            reference=f"2026-SAI-{number:02d}",
            name=f"Été {number}",
            type="SAISONNIERE",
            owner=manager,
            prepares_on=campaign.prepares_on,
            launch_on=campaign.launch_on,
            ends_on=campaign.ends_on,
        )
        Task.objects.create(campaign=more, name="Réserver", team=task.team, assignee=manager)
    assert queries("e") == first


def test_words_are_plain_few_and_short():
    assert plain("  L’ÉTÉ  du Cœur ") == "l'ete du coeur"
    assert search_words("a\x00b A b " + "x" * 500)[:2] == ["a", "b"]
    assert len(search_words(" ".join(map(str, range(50))))) == 8
    assert word_pattern("a.b") == "[aàáâãäåAÀÁÂÃÄÅ]\\.[bB]"
