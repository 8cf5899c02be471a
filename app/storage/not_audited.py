"""The rows that the audit trail does not tell of."""

from __future__ import annotations

from models.accounts import AccountToken, CalendarFeed, SignInAttempt, UserSession
from models.audit import AuditEntry, AuditHead
from models.batches import Batch
from models.divisions import NeedDivision
from models.doubles import DoubleKey, Merge
from models.engine_state import CatalogueState, EncodingJob, StoredVector
from models.hand_ins import HandInLink
from models.imports import Import, ImportedRow
from models.programmes import ReportFile
from models.sent_forms import Draft, UsedKey
from models.thrown import ThrownRows
from models.undo import CallWayBack, InfrastructureWayBack, WayBack
from models.watches import Notice

# Sessions come and go with every sign-in, drafts and forms' keys with every form, and vectors can be made anew: none
# is somebody's change of a record. A frozen report's files are known by the digests in what was frozen. That a file was
# imported or taken back is noted as an event, and what it did to each record as a change of that record. What is thrown
# away is told as the deletion of its own rows.
NOT_AUDITED = (
    AuditEntry,
    AuditHead,
    UserSession,
    AccountToken,
    CalendarFeed,
    HandInLink,
    SignInAttempt,
    StoredVector,
    CatalogueState,
    EncodingJob,
    WayBack,
    InfrastructureWayBack,
    CallWayBack,
    Batch,
    NeedDivision,
    DoubleKey,
    Merge,
    Notice,
    Import,
    ImportedRow,
    UsedKey,
    Draft,
    ReportFile,
    ThrownRows,
)
