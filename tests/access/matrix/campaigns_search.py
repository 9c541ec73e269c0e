"""Address of the search box, for `campaigns.ROUTES`."""

from tests.access.matrix import VIEWER, WORKSPACE, Route

ROUTES = [Route("campaigns:search", WORKSPACE, get=VIEWER, partner=True)]
