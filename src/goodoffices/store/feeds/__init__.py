"""Feeds of events: read as they are published or from Parquet, counted for two sides in one pass."""

from goodoffices.store.feeds.actors import country_words
from goodoffices.store.feeds.converting import Converted, convert_feed
from goodoffices.store.feeds.formats import FORMATS
from goodoffices.store.feeds.reading import read_feed

__all__ = ["FORMATS", "Converted", "convert_feed", "country_words", "read_feed"]
