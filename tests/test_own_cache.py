"""Two workers of the suite on one Redis do not see each other's cache."""

import pytest
from django.conf import settings

from tests.own_cache import OwnCache


@pytest.mark.skipif(not settings.REDIS_URL, reason="the cache is Redis only on the second run of the suite")
def test_clearing_ones_own_cache_leaves_the_others():
    mine, other = (OwnCache(settings.REDIS_URL, {"KEY_PREFIX": f"test-{name}"}) for name in ("mine", "other"))
    mine.set("attempts", 1)
    other.set("attempts", 2)
    mine.clear()
    assert (mine.get("attempts"), other.get("attempts")) == (None, 2)
    other.clear()
    assert other.get("attempts") is None


@pytest.mark.skipif(not settings.REDIS_URL, reason="the cache is Redis only on the second run of the suite")
def test_the_suite_has_a_cache_of_its_own():
    assert settings.CACHES["default"]["BACKEND"] == "tests.own_cache.OwnCache"
