"""The names beside a Gantt. A plan of hundreds writes them by hand: a template would take longer than
everything else on the page."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campaigns.selectors.plan_chart import Label
from core.templatetags.ui import icon

register = template.Library()

_CSS = {"alert": " late", "stop": " blocked"}


@register.simple_tag
def plan_labels(labels: list[Label], address: str) -> SafeString:
    """``{% plan_labels chart.labels board.address %}``: the list, each task a link under `address`."""
    words = {"alert": _("En retard"), "stop": _("Bloquée"), "check": _("Terminée")}
    icons = {name: icon(name, said) for name, said in words.items()} | {"": ""}
    lines = []
    for label in labels:
        text = conditional_escape(label.text)
        if label.task is None:
            lines.append(f'<li class="group"><span class="truncate">{text}</span></li>')
        else:
            css = f"{label.css}{_CSS.get(label.icon, '')}".strip()
            item = f'<li class="{css}">' if css else "<li>"
            link = f'<a href="{address}{label.task.pk}/" title="{text}">{text}</a>'
            lines.append(f"{item}{icons[label.icon]}{link}</li>")
    # Every text was escaped above; the address is made of slugs.
    return SafeString("".join(lines))
