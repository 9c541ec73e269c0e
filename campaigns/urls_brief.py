"""Addresses of the brief: its page, its texts, the rows of its lists, its documents."""

from django.urls import URLPattern, path, re_path

from campaigns.views import brief

BRIEF = "e/<slug:slug>/campagnes/<slug:reference>/brief/"
_BRIEF = r"^e/(?P<slug>[-\w]+)/campagnes/(?P<reference>[-\w]+)/brief/"
_TEXTS = r"(?P<section>strategie|fond|ton)/$"
_ROWS = r"(?P<section>objectifs|cibles|messages)/"

urlpatterns: list[URLPattern] = [
    path(BRIEF, brief.brief, name="brief"),
    path(f"{BRIEF}pdf/", brief.pdf, name="brief-pdf"),
    re_path(
        _BRIEF + r"documents/(?P<digest>[0-9a-f]{64})\.(?P<suffix>[a-z]{3,4})$",
        brief.document,
        name="brief-document",
    ),
    re_path(_BRIEF + _TEXTS, brief.text, name="brief-text"),
    re_path(_BRIEF + _ROWS + r"ajouter/$", brief.row_add, name="brief-row-add"),
    re_path(_BRIEF + _ROWS + r"(?P<pk>\d{1,18})/$", brief.row, name="brief-row"),
    re_path(_BRIEF + _ROWS + r"(?P<pk>\d{1,18})/retirer/$", brief.row_remove, name="brief-row-remove"),
    re_path(_BRIEF + _ROWS + r"(?P<pk>\d{1,18})/deplacer/$", brief.row_move, name="brief-row-move"),
]
