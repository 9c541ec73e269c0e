"""The kinds of content that can be signed, registered by the app that owns each."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from campaigns.evidence.canonical import canonical_json, fingerprint
from campaigns.models import Campaign, Signature, SignOffRequest, Snapshot
from campaigns.signoff.diff import Field
from campaigns.signoff.naming import called, former_names
from core.pdf import Resource


def _nothing_missing(campaign: Campaign) -> list[str]:
    return []


def _always(campaign: Campaign) -> bool:
    return True


def _nothing_said(subject: Any, *more: Any) -> str:
    return ""


def _nothing_follows(request: SignOffRequest, last: Signature) -> None:
    return None


def _no_pictures(campaign: Campaign, content: Mapping[str, Any]) -> dict[str, Resource]:
    return {}


@dataclass(frozen=True)
class ContentKind:
    """A signable content.

    `build` returns authored and committed values only (never computed dates, progress or forecasts) as
    JSON-able data: its canonical form is what is hashed, and `template` must show all of it from that
    data alone (context: `content`, `campaign`, and `pdf` inside a PDF). `url_name` takes (workspace,
    reference). `fields` names the paths of the content for a readable diff, see `signoff.diff`.
    `unready` says, in sentences, why it may be too early to ask. `offered` says whether a campaign has
    this content at all. `covers` names the kinds whose contents are parts of this one, under their own
    keys: its approval is theirs. `amended` («au brief») says that a void approval opens an amendment once
    the campaign is live.

    A content that only certain people may sign says in `refused` (campaign, the people asked) why these may
    not be asked, and in `ended` (signature) why one may not be given any more; "" when they may. `now` is a
    sentence about a request that its signer reads beside the frozen content. `settled` (request, its last
    signature) runs in the transaction that approves or refuses. `ask_url_name` replaces the common form.
    `pictures` gives what the template shows in a PDF as `resource:<name>` (context: `pictures`, their names).
    """

    key: str
    label: str | Promise  # "le brief", for sentences
    title: str | Promise  # "Brief campagne", for headings
    build: Callable[[Campaign], dict[str, Any]]
    template: str
    url_name: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    unready: Callable[[Campaign], list[str]] = _nothing_missing
    offered: Callable[[Campaign], bool] = _always
    covers: tuple[str, ...] = ()
    amended: str | Promise = ""
    refused: Callable[[Campaign, Sequence[Any]], str] = _nothing_said
    ended: Callable[[Signature], str] = _nothing_said
    now: Callable[[SignOffRequest], str] = _nothing_said
    settled: Callable[[SignOffRequest, Signature], None] = _nothing_follows
    ask_url_name: str = ""
    pictures: Callable[[Campaign, Mapping[str, Any]], Mapping[str, Resource]] = _no_pictures

    @property
    def parts(self) -> list[str]:
        """The parts of this content that somebody may answer for alone."""
        return sorted({described.part for described in self.fields.values() if described.part})


@dataclass(frozen=True)
class ContentFamily:
    """Contents of which a campaign has several, such as the assets of each wave.

    The key of one is `<family>-<subject>` («assets-12»); `kind` makes its ContentKind from the subject and
    raises KeyError when there is none, `kinds` gives those of a campaign in reading order. `many` makes
    those of several subjects in one read, for lists (`kinds_loaded`).
    """

    key: str
    kind: Callable[[str], ContentKind]
    kinds: Callable[[Campaign], Sequence[ContentKind]]
    many: Callable[[Collection[str]], Sequence[ContentKind]] | None = None


_kinds: dict[str, ContentKind] = {}
_families: dict[str, ContentFamily] = {}
_NONE: Mapping[str, ContentKind] = MappingProxyType({})
_loaded: ContextVar[Mapping[str, ContentKind]] = ContextVar("kinds read ahead", default=_NONE)


def content_register(kind: ContentKind) -> None:
    """Apps call this in ready()."""
    _kinds[kind.key] = kind


def family_register(family: ContentFamily) -> None:
    """Apps call this in ready()."""
    _families[family.key] = family


def content_kind(key: str) -> ContentKind:
    """Raises KeyError for a kind nobody registered."""
    if key in _kinds:
        return _kinds[key]
    if key in (loaded := _loaded.get()):
        return loaded[key]
    family, subject = family_of(key)
    return _families[family].kind(subject)


def family_of(key: str) -> tuple[str, str]:
    """A key's family and subject: "assets-12" → ("assets", "12"), "brief" → ("brief", "")."""
    family, _dash, subject = key.partition("-")
    return family, subject


