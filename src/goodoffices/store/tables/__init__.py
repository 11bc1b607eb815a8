"""Reference tables: imported from official files into a local store, and read from it as arrays."""

from goodoffices.store.tables.crises import read_labels
from goodoffices.store.tables.importing import Imported, Passed, Report, import_tables
from goodoffices.store.tables.listing import Known, list_tables
from goodoffices.store.tables.loading import load_tables
from goodoffices.store.tables.shortlists import read_shortlist

__all__ = [
    "Imported",
    "Known",
    "Passed",
    "Report",
    "import_tables",
    "list_tables",
    "load_tables",
    "read_labels",
    "read_shortlist",
]
