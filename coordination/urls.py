"""Addresses of the coordination app: the workspace's page, then a campaign's three pages and their parts."""

from django.urls import URLPattern, path, register_converter

from coordination.views import assets, briefings, briefs, creations, execution, overview, signed, workflow

app_name = "coordination"


class DigestConverter:
    """The SHA-256 of a file, in hexadecimal."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DigestConverter, "digest")

CAMPAIGN = "e/<slug:slug>/campagnes/<slug:reference>/"
WORKFLOW = f"{CAMPAIGN}coordination/"
CREATIONS = f"{CAMPAIGN}creations/"
EXECUTION = f"{CAMPAIGN}execution/"
BRIEF = f"{CREATIONS}briefs/<int:pk>/"
ASSET = f"{CREATIONS}assets/<int:pk>/"

urlpatterns: list[URLPattern] = [
    # /e/<workspace>/coordination/
    path("e/<slug:slug>/coordination/", overview.overview, name="overview"),
    # …/coordination/
    path(WORKFLOW, workflow.workflow, name="workflow"),
    path(f"{WORKFLOW}taches/<int:pk>/", workflow.task, name="task"),
    # …/coordination/briefings/
    path(f"{WORKFLOW}briefings/", briefings.briefings, name="briefings"),
    path(f"{WORKFLOW}briefings/<int:pk>/", briefings.briefing, name="briefing"),
    path(f"{WORKFLOW}briefings/<int:pk>/relancer/", briefings.remind, name="briefing-remind"),
    path(
        f"{WORKFLOW}briefings/<int:pk>/accuser-reception/", briefings.acknowledge, name="briefing-acknowledge"
    ),
    path(f"{WORKFLOW}briefings/envoyer/<int:wave>/<int:team>/", briefings.send, name="briefing-send"),
    # …/creations/
    path(CREATIONS, creations.creations, name="creations"),
    path(f"{CREATIONS}completer/", creations.complete, name="creative-briefs-complete"),
    path(f"{CREATIONS}prevoir/", creations.plan, name="assets-plan"),
    # …/creations/briefs/<id>/
    path(BRIEF, briefs.creative_brief, name="creative-brief"),
    path(f"{BRIEF}modifier/", briefs.edit, name="creative-brief-edit"),
    path(f"{BRIEF}reprendre/", briefs.fill, name="creative-brief-fill"),
    path(f"{BRIEF}pdf/", briefs.pdf, name="creative-brief-pdf"),
    path(f"{BRIEF}assets/ajouter/", assets.add, name="asset-add"),
    # …/creations/assets/<id>/
    path(ASSET, assets.asset, name="asset"),
    path(f"{ASSET}versions/", assets.upload, name="asset-upload"),
    path(f"{ASSET}retirer/", assets.remove, name="asset-remove"),
    path(f"{ASSET}versions/<int:number>/relecture/", assets.review, name="asset-review"),
    path(f"{ASSET}versions/<int:number>/fichier/", assets.file, name="asset-file"),
    path(f"{ASSET}versions/<int:number>/apercu/", assets.thumbnail, name="asset-thumbnail"),
    # …/creations/figees/<fingerprint>/
    path(f"{CREATIONS}figees/<digest:digest>/apercu/", signed.frozen_picture, name="frozen-picture"),
    path(f"{CREATIONS}figees/<digest:digest>/fichier/", signed.frozen_file, name="frozen-file"),
    # A signer without an account: the files of the version they were sent
    path("v/<int:pk>/creations/<digest:digest>/apercu/", signed.picture, name="signed-picture"),
    path("v/<int:pk>/creations/<digest:digest>/fichier/", signed.file, name="signed-file"),
    # …/execution/
    path(EXECUTION, execution.execution, name="execution"),
    path(f"{EXECUTION}declarer/<int:wave>/<int:channel>/", execution.report, name="activation-report"),
    path(f"{EXECUTION}<int:pk>/retirer/", execution.withdraw, name="activation-withdraw"),
]
