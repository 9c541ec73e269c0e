"""Who may open which address: the vocabulary of the permission matrix.

Each app lists its addresses in `tests/access/matrix/<app>.py`:

    ROUTES = [
        Route("campaigns:brief", CAMPAIGN, get=VIEWER, post=CONTRIBUTOR),
        Route("campaigns:task-done", TASK, post=CONTRIBUTOR, partner=True),
        Route("campaigns:waiver", CAMPAIGN, post=ADMIN, but={"post manager": OK}, data={"reason": "…"}),
    ]

`Route(name, kwargs, get=, post=, …)`:

- `kwargs(tenant)` gives the URL's arguments from a tenant's objects (a `Tenant`, see below); leave it out for
  an address without arguments. In an address that carries the workspace's slug, every other argument is also
  tried with the other tenant's value, and must answer 404.
- `get`, `post` is the weakest who may: `PUBLIC` (no login), `SIGNED_IN` (anybody with an account), or a role
  (`VIEWER` … `ADMIN`) of the workspace. A method left out must answer 405.
- `data` is what a POST sends: a dict, or a function of the tenant. Sending nothing is usually enough: an
  invalid form (422) is an allowed answer.
- `partner`: False (the default) → a partner gets 403; True → a partner is treated as the contributor they
  are; a number → exactly that status. `{"get": True, "post": 404}` when the methods differ.
- `get_ok`: statuses a permitted GET may answer, when not 200: `get_ok=REDIRECT`.
- `but`: exceptions, `{"<method> <actor>": status}`; the status may be a number, a set, `OK` or `LOGIN`.

What follows from it for a workspace address: anonymous → login page; a stranger (administrator of the other
tenant) and a former member (deactivated) → 404; a role too weak → 403; GET and HEAD write nothing.

Objects: `Tenant` is a plain namespace; `tests/access/matrix/world.py` puts people, dictionaries, a campaign
with its first wave, a document… on it. An app's module may define `furnish(tenant)` to add its own objects
(`tenant.task = …`); it runs for both tenants, in the order of the layers, so give rows distinct values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from core.models import Role

#: A workspace with everything in it.
Tenant = SimpleNamespace

PUBLIC = "public"
SIGNED_IN = "signed in"
VIEWER, CONTRIBUTOR, MANAGER, ADMIN = Role.VIEWER, Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN

REDIRECT = frozenset({302, 303})
PAGE = frozenset({200})
#: What a permitted POST may answer: done, or a form that says what is wrong.
ACTION = frozenset({200, 204, 302, 303, 409, 422})
OK, LOGIN = "ok", "login"

ACTORS = (
    "anonymous", "stranger", "former", "partner", "viewer", "contributor", "manager", "admin",
)  # fmt: skip
METHODS = ("get", "post")

Statuses = int | str | frozenset[int] | set[int]


def nothing(tenant: Tenant) -> dict[str, Any]:
    return {}


def WORKSPACE(tenant: Tenant) -> dict[str, Any]:  # noqa: N802 - reads as a constant in the tables
    return {"slug": tenant.workspace.slug}


def CAMPAIGN(tenant: Tenant) -> dict[str, Any]:  # noqa: N802
    return {"slug": tenant.workspace.slug, "reference": tenant.campaign.reference}


@dataclass(frozen=True)
class Route:
    """One line of the matrix; the module's docstring says how to read it."""

    name: str
    kwargs: Callable[[Tenant], dict[str, Any]] = nothing
    get: str | None = None
    post: str | None = None
    partner: bool | int | Mapping[str, bool | int] = False
    data: Mapping[str, Any] | Callable[[Tenant], Mapping[str, Any]] = field(default_factory=dict)
    get_ok: frozenset[int] = PAGE
    post_ok: frozenset[int] = ACTION
    but: Mapping[str, Statuses] = field(default_factory=dict)

    def expected(self, method: str, actor: str) -> frozenset[int] | str:
        """The statuses this actor may get, or LOGIN for a redirect to the login page."""
        ok = self.get_ok if method == "get" else self.post_ok
        level = self.get if method == "get" else self.post
        if (said := self.but.get(f"{method} {actor}")) is not None:
            if said == OK:
                return ok
            return said if isinstance(said, str) else frozenset({said} if isinstance(said, int) else said)
        public = PUBLIC in (self.get, self.post)
        if actor == "anonymous" and level != PUBLIC and not (public and level is None):
            return LOGIN
        if level is None:
            return frozenset({405})
        if level in (PUBLIC, SIGNED_IN):
            return ok
        return self._in_workspace(method, actor, Role(level), ok)

    def _in_workspace(self, method: str, actor: str, level: Role, ok: frozenset[int]) -> frozenset[int]:
        if actor in ("stranger", "former"):
            return frozenset({404})
        if actor == "partner":
            given = self.partner.get(method, False) if isinstance(self.partner, Mapping) else self.partner
            if given is False:
                return frozenset({403})
            if given is not True:
                return frozenset({given})
            actor = "contributor"
        return ok if Role(actor).covers(level) else frozenset({403})

    def body(self, tenant: Tenant) -> dict[str, Any]:
        return dict(self.data(tenant) if callable(self.data) else self.data)
