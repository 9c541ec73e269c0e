"""Addresses of sign-off: the team's page, one's own queue, and the public page of a signer."""

from django.urls import URLPattern, path

from campaigns.views import legal, signoff, signoff_public, signoff_queue

SPACE = "e/<slug:slug>/"
SIGNOFF = "e/<slug:slug>/campagnes/<slug:reference>/validations/"

urlpatterns: list[URLPattern] = [
    # The team: where each content stands, asking, reminding, taking back
    path(SIGNOFF, signoff.overview, name="signoff"),
    path(f"{SIGNOFF}<slug:kind>/demander/", signoff.ask, name="signoff-request"),
    path(f"{SIGNOFF}<slug:kind>/versions/<int:number>/", signoff.version, name="signoff-version"),
    path(f"{SIGNOFF}<slug:kind>/versions/<int:number>/pdf/", signoff.version_pdf, name="signoff-version-pdf"),
    path(f"{SIGNOFF}demandes/<int:pk>/retirer/", signoff.withdraw, name="signoff-withdraw"),
    path(f"{SIGNOFF}signatures/<int:pk>/relancer/", signoff.remind, name="signoff-remind"),
    path(f"{SIGNOFF}signatures/<int:pk>/repondre/", signoff.answer, name="signoff-answer"),
    # Settings: who must sign
    path(f"{SPACE}reglages/signataires-juridiques/", legal.signers, name="legal-signers"),
    # A member: what waits for my decision
    path(f"{SPACE}a-valider/", signoff_queue.to_sign, name="to-sign"),
    path(f"{SPACE}a-valider/<int:pk>/", signoff_queue.sign, name="sign"),
    # A signer without an account: the page, then the link that opens it
    path("v/<int:pk>/", signoff_public.page, name="signoff-page"),
    path("v/<int:pk>/document/", signoff_public.document, name="signoff-document"),
    path("v/<int:pk>/recu/", signoff_public.receipt, name="signoff-receipt"),
    path("v/<int:pk>/recu/pdf/", signoff_public.receipt_download, name="signoff-receipt-pdf"),
    path("v/<str:token>/", signoff_public.link, name="signoff-link"),
]
