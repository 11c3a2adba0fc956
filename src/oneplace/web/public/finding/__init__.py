"""Finding a page by the words that people use: topics, endings, near spellings. Knows of no page by itself."""

from oneplace.web.public.finding.index import Found, Index, Match, Need
from oneplace.web.public.finding.spelling import nearest
from oneplace.web.public.finding.topics import Topic, around, by_phrase, phrase, topics

__all__ = ["Found", "Index", "Match", "Need", "Topic", "around", "by_phrase", "nearest", "phrase", "topics"]
