"""A draft of ``sources.yaml`` out of the files that a partner sent: the analyst corrects instead of writes."""

from oneplace.record.proposing.drafting import draft
from oneplace.record.proposing.glimpse import Glimpse, glimpse

__all__ = ["Glimpse", "draft", "glimpse"]
