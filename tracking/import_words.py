"""What the import engine found, in words. The engine gives codes; sentences are made here, when read."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracking.importers import GENERIC, Ask, Code, Problem, Question, Why, platforms
from tracking.importers.dates import PLAUSIBLE_YEARS

_YEAR = re.compile(r"\b\d{4}\b")

#: Names of figures that no KPI of the workspace carries.
METRIC_NAMES: dict[str, str | Promise] = {
    "impressions": gettext_lazy("Impressions"),
    "clicks": gettext_lazy("Clics"),
    "cost": gettext_lazy("Coût"),
    "conversions": gettext_lazy("Conversions"),
    "conversion_value": gettext_lazy("Valeur de conversion"),
    "reach": gettext_lazy("Couverture"),
    "results": gettext_lazy("Résultats"),
    "link_clicks": gettext_lazy("Clics sur un lien"),
    "outbound_clicks": gettext_lazy("Clics sortants"),
    "landing_page_views": gettext_lazy("Vues de page de destination"),
    "video_views": gettext_lazy("Vues vidéo"),
    "engagements": gettext_lazy("Interactions"),
    "leads": gettext_lazy("Leads"),
    "orders": gettext_lazy("Commandes"),
    "revenue": gettext_lazy("Chiffre d’affaires"),
    "sessions": gettext_lazy("Sessions"),
    "users": gettext_lazy("Utilisateurs"),
    "visits": gettext_lazy("Visites"),
    "delivered": gettext_lazy("E-mails délivrés"),
    "sent": gettext_lazy("E-mails envoyés"),
    "opens": gettext_lazy("Ouvertures"),
    "unique_opens": gettext_lazy("Ouvreurs"),
    "total_opens": gettext_lazy("Ouvertures, répétitions comprises"),
    "unique_clicks": gettext_lazy("Cliqueurs"),
    "total_clicks": gettext_lazy("Clics d’e-mail"),
    "unsubscribes": gettext_lazy("Désinscriptions"),
    "hard_bounces": gettext_lazy("Rejets définitifs"),
    "soft_bounces": gettext_lazy("Rejets temporaires"),
    "complaints": gettext_lazy("Plaintes"),
    "engaged_sessions": gettext_lazy("Sessions avec engagement"),
    "events": gettext_lazy("Événements"),
    "visitors": gettext_lazy("Visiteurs"),
    "actions": gettext_lazy("Actions"),
}

_PROBLEMS: dict[Code, str | Promise] = {
    Code.EMPTY_FILE: gettext_lazy("Le fichier est vide."),
    Code.NO_DATA: gettext_lazy("Le fichier a des titres de colonnes mais aucune ligne de données."),
    Code.NOT_A_TABLE: gettext_lazy("Ce fichier n’est pas un tableau : exportez en CSV ou en XLSX."),
    Code.OLD_WORKBOOK: gettext_lazy("Ce classeur est d’un ancien format : enregistrez-le en XLSX."),
    Code.ARCHIVE: gettext_lazy("C’est une archive : extrayez-la, puis importez le fichier voulu."),
    Code.UNREADABLE_WORKBOOK: gettext_lazy("Ce classeur est abîmé ou protégé : exportez-le de nouveau."),
    Code.WORKBOOK_TOO_LARGE: gettext_lazy("Une fois ouvert, ce classeur est trop gros : exportez une période plus courte."),
    Code.TOO_MANY_COLUMNS: gettext_lazy("Le tableau a trop de colonnes pour être un export de campagne."),
    Code.NUL_BYTES: gettext_lazy("Le fichier contient des octets nuls : il est abîmé. Exportez-le de nouveau."),
    Code.UNKNOWN_ENCODING: gettext_lazy("L’encodage du texte n’est pas reconnu : exportez en UTF-8."),
    Code.CUT_FILE: gettext_lazy("Le fichier est coupé avant la fin : téléchargez-le de nouveau."),
    Code.LINE_TOO_LONG: gettext_lazy("Une ligne est démesurée : ce n’est pas un tableau."),
    Code.CELL_TOO_LONG: gettext_lazy("Une cellule est démesurée."),
    Code.OPEN_QUOTE: gettext_lazy("Un guillemet ouvert n’est jamais refermé."),
    Code.NO_HEADER: gettext_lazy("Aucune ligne de titres n’est reconnue."),
    Code.WRONG_PLATFORM: gettext_lazy("Ce fichier vient d’une autre plateforme que la source choisie."),
    Code.UNKNOWN_PLATFORM: gettext_lazy("Cette plateforme n’est pas connue."),
    Code.UNKNOWN_SHEET: gettext_lazy("Cette feuille n’existe pas dans le classeur."),
    Code.BAD_CURRENCY: gettext_lazy("« %(value)s » n’est pas une devise."),
    Code.BAD_PERIOD: gettext_lazy("La période finit avant de commencer."),
    Code.BAD_MAPPING: gettext_lazy("Une colonne est associée à une mesure inconnue."),
    Code.MIXED_CURRENCIES: gettext_lazy("Plusieurs devises dans la même colonne : séparez-les avant d’importer."),
    Code.MIXED_NUMBER_STYLES: gettext_lazy("La colonne « %(column)s » mélange virgule et point décimal."),
    Code.MIXED_DATE_ORDERS: gettext_lazy("La colonne « %(column)s » mélange jour/mois et mois/jour."),
    Code.ROW_TOO_SHORT: gettext_lazy("La ligne a moins de cellules que le tableau de colonnes."),
    Code.ROW_TOO_LONG: gettext_lazy("La ligne a plus de cellules que le tableau de colonnes."),
    Code.NOT_A_NUMBER: gettext_lazy("« %(value)s » n’est pas un nombre (colonne « %(column)s »)."),
    Code.NUMBER_TOO_LARGE: gettext_lazy("« %(value)s » est un nombre démesuré (colonne « %(column)s »)."),
    Code.SCIENTIFIC_NUMBER: gettext_lazy("« %(value)s » a été arrondi par un tableur (colonne « %(column)s »)."),
    Code.NOT_WHOLE: gettext_lazy("« %(value)s » devrait être un nombre entier (colonne « %(column)s »)."),
    Code.NEGATIVE: gettext_lazy("« %(value)s » est négatif (colonne « %(column)s »)."),
    Code.UNEXPECTED_UNIT: gettext_lazy("« %(value)s » porte une unité inattendue (colonne « %(column)s »)."),
    Code.FORMULA: gettext_lazy("« %(value)s » est une formule (colonne « %(column)s ») : collez sa valeur."),
    Code.CELL_ERROR: gettext_lazy("« %(value)s » est une erreur de tableur (colonne « %(column)s »)."),
    Code.NO_DATE: gettext_lazy("La date manque (colonne « %(column)s »)."),
    Code.NOT_A_DATE: gettext_lazy("« %(value)s » n’est pas une date (colonne « %(column)s »)."),
    Code.IMPOSSIBLE_DATE: gettext_lazy("La date « %(value)s » n’existe pas."),
    Code.FUTURE_DATE: gettext_lazy("La date « %(value)s » est dans le futur."),
    Code.REVERSED_PERIOD: gettext_lazy("La période finit avant de commencer (« %(value)s »)."),
    Code.NO_FINAL_NEWLINE: gettext_lazy("La dernière ligne n’est pas terminée : le téléchargement a pu être coupé."),
    Code.TOTALS_DIFFER: gettext_lazy("Le total écrit dans le fichier ne correspond pas à la somme des lignes."),
    Code.LOOKS_LIKE_TOTAL: gettext_lazy("Cette ligne additionne celles du dessus : est-ce un total ? Elle est comptée comme les autres."),
    Code.TOTALS_MISSING: gettext_lazy("Le fichier n’a pas de ligne de total à comparer."),
    Code.ROWS_DIFFER: gettext_lazy("Le fichier annonce un autre nombre de lignes."),
    Code.INCOMPLETE_DATA: gettext_lazy("La plateforme signale que ces chiffres ne sont pas définitifs."),
    Code.OTHER_TABLE: gettext_lazy("Le fichier contient d’autres tableaux : seul le premier est lu."),
    Code.OUTSIDE_PERIOD: gettext_lazy("Des lignes sont hors de la période annoncée."),
    Code.DAMAGED_IDS: gettext_lazy("Des identifiants ont été arrondis par un tableur : les noms serviront."),
    Code.TOO_MANY_CAMPAIGNS: gettext_lazy("Le fichier a plus de campagnes que cette page n’en montre."),
}  # fmt: skip

_QUESTIONS: dict[tuple[Ask, Why], str | Promise] = {
    (Ask.CURRENCY, Why.MISSING): gettext_lazy("Dans quelle devise sont les montants ? Le fichier ne le dit pas."),
    (Ask.CURRENCY, Why.AMBIGUOUS): gettext_lazy("Le symbole de devise du fichier en désigne plusieurs : laquelle ?"),
    (Ask.CURRENCY, Why.CONFLICT): gettext_lazy("Le fichier annonce une autre devise que celle indiquée."),
    (Ask.PERIOD, Why.MISSING): gettext_lazy("De quel jour à quel jour vont ces chiffres ? Le fichier ne le dit pas."),
    (Ask.PERIOD, Why.AMBIGUOUS): gettext_lazy("Le fichier annonce plusieurs périodes : laquelle retenir ?"),
    (Ask.PERIOD, Why.CONFLICT): gettext_lazy("Le fichier annonce une autre période que celle indiquée."),
    (Ask.DAY_MONTH_ORDER, Why.AMBIGUOUS): gettext_lazy("03/04, est-ce le 3 avril ou le 4 mars ? Rien ne permet de trancher."),
    (Ask.DAY_MONTH_ORDER, Why.CONFLICT): gettext_lazy("Les dates du fichier prouvent un autre ordre jour/mois."),
    (Ask.DECIMAL_MARK, Why.AMBIGUOUS): gettext_lazy("1,234, est-ce un millier ou un et des décimales ? (colonne « %(column)s »)"),
    (Ask.DECIMAL_MARK, Why.CONFLICT): gettext_lazy("Les nombres de la colonne « %(column)s » prouvent une autre décimale."),
    (Ask.SHEET, Why.AMBIGUOUS): gettext_lazy("Le classeur a plusieurs feuilles de données : laquelle lire ?"),
    (Ask.MAPPING, Why.MISSING): gettext_lazy("Que contient la colonne « %(column)s » ?"),
    (Ask.MAPPING, Why.AMBIGUOUS): gettext_lazy("Plusieurs colonnes semblent dire la même chose : laquelle compte ?"),
}  # fmt: skip


def words(found: Problem | Question) -> str:
    """One sentence for a problem or a question, without its line number."""
    if isinstance(found, Question):
        template = _QUESTIONS.get((found.ask, found.why))
        values = {**found.params, "column": found.column or ""}
        if found.ask is Ask.MAPPING and not found.column:
            return _("Ces colonnes ne sont pas reconnues : dites ce qu’elles contiennent.")
    else:
        template = _PROBLEMS.get(found.code)
        if found.code is Code.WRONG_PLATFORM:
            return _wrong_platform(found)
        if found.code is Code.IMPOSSIBLE_DATE and _too_old(found.value or ""):
            template = _("La date « %(value)s » est trop ancienne.")
        values = {**found.params, "column": found.column or "", "value": found.value or ""}
    return str(template) % values if template else str(found)


def _too_old(value: str) -> bool:
    """A date that exists, of a year no campaign's figures are of."""
    year = _YEAR.search(value)
    return year is not None and int(year[0]) < PLAUSIBLE_YEARS.start


def _wrong_platform(found: Problem) -> str:
    """«C’est un export LinkedIn Ads ; vous avez choisi Google Ads.»"""
    given, detected = (str(found.params.get(key) or "") for key in ("given", "detected"))
    if not detected:
        return _("Ce n’est pas un export %(given)s, la plateforme de la source choisie.") % {
            "given": export_name(given)
        }
    return _("C’est un export %(detected)s ; vous avez choisi %(given)s.") % {
        "detected": export_name(detected),
        "given": export_name(given),
    }


def export_name(key: str) -> str:
    """A platform by its own name; somebody's own table has none."""
    known = platforms().get(key)
    return known.name if known and key != GENERIC else _("Tableau CSV")


def metric_name(key: str) -> str:
    """A figure's name for its readers; the key itself when nobody named it."""
    return str(METRIC_NAMES.get(key, key))
