"""What a decision-maker reads in ten minutes: findings composed into a document, as PDF, HTML, Markdown or JSON."""

from goodoffices.brief.blocks import (
    Block,
    Box,
    Bullet,
    Bullets,
    Figure,
    Mark,
    Note,
    Notes,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from goodoffices.brief.composing import compose
from goodoffices.brief.document import Document
from goodoffices.brief.rendering import FORMATS, render

__all__ = [
    "FORMATS",
    "Block",
    "Box",
    "Bullet",
    "Bullets",
    "Document",
    "Figure",
    "Mark",
    "Note",
    "Notes",
    "Paragraph",
    "Section",
    "Sentence",
    "Table",
    "compose",
    "render",
]
