"""A brief read the way a good creative reads it: what is missing, and what they would ask.

Pure and deterministic: a brief's content (as `contents_brief.brief_contents` builds it: dates as `date`,
figures as `Decimal`) in, sentences out. `brief_missing` is what the gate needs; `brief_hints` only asks
and never blocks anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.playbooks import duration_warning
from core.formatting import date_short, number, quoted

Content = Mapping[str, Any]

MAX_MESSAGES = 3
MAX_OBJECTIVES = 3
MAX_AUDIENCES = 3
LONG_MESSAGE = 120  # characters: what a poster or a story still carries
LONG_PROMISE = 30  # words
SHORT_CONTEXT = 80  # characters
BOLD_FACTOR = 5

#: Said of everything, so they say nothing. Compared without accents, as whole words.
HOLLOW = (
    "innovant",
    "innovante",
    "unique",
    "revolutionnaire",
    "incontournable",
    "exceptionnel",
    "exceptionnelle",
    "de qualite",
    "haut de gamme",
    "leader",
    "le meilleur",
    "la meilleure",
    "nouvelle generation",
    "experience unique",
    "pour tous",
    "synergie",
    "disruptif",
    "disruptive",
    "world class",
    "next level",
)
#: Verbs that promise a movement without its size.
MOVING = (
    "ameliorer",
    "augmenter",
    "booster",
    "developper",
    "maximiser",
    "optimiser",
    "renforcer",
    "accroitre",
    "dynamiser",
    "faire mieux",
)
EVERYBODY = (
    "tout le monde",
    "tous publics",
    "tout public",
    "grand public",
    "le public",
    "tous",
    "toutes",
    "everyone",
    "everybody",
    "clients",
    "les clients",
    "consommateurs",
    "les consommateurs",
)
VAGUE_TONES = ("moderne", "dynamique", "fun", "sympa", "premium", "professionnel", "qualitatif", "impactant")


@dataclass(frozen=True)
class Missing:
    """Something without which the brief does not exist. `section` is where it is written."""

    section: str
    what: str  # "la stratégie servie", to list in a sentence
    text: str  # a sentence of its own


@dataclass(frozen=True)
class Hint:
    """A question a creative would ask. `key` names the rule, `row` the index of the row it is about."""

    key: str
    section: str
    text: str
    row: int | None = None


def brief_missing(content: Content) -> list[Missing]:
    """What the livrable «brief campagne» still lacks, in the order of the page; empty when complete."""
    missing = []
    strategy = content["strategy"]
    if not (strategy["url"] or strategy["file_sha256"]):
        what = _("la stratégie servie")
        text = _("Dites quelle stratégie cette campagne sert : un lien ou un document.")
        missing.append(Missing("strategie", what, text))
    if not any(_measurable(objective) for objective in content["objectives"]):
        what = _("un objectif chiffré")
        text = _("Ajoutez un objectif avec son KPI, sa cible, son unité et son échéance.")
        missing.append(Missing("objectifs", what, text))
    if not content["audiences"]:
        text = _("Choisissez au moins une cible : à qui parle la campagne ?")
        missing.append(Missing("cibles", _("une cible"), text))
    if not content["messages"]:
        text = _("Écrivez au moins un message clé : que doit-on retenir ?")
        missing.append(Missing("messages", _("un message clé"), text))
    if content["ends_on"] is None and content["type"] != "ALWAYS_ON":
        text = _("Donnez une date de fin : seule une campagne always-on s’en passe.")
        missing.append(Missing("dates", _("une date de fin"), text))
    return missing


def _measurable(objective: Content) -> bool:
    return bool(
        objective["kpi"] and objective["target"] is not None and objective["unit"] and objective["deadline"]
    )


def brief_hints(content: Content, directions: Mapping[str, str] | None = None) -> list[Hint]:
    """The questions of a creative, most useful first within each part of the brief.

    `directions` says for each KPI key whether more is better ("up") or less ("down"); a KPI it does not
    name counts as "up".
    """
    return [
        *_on_dates(content),
        *_on_objectives(content, directions or {}),
        *_on_audiences(content),
        *_on_promise(content),
        *_on_messages(content),
        *_on_voice(content),
    ]


def _on_dates(content: Content) -> Iterator[Hint]:
    warning = duration_warning(content["type"], content["launch_on"], content["ends_on"])
    if warning:
        yield Hint("duration", "dates", warning.text)
    if content["type"] == "EVENEMENTIELLE" and not content["place"]:
        yield Hint("place", "dates", _("Un événement sans lieu : où nos invités vont-ils ?"))


def _on_objectives(content: Content, directions: Mapping[str, str]) -> Iterator[Hint]:
    objectives = content["objectives"]
    bare = []
    for row, objective in enumerate(objectives):
        for hint in _on_objective(row, objective, content, directions.get(objective["kpi_key"], "up")):
            if hint.key == "no_baseline":
                bare.append(hint)
            else:
                yield hint
    yield from _without_baseline(bare, [objectives[hint.row or 0]["name"] for hint in bare])
    if len(objectives) > MAX_OBJECTIVES:
        text = _("%(count)s objectifs : lequel gagne quand deux se contredisent ?") % {
            "count": len(objectives)
        }
        yield Hint("many_objectives", "objectifs", text)
    for kpi, count in Counter(objective["kpi"] for objective in objectives).items():
        if count > 1:
            text = _("%(count)s objectifs visent « %(kpi)s » : lequel fait foi ?") % {
                "count": count,
                "kpi": kpi,
            }
            yield Hint("same_kpi", "objectifs", text)


def _without_baseline(bare: Sequence[Hint], names: Sequence[str]) -> Iterator[Hint]:
    """One question, however many objectives it is about."""
    if len(bare) < 2:
        yield from bare
        return
    text = _("%(count)s objectifs sans valeur de départ (%(names)s). De combien partons-nous ?") % {
        "count": len(bare),
        "names": ", ".join(quoted(name) for name in names),
    }
    yield Hint("no_baseline", "objectifs", text, bare[0].row)


def _on_objective(row: int, objective: Content, content: Content, direction: str) -> Iterator[Hint]:
    name, baseline, target = objective["name"], objective["baseline"], objective["target"]
    verb = _first_found(name, MOVING)
    vague = verb and baseline is None and not re.search(r"\d", name)
    if vague:
        # It asks for the starting point too: one question, not two.
        text = _("« %(word)s » de combien, et par rapport à quoi ?") % {"word": verb}
        yield Hint("vague_objective", "objectifs", text, row)
    elif baseline is None:
        text = _("« %(name)s » : objectif sans valeur de départ. De combien partons-nous ?") % {"name": name}
        yield Hint("no_baseline", "objectifs", text, row)
    elif hint := _movement(name, baseline, target, direction):
        yield Hint(hint[0], "objectifs", hint[1], row)
    if not objective["unit"]:
        text = _("« %(name)s » : %(target)s quoi ? Donnez l’unité.") % {
            "name": name,
            "target": number(target),
        }
        yield Hint("no_unit", "objectifs", text, row)
    yield from _deadline(row, objective, content)


def _movement(name: str, baseline: Decimal, target: Decimal, direction: str) -> tuple[str, str] | None:
    values = {"name": name, "baseline": number(baseline), "target": number(target)}
    if target == baseline:
        text = _("« %(name)s » : la cible égale le départ (%(target)s). Qu’est-ce qui doit changer ?")
        return "no_movement", text % values
    if direction == "up" and target < baseline:
        text = _("« %(name)s » : la cible (%(target)s) est sous le départ (%(baseline)s). Est-ce voulu ?")
        return "wrong_way", text % values
    if direction == "down" and target > baseline:
        text = _(
            "« %(name)s » : ce KPI doit baisser, et la cible (%(target)s) dépasse le départ (%(baseline)s)."
        )
        return "wrong_way", text % values
    if direction == "up" and baseline > 0 and target >= baseline * BOLD_FACTOR:
        values["factor"] = number(target / baseline, 0)
        text = _("« %(name)s » : %(factor)s fois le départ. Sur quoi se fonde cette cible ?")
        return "bold", text % values
    return None


def _deadline(row: int, objective: Content, content: Content) -> Iterator[Hint]:
    deadline, launch, end = objective["deadline"], content["launch_on"], content["ends_on"]
    if deadline is None:
        return
    values = {"name": objective["name"], "day": date_short(deadline)}
    if deadline < launch:
        values["launch"] = date_short(launch)
        text = _("« %(name)s » : échéance le %(day)s, avant le lancement du %(launch)s.") % values
        yield Hint("deadline_early", "objectifs", text, row)
    elif end and deadline > end:
        values["end"] = date_short(end)
        text = _("« %(name)s » : échéance le %(day)s, après la fin du %(end)s. Qui mesure encore ?") % values
        yield Hint("deadline_late", "objectifs", text, row)


def _on_audiences(content: Content) -> Iterator[Hint]:
    audiences = content["audiences"]
    for row, audience in enumerate(audiences):
        if _plain(audience["name"]) in EVERYBODY:
            text = _("« %(name)s » : à qui ne parlons-nous pas ?") % {"name": audience["name"]}
            yield Hint("everybody", "cibles", text, row)
        if not audience["insight"]:
            text = _("« %(name)s » : que savons-nous d’elle que les concurrents ignorent ?") % {
                "name": audience["name"]
            }
            yield Hint("no_insight", "cibles", text, row)
    if len(audiences) > MAX_AUDIENCES:
        text = _("%(count)s cibles : laquelle passe d’abord si le budget baisse ?") % {
            "count": len(audiences)
        }
        yield Hint("many_audiences", "cibles", text)


def _on_promise(content: Content) -> Iterator[Hint]:
    promise, context = content["proposition"], content["context"]
    if not promise:
        text = _("Pas de promesse : qu’est-ce qui change pour la cible, en une phrase ?")
        yield Hint("no_promise", "fond", text)
    elif len(promise.split()) > LONG_PROMISE:
        text = _("La promesse fait %(count)s mots : quelle phrase en resterait-il sur une affiche ?") % {
            "count": len(promise.split())
        }
        yield Hint("long_promise", "fond", text)
    if word := _first_found(promise, HOLLOW):
        yield Hint("hollow_promise", "fond", _hollow(word))
    if len(context) < SHORT_CONTEXT:
        text = (
            _("Le contexte tient en quelques mots : pourquoi maintenant, et face à qui ?")
            if context
            else _("Pas de contexte : pourquoi cette campagne, et pourquoi maintenant ?")
        )
        yield Hint("no_context", "fond", text)


def _on_messages(content: Content) -> Iterator[Hint]:
    messages = content["messages"]
    if len(messages) > MAX_MESSAGES:
        text = _("%(count)s messages clés : on en retient trois. Lesquels gardez-vous ?") % {
            "count": len(messages)
        }
        yield Hint("many_messages", "messages", text)
    for row, message in enumerate(messages):
        yield from _on_message(row, message, content)
    yield from _twice(messages)
    yield from _silent_audiences(content)


def _on_message(row: int, message: Content, content: Content) -> Iterator[Hint]:
    text = message["text"]
    if not message["proof"]:
        asked = _("« %(text)s » : qu’est-ce qui le prouve ?") % {"text": _short(text)}
        yield Hint("no_proof", "messages", asked, row)
    if len(text) > LONG_MESSAGE:
        asked = ngettext(
            "Le message %(rank)s fait %(count)s caractère : que garderait-on dans une story ?",
            "Le message %(rank)s fait %(count)s caractères : que garderait-on dans une story ?",
            len(text),
        ) % {"rank": row + 1, "count": len(text)}
        yield Hint("long_message", "messages", asked, row)
    if word := _first_found(text, HOLLOW):
        yield Hint("hollow_message", "messages", _hollow(word), row)
    if message["audience"] and message["audience"] not in {each["name"] for each in content["audiences"]}:
        asked = _("Le message %(rank)s parle à « %(audience)s », qui n’est pas une cible de ce brief.") % {
            "rank": row + 1,
            "audience": message["audience"],
        }
        yield Hint("foreign_audience", "messages", asked, row)


def _twice(messages: Sequence[Content]) -> Iterator[Hint]:
    seen: dict[str, int] = {}
    for row, message in enumerate(messages):
        first = seen.setdefault(_plain(message["text"]), row)
        if first != row:
            text = _("Les messages %(first)s et %(second)s disent la même chose.") % {
                "first": first + 1,
                "second": row + 1,
            }
            yield Hint("twice", "messages", text, row)


def _silent_audiences(content: Content) -> Iterator[Hint]:
    """Audiences nobody speaks to, once every message is for somebody in particular."""
    messages = content["messages"]
    if not messages or any(not message["audience"] for message in messages):
        return
    spoken = {message["audience"] for message in messages}
    for row, audience in enumerate(content["audiences"]):
        if audience["name"] not in spoken:
            text = _("« %(name)s » n’a aucun message : que lui disons-nous ?") % {"name": audience["name"]}
            yield Hint("silent_audience", "cibles", text, row)


def _on_voice(content: Content) -> Iterator[Hint]:
    tone, constraints, sector = content["tone"], content["constraints"], content["sector"]
    if not tone:
        text = _("Pas de ton : comment parle la marque cette fois, et comment ne parle-t-elle jamais ?")
        yield Hint("no_tone", "ton", text)
    elif _words(tone) and all(word in VAGUE_TONES or word in ("et", "mais") for word in _words(tone)):
        text = _("« %(tone)s » : donnez une phrase écrite dans ce ton.") % {"tone": tone}
        yield Hint("vague_tone", "ton", text)
    if sector and not constraints:
        text = _("Secteur réglementé sans contrainte écrite : quelle mention est obligatoire ?")
        yield Hint("sector_unsaid", "ton", text)
    elif not constraints:
        text = _("Aucune contrainte : logo, mentions, prix, ce qu’il est interdit de montrer ?")
        yield Hint("no_constraints", "ton", text)


def _hollow(word: str) -> str:
    return _("« %(word)s » : tout le monde le dit. Quel fait le montre ?") % {"word": word}


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rstrip() + "…"


def _plain(text: str) -> str:
    """Lower case, without accents or double spaces: what two people would call the same words."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in bare if not unicodedata.combining(char)).split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _plain(text))


def _first_found(text: str, words: Sequence[str]) -> str:
    """The first listed word or phrase in a text, as the text spells it; "" when none is there."""
    plain = _plain(text)
    for word in words:
        if found := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain):
            # Accents are folded one for one, so places in the two texts are the same unless spaces were.
            original = " ".join(text.split())
            same_length = len(original) == len(plain)
            return original[found.start() : found.end()] if same_length else found.group()
    return ""
