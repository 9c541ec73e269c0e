"""The settings page of legal signers: everybody reads it, an administrator changes it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from campaigns.forms.errors import refuse
from campaigns.forms.legal import LegalSignersForm
from campaigns.selectors.legal import legal_signers, sector_rows, signers_seen
from campaigns.services.legal import LegalSignersMovedError, legal_signers_set
from core.access import Access, access_for
from core.http import see_other
from core.models import Role
from core.selectors.people import administrators
from core.settings_area import settings_list


@require_http_methods(["GET", "HEAD", "POST"])
def signers(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug, at_least=Role.ADMIN if request.method == "POST" else Role.VIEWER)
    request.place = "settings"  # type: ignore[attr-defined]
    form = _form(access, request)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                seen = form.cleaned_data["seen"]
                changed = legal_signers_set(actor=access, people=form.people(), seen=seen)
                _say(request, changed)
                return see_other("campaigns:legal-signers", slug)
        except LegalSignersMovedError:
            messages.warning(
                request,
                _("Quelqu’un vient de changer ces désignations : les voici à jour, rien n’est enregistré."),
            )
            form, status = _form(access), 409
        except ValidationError as error:
            refuse(form, error)
    rows = sector_rows(access.workspace)
    context = {
        "access": access,
        "form": form,
        "rows": [(row, form[row.key]) for row in rows],
        "can_edit": access.covers(Role.ADMIN),
        "administrators": list(administrators(access.workspace)),
        "settings": settings_list(access, "legal-signers"),
    }
    return render(request, "campaigns/legal_signers.html", context, status=status)


def _form(access: Access, request: HttpRequest | None = None) -> LegalSignersForm:
    data = request.POST if request and request.method == "POST" else None
    rows = sector_rows(access.workspace)
    seen = signers_seen(legal_signers(access.workspace))
    return LegalSignersForm(data, workspace=access.workspace, rows=rows, initial={"seen": seen})


def _say(request: HttpRequest, changed: int) -> None:
    if not changed:
        messages.info(request, _("Rien n’a changé."))
        return
    said = ngettext(
        "%(count)s désignation est enregistrée. Elle vaut pour les prochaines demandes.",
        "%(count)s désignations sont enregistrées. Elles valent pour les prochaines demandes.",
        changed,
    )
    messages.success(request, said % {"count": changed})
