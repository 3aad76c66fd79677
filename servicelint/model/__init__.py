"""What every room of the pipeline speaks of: sources, passages, flows, documents, findings.

Nothing in here knows a format, a rule or a report, and nothing in here imports from outside this folder.
"""

from servicelint.model.document import Allowance, Document, Problem, Unreadable, Verdict
from servicelint.model.finding import Advice, Edit, Finding, Fix, Hit, Severity, Step
from servicelint.model.flow import Edge, Flow, Node, NodeKind, Trigger, Unhandled
from servicelint.model.passage import Channel, Message, Passage, Piece, Role, Speaker
from servicelint.model.source import Bundle, Source, Span

__all__ = [
    "Advice",
    "Allowance",
    "Bundle",
    "Channel",
    "Document",
    "Edge",
    "Edit",
    "Finding",
    "Fix",
    "Flow",
    "Hit",
    "Message",
    "Node",
    "NodeKind",
    "Passage",
    "Piece",
    "Problem",
    "Role",
    "Severity",
    "Source",
    "Span",
    "Speaker",
    "Step",
    "Trigger",
    "Unhandled",
    "Unreadable",
    "Verdict",
]
