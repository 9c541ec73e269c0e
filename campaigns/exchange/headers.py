"""The names columns have in our own exports and in other tools', French and English, by what they say.

Compared without accents, case, punctuation, nor what stands between brackets (a unit).
"""

import re
import unicodedata
from collections.abc import Sequence

COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("n", "no", "num", "numero", "id", "number", "row"),
    "identifier": ("identifiant", "identifier"),
    "name": (
        "tache", "nom de la tache", "nom de tache", "nom", "intitule", "libelle", "activite", "action",
        "task", "task name", "name", "title", "activity",
    ),
    "wave": ("vague", "wave"),
    "phase": ("phase", "etape", "step"),
    "kind": ("nature", "kind", "type"),
    "milestone": ("jalon", "milestone"),
    "team": ("equipe", "team", "service", "department", "pole"),
    "person": (
        "qui", "personne", "responsable", "affecte a", "noms ressources", "nom des ressources", "ressources",
        "who", "person", "assignee", "assigned to", "owner", "resource names", "resources",
    ),
    "duration": ("duree", "duree prevue", "nb jours", "nombre de jours", "jours", "duration", "days"),
    "start": ("debut", "date de debut", "date debut", "debut prevu", "start", "start date", "begin"),
    "end": ("fin", "date de fin", "date fin", "fin prevue", "echeance", "finish", "finish date", "end",
            "end date", "due date"),
    "links": ("predecesseurs", "predecesseur", "dependances", "depend de", "predecessors", "dependencies",
              "depends on"),
    "waits": ("attend", "apres", "waits for", "after"),
    "not_before": ("pas avant", "not before"),
    "not_after": ("au plus tard", "not after", "deadline", "date limite", "at the latest"),
    "pinned_on": ("date fixee", "fixed date", "pinned"),
    "description": ("description", "notes", "quoi", "commentaire", "commentaires", "comments", "details"),
    "summary": ("recapitulative", "tache recapitulative", "summary"),
}  # fmt: skip
#: Known, and left alone: dates and slack are reckoned, progress is said by those who do the work.
LEFT = frozenset(
    {"etat", "status", "statut", "avancement", "acheve", "complete", "marge", "slack", "total slack",
     "ce qui bloque", "what is blocking", "mode tache", "task mode", "identifiant unique", "unique id", "wbs"}
)  # fmt: skip
#: A first column that says one of these makes its row a total.
TOTALS = frozenset({"total", "total general", "sous total", "totaux", "grand total", "subtotal", "somme"})
YES = frozenset({"oui", "yes", "vrai", "true", "1", "x"})

_BY_NAME = {name: key for key, names in COLUMNS.items() for name in names}


def plain(text: object) -> str:
    """Without accents, case, punctuation and brackets: «Durée (jours ouvrés)» → «duree»."""
    bare = re.sub(r"\([^)]*\)", " ", str(text or ""))
    split = unicodedata.normalize("NFKD", bare.replace("°", " ").replace("’", "'").casefold())
    letters = "".join(character for character in split if not unicodedata.combining(character))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())


def recognised(header: Sequence[object]) -> dict[str, int]:
    """{what a column says: its place}; the first of two that say the same."""
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        key = _BY_NAME.get(plain(cell))
        if key:
            found.setdefault(key, place)
    if "links" not in found and "waits" in found:
        found["links"] = found["waits"]
    found.pop("waits", None)
    return found
