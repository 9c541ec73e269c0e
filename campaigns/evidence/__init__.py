"""The chain of evidence as pure functions: bytes in, verdicts out. The rows are `models.evidence`."""

from campaigns.evidence.chain import (
    Identity,
    Link,
    Problem,
    chain_problems,
    commitment,
    link_after,
    moment,
    moment_or_none,
)

__all__ = [
    "Identity",
    "Link",
    "Problem",
    "chain_problems",
    "commitment",
    "link_after",
    "moment",
    "moment_or_none",
]
