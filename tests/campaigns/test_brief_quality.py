"""The plain-words quality check: pure, deterministic, and in the words a creative would use."""

from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.brief_quality import brief_hints, brief_missing
from campaigns.playbooks import CampaignType

GOOD = {
    "schema": 1,
    "type": "LANCEMENT",
    "launch_on": date(2027, 1, 12),
    "ends_on": date(2027, 2, 22),
    "place": "",
    "strategy": {
        "label": "Plan 2027", "url": "https://example.com/plan", "file_sha256": "", "file_type": "",
    },
    "context": "Le soin de nuit croît de 8 % par an ; deux concurrents ont lancé un sérum au printemps.",
    "proposition": "Une peau reposée au réveil, même après une nuit courte.",
    "tone": "Calme et précis : « Dormez, il travaille. »",
    "constraints": "Aucune promesse médicale.",
    "sector": "",
    "objectives": [
        {
            "name": "Recruter des testeuses", "kpi": "Leads", "kpi_key": "leads", "baseline": Decimal(120),
            "target": Decimal(500), "unit": "leads", "deadline": date(2027, 2, 15),
        }
    ],
    "audiences": [{"name": "Actives de 30 à 45 ans", "insight": "Elles dorment six heures."}],
    "messages": [{"text": "Des traits reposés en sept nuits", "proof": "Test sur 60 femmes", "audience": ""}],
}  # fmt: skip


def brief(**changes):
    made = deepcopy(GOOD)
    for path, value in changes.items():
        head, _sep, tail = path.partition("__")
        if tail:
            target = made[head][0] if isinstance(made[head], list) else made[head]
            target[tail] = value
        else:
            made[head] = value
    return made


def said(content, **options):
    return {hint.key: hint.text.replace("\u202f", " ") for hint in brief_hints(content, **options)}


def test_a_good_brief_leaves_no_question():
    assert brief_missing(GOOD) == []
    assert brief_hints(GOOD) == []


@pytest.mark.parametrize(
    ("changes", "section"),
    [
        ({"strategy__url": ""}, "strategie"),
        ({"objectives": []}, "objectifs"),
        ({"objectives__unit": ""}, "objectifs"),
        ({"audiences": []}, "cibles"),
        ({"messages": []}, "messages"),
        ({"ends_on": None}, "dates"),
    ],
)
def test_what_the_livrable_needs(changes, section):
    assert [missing.section for missing in brief_missing(brief(**changes))] == [section]


def test_a_document_is_a_reference_to_the_strategy_and_a_title_alone_is_not():
    assert not brief_missing(brief(strategy__url="", strategy__file_sha256="a" * 64))
    assert brief_missing(brief(strategy__url="", strategy__label="Un plan"))


def test_an_always_on_campaign_needs_no_end():
    assert not brief_missing(brief(type="ALWAYS_ON", ends_on=None))


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"objectives__baseline": None}, "no_baseline", "sans valeur de départ. De combien partons-nous ?"),
        ({"objectives__target": Decimal(100)}, "wrong_way", "est sous le départ (120)"),
        ({"objectives__target": Decimal(120)}, "no_movement", "Qu’est-ce qui doit changer ?"),
        ({"objectives__target": Decimal(6000)}, "bold", "50 fois le départ"),
        ({"objectives__unit": ""}, "no_unit", "500 quoi ?"),
        ({"objectives__deadline": date(2027, 1, 1)}, "deadline_early", "avant le lancement du 12 janv. 2027"),
        ({"objectives__deadline": date(2027, 3, 1)}, "deadline_late", "après la fin du 22 févr. 2027"),
        ({"audiences__name": "Tout le monde"}, "everybody", "à qui ne parlons-nous pas ?"),
        ({"audiences__name": "GRAND  public"}, "everybody", "à qui ne parlons-nous pas ?"),
        ({"audiences__insight": ""}, "no_insight", "que savons-nous d’elle"),
        ({"messages__proof": ""}, "no_proof", "qu’est-ce qui le prouve ?"),
        ({"messages__text": "Un sérum révolutionnaire"}, "hollow_message", "« révolutionnaire » :"),
        ({"messages__text": "x" * 130}, "long_message", "130 caractères"),
        ({"messages__audience": "Ailleurs"}, "foreign_audience", "n’est pas une cible de ce brief"),
        ({"proposition": ""}, "no_promise", "qu’est-ce qui change pour la cible"),
        ({"proposition": "Une crème unique"}, "hollow_promise", "« unique »"),
        ({"proposition": "mot " * 31}, "long_promise", "31 mots"),
        ({"context": ""}, "no_context", "pourquoi maintenant"),
        ({"context": "Noël."}, "no_context", "quelques mots"),
        ({"tone": ""}, "no_tone", "comment parle la marque"),
        ({"tone": "Moderne et dynamique"}, "vague_tone", "donnez une phrase écrite dans ce ton"),
        ({"constraints": ""}, "no_constraints", "interdit de montrer"),
        ({"constraints": "", "sector": "alcohol"}, "sector_unsaid", "mention est obligatoire"),
        ({"ends_on": date(2027, 1, 14)}, "duration", "4 à 8 semaines"),
        ({"type": "EVENEMENTIELLE"}, "place", "où nos invités"),
    ],
)  # fmt: skip
def test_each_question_in_plain_words(changes, key, words):
    found = said(brief(**changes))
    assert key in found
    assert words in found[key]


