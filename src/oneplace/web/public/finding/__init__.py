"""Finding a page by the words that people use: topics, endings, near spellings. Knows of no page by itself."""

from oneplace.web.public.finding.index import Found, Index, Match, Need
from oneplace.web.public.finding.spelling import nearest
from oneplace.web.public.finding.streets import Named, street_in
from oneplace.web.public.finding.topics import Topic, around, by_phrase, phrase, topics
from oneplace.web.public.finding.urgent import Turn, Urgent, urgent, urgent_matters
from oneplace.web.public.finding.words import ASKING, stem, stems, words

__all__ = [
    "ASKING",
    "Found",
    "Index",
    "Match",
    "Named",
    "Need",
    "Topic",
    "Turn",
    "Urgent",
    "around",
    "by_phrase",
    "nearest",
    "phrase",
    "stem",
    "stems",
    "street_in",
    "topics",
    "urgent",
    "urgent_matters",
    "words",
]
