from core.models.audit import AuditEvent
from core.models.documents import Document
from core.models.outbox import OutboxMessage
from core.models.submissions import Submission
from core.models.users import User
from core.models.versioned import Versioned
from core.models.workspace import Invitation, Membership, Role, Workspace

__all__ = [
    "AuditEvent",
    "Document",
    "Invitation",
    "Membership",
    "OutboxMessage",
    "Role",
    "Submission",
    "User",
    "Versioned",
    "Workspace",
]