@contextmanager
def kinds_loaded(keys: Collection[Any]) -> Iterator[None]:
    """Inside the block, `content_kind` of these keys reads nothing: one read a family, for a whole list."""
    found: dict[str, ContentKind] = {}
    for family in _families.values():
        wanted = {key for key in map(str, keys) if key.startswith(f"{family.key}-")}
        if wanted and family.many:
            subjects = [key.removeprefix(f"{family.key}-") for key in wanted]
            found |= {kind.key: kind for kind in family.many(subjects)}
    token = _loaded.set({**_loaded.get(), **found})
    try:
        yield
    finally:
        _loaded.reset(token)


def answering(key: str) -> list[str]:
    """The kinds whose approval is an approval of this one: itself, and those that cover it."""
    return [key, *(kind.key for kind in _kinds.values() if key in kind.covers)]


def counting(latest: Mapping[str, SignOffRequest], kind: str) -> SignOffRequest | None:
    """Of the last request of each kind, the one that answers for `kind`: the newest that covers it."""
    found = [latest[key] for key in answering(kind) if key in latest]
    return max(found, key=lambda request: (request.requested_at, request.pk), default=None)


def overlapping(key: str) -> list[str]:
    """The kinds that share content with this one: itself, those that cover it and those it covers."""
    covered = _kinds[key].covers if key in _kinds else ()
    return [*answering(key), *covered]


def part_of(content: Any, asked: str, key: str) -> Any:
    """What a content of kind `asked` says of the kind `key`, which it is or covers."""
    return content if asked == key else content[key]


def content_kinds(campaign: Campaign) -> list[ContentKind]:
    """The contents of a campaign that can be signed, in the order they were registered."""
    single = [kind for kind in _kinds.values() if kind.offered(campaign)]
    return single + [kind for family in _families.values() for kind in family.kinds(campaign)]


def content_title(key: str) -> str:
    """The title of a kind of content; its key when nobody registers it any more."""
    try:
        return str(content_kind(key).title)
    except KeyError:
        return key


def content_words(key: object, number: object) -> str:
    """«le brief, version 3»; empty for what is no kind of content."""
    try:
        label = content_kind(str(key)).label
    except KeyError:
        return ""
    return _("%(content)s, version %(number)s") % {"content": label, "number": number}


def current_canonical(campaign: Campaign, kind: str) -> str:
    """The canonical JSON of a content as it stands now."""
    return canonical_json(content_kind(kind).build(campaign))


def current_content(campaign: Campaign, kind: str, *, beside: Snapshot | None = None) -> Any:
    """A content as it stands now, in the shape a snapshot holds: dates and amounts as text.

    To be shown `beside` a version, it calls things what they were called when that was frozen, so that
    what was renamed since does not read as changed.
    """
    content = current_canonical(campaign, kind)
    if beside is None or fingerprint(content) == beside.sha256:
        return json.loads(content)
    with called(former_names(campaign.workspace, beside.created_at)):
        return json.loads(current_canonical(campaign, kind))


def is_current(campaign: Campaign, snapshot: Snapshot) -> bool:
    """Whether a content still is what was frozen, whatever was renamed meanwhile. Raises KeyError when
    nobody registers its kind any more."""
    if fingerprint(current_canonical(campaign, snapshot.kind)) == snapshot.sha256:
        return True
    former = former_names(campaign.workspace, snapshot.created_at)
    if not former:
        return False
    with called(former):
        return fingerprint(current_canonical(campaign, snapshot.kind)) == snapshot.sha256


def stale_kinds(campaign: Campaign) -> list[str]:
    """Kinds whose living approval no longer matches the content: computed, not remembered."""
    alive = SignOffRequest.objects.filter(campaign=campaign, status__in=["open", "approved"])
    return [request.kind for request in alive.select_related("snapshot") if _stale(campaign, request)]


def _stale(campaign: Campaign, request: SignOffRequest) -> bool:
    try:
        return not is_current(campaign, request.snapshot)
    except KeyError:
        return False  # nobody registers this kind any more, or what was signed is gone