def test_a_vague_verb_without_a_figure_is_asked_by_how_much():
    found = said(brief(objectives__name="Améliorer la notoriété", objectives__baseline=None))
    assert "« Améliorer » de combien" in found["vague_objective"]
    assert "no_baseline" not in found, "the same question is not asked twice"
    assert "vague_objective" not in said(brief(objectives__name="Augmenter de 10 % les ventes"))


def test_what_several_objectives_lack_is_asked_once():
    usual = {**GOOD["objectives"][0], "baseline": None}
    bare = [{**usual, "name": name, "kpi": name} for name in ("Leads", "Ventes")]
    asked = [hint for hint in brief_hints({**GOOD, "objectives": bare}) if hint.key == "no_baseline"]
    assert len(asked) == 1
    assert "2 objectifs sans valeur de départ" in asked[0].text
    assert "Ventes" in asked[0].text


def test_a_kpi_that_must_fall_is_read_the_other_way_round():
    cheaper = brief(objectives__baseline=Decimal(40), objectives__target=Decimal(34))
    assert "wrong_way" in said(cheaper)
    assert "wrong_way" not in said(cheaper, directions={"leads": "down"})
    dearer = brief(objectives__baseline=Decimal(34), objectives__target=Decimal(40))
    assert "wrong_way" in said(dearer, directions={"leads": "down"})


def test_more_than_three_is_too_many():
    messages = [{"text": f"Message {n}", "proof": "Vu", "audience": ""} for n in range(4)]
    audiences = [{"name": f"Cible {n}", "insight": "Su"} for n in range(4)]
    objectives = [{**GOOD["objectives"][0], "kpi": f"K{n}", "kpi_key": f"k{n}"} for n in range(4)]
    found = said(brief(messages=messages, audiences=audiences, objectives=objectives))
    assert {"many_messages", "many_audiences", "many_objectives"} <= set(found)
    assert "on en retient trois" in found["many_messages"]


def test_the_same_thing_said_or_measured_twice():
    twice = [{**GOOD["messages"][0], "text": text} for text in ("Dormez  mieux", "dormez mieux")]
    assert "messages 1 et 2 disent la même chose" in said(brief(messages=twice))["twice"]
    assert "same_kpi" in said(brief(objectives=GOOD["objectives"] * 2))


def test_an_audience_nobody_speaks_to():
    audiences = [{"name": "A", "insight": "x"}, {"name": "B", "insight": "y"}]
    messages = [{"text": "Pour A", "proof": "Vu", "audience": "A"}]
    assert "« B » n’a aucun message" in said(brief(audiences=audiences, messages=messages))["silent_audience"]


TEXT = st.text(max_size=40)
DAY = st.dates(date(2026, 1, 1), date(2028, 1, 1))
FIGURE = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=2)


@given(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(list(CampaignType)),
            "launch_on": DAY,
            "ends_on": st.none() | DAY,
            "place": TEXT,
            "strategy": st.just(GOOD["strategy"]),
            "context": TEXT,
            "proposition": TEXT,
            "tone": TEXT,
            "constraints": TEXT,
            "sector": st.sampled_from(["", "alcohol"]),
            "objectives": st.lists(
                st.fixed_dictionaries(
                    {"name": TEXT, "kpi": TEXT, "kpi_key": TEXT, "baseline": st.none() | FIGURE,
                     "target": FIGURE, "unit": TEXT, "deadline": DAY}
                ),
                max_size=4,
            ),
            "audiences": st.lists(st.fixed_dictionaries({"name": TEXT, "insight": TEXT}), max_size=4),
            "messages": st.lists(
                st.fixed_dictionaries({"text": TEXT, "proof": TEXT, "audience": TEXT}), max_size=4
            ),
        }
    )
)  # fmt: skip
def test_any_brief_is_read_without_failing_and_twice_alike(content):
    before = deepcopy(content)
    first = (brief_missing(content), brief_hints(content))
    assert first == (brief_missing(content), brief_hints(content))
    assert content == before
    assert all(hint.text and hint.section for hint in first[1])
