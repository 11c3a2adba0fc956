"""The strategy's models, a theme a file."""

from oneplace.place.strategy.model import Strategy

__all__ = ["Strategy"]
