"""Keeping a campaign as a template, and editing a template's tasks."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.exchange.headers import plain
from campaigns.exchange.links import LinkText, links_read, links_write
from campaigns.models import Campaign, PlanTemplate, Task, Team
from campaigns.playbooks.dictionaries import TEAMS
from core.formatting import current_locale


class KeepForm(forms.Form):
    """A campaign's plan under a name of its own."""

    name = forms.CharField(label=gettext_lazy("Nom du modèle"), max_length=120)
    actual = forms.ChoiceField(
        label=gettext_lazy("Durées à garder"),
        choices=[
            ("", gettext_lazy("celles du planning")),
            ("1", gettext_lazy("le temps réellement pris, là où le travail est fini")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", _("D’après %(name)s") % {"name": campaign.name[:100]})
        self.initial.setdefault("actual", "")


class TemplateTaskForm(forms.Form):
    """A task of a template. `number` is its rank on the page: what the others' links name."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    name = forms.CharField(label=gettext_lazy("Tâche"), max_length=160)
    kind = forms.ChoiceField(label=gettext_lazy("Nature"), choices=Task.Kind.choices, initial=Task.Kind.TASK)
    duration = forms.IntegerField(
        label=gettext_lazy("Durée (jours ouvrés)"), min_value=0, max_value=3650, initial=1
    )
    team = forms.ChoiceField(label=gettext_lazy("Équipe"), required=False)
    wave = forms.ChoiceField(label=gettext_lazy("Vague"), required=False)
    after = forms.CharField(label=gettext_lazy("Attend"), required=False, max_length=600)

    def __init__(
        self, *args: Any, teams: list[tuple[str, str]], waves: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", _("Sans équipe")), *teams]  # type: ignore[attr-defined]
        self.fields["wave"].choices = [("", _("Pour toute la campagne")), *waves]  # type: ignore[attr-defined]
        index = str(self.prefix).rpartition("-")[2]
        self.number = int(index) + 1 if index.isdecimal() else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, duration = data.get("kind"), data.get("duration")
        if kind == Task.Kind.MILESTONE:
            data["duration"] = 0
        elif duration == 0:
            self.add_error("duration", _("Une tâche dure au moins un jour. Sans durée, c’est un jalon."))
        return data


class TaskFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """All the tasks of a template; links are checked together."""

    def rows(self) -> list[dict[str, Any]]:
        """What was kept, in its order, with links as (key, type, lag). Call it once valid."""
        return self.kept

    def clean(self) -> None:
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.cleaned_data.get("name") and not _dropped(form)]
        gone = {form.number for form in self.forms if _dropped(form)}
        used = {form.cleaned_data["key"] for form in kept}
        for form in kept:
            if not form.cleaned_data["key"]:
                form.cleaned_data["key"] = next(
                    key for n in range(1, len(used) + 2) if (key := f"n{n}") not in used
                )
                used.add(form.cleaned_data["key"])
        by_number = {form.number: form.cleaned_data["key"] for form in kept}
        by_name = {plain(form.cleaned_data["name"]): form.cleaned_data["key"] for form in kept}
        self.kept = [{**form.cleaned_data, "after": _after(form, by_number, by_name, gone)} for form in kept]


def _dropped(form: Any) -> bool:
    return bool(form.cleaned_data.get("DELETE"))


def _after(form: Any, by_number: dict[int, str], by_name: dict[str, str], gone: set[int]) -> list[list[Any]]:
    """The links of a row; what is wrong is said beside it. Links to a row that goes go with it."""
    try:
        links = links_read(form.cleaned_data.get("after", ""))
    except ValueError as error:
        words = _("« %(piece)s » n’est pas une liste de tâches. Exemple : 2;5FD+3 j")
        form.add_error("after", words % {"piece": error})
        return []
    found: dict[str, list[Any]] = {}
    for link in links:
        if link.ref in gone:
            continue
        key = by_number.get(link.ref) if isinstance(link.ref, int) else by_name.get(plain(link.ref))
        if key is None:
            form.add_error("after", _("« %(ref)s » n’est pas dans ce modèle.") % {"ref": link.ref})
        elif key == form.cleaned_data["key"]:
            form.add_error("after", _("Une tâche ne peut pas dépendre d’elle-même."))
        else:
            unit = [link.unit] if link.lag and link.unit != "working" else []
            found[key] = [key, link.type, link.lag, *unit]
    return list(found.values())


def tasks_formset(template: PlanTemplate, data: Any = None) -> TaskFormSet:
    """The tasks of a template as forms, and a blank one."""
    body = template.body
    names = {team.key: str(team.name) for team in TEAMS}
    names |= dict(Team.objects.filter(workspace=template.workspace_id).values_list("key", "name"))
    made = forms.formset_factory(
        TemplateTaskForm, formset=TaskFormSet, extra=1, can_delete=True, max_num=600, absolute_max=700
    )
    numbers = {row["key"]: number for number, row in enumerate(body["tasks"], start=1)}
    french = str(current_locale()).startswith("fr")
    initial = [
        {
            **{name: row[name] for name in ("key", "name", "kind", "duration", "team", "wave")},
            "after": links_write(
                [LinkText(numbers[key], *bond) for key, *bond in row["after"] if key in numbers],
                french=french,
            ),
        }
        for row in body["tasks"]
    ]
    options = {
        "teams": sorted(names.items(), key=lambda item: item[1]),
        "waves": [(row["key"], row["name"]) for row in body["waves"]],
    }
    return cast(TaskFormSet, made(data, initial=initial, prefix="taches", form_kwargs=options))


def merged_tasks(template: PlanTemplate, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tasks of a body, as the page has them now: what it does not show is kept."""
    known = {row["key"]: row for row in template.body["tasks"]}
    blank = {"phase": "COORDINATION", "what": "", "anchor": None, "offset": 0, "not_before": None}
    merged = []
    for row in rows:
        task = {**blank, **known.get(row["key"], {})}
        task |= {name: row[name] for name in ("key", "name", "kind", "duration", "team", "after")}
        task["wave"] = row["wave"] or None
        if task["wave"] is None and str(task["anchor"]).startswith("wave"):
            task["anchor"] = None
        merged.append(task)
    return merged
