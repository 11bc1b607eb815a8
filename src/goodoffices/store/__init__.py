"""Everything that touches disks and networks: case files and the texts of their sources."""

from goodoffices.store.arcs_csv import arcs_from_csv, is_arc_list
from goodoffices.store.casefile import (
    case_from_text,
    case_of,
    find_case,
    place_problems,
    read_case,
    settlement_of,
    shipped_cases,
    write_case,
)
from goodoffices.store.cluster import connect, local_pool
from goodoffices.store.files import write_bytes, write_text
from goodoffices.store.genius import read_domain
from goodoffices.store.genius_case import case_of_domain, problem_from_genius, problem_of
from goodoffices.store.genius_domain import Domain
from goodoffices.store.gmcr import gmcr_from_case, is_gmcr
from goodoffices.store.tables import (
    Imported,
    Known,
    Passed,
    Report,
    import_tables,
    list_tables,
    load_tables,
    read_labels,
    read_shortlist,
)
from goodoffices.store.texts import find_texts, read_source_text

__all__ = [
    "Domain",
    "Imported",
    "Known",
    "Passed",
    "Report",
    "arcs_from_csv",
    "case_from_text",
    "case_of",
    "case_of_domain",
    "connect",
    "find_case",
    "find_texts",
    "gmcr_from_case",
    "import_tables",
    "is_arc_list",
    "is_gmcr",
    "list_tables",
    "load_tables",
    "local_pool",
    "place_problems",
    "problem_from_genius",
    "problem_of",
    "read_case",
    "read_domain",
    "read_labels",
    "read_shortlist",
    "read_source_text",
    "settlement_of",
    "shipped_cases",
    "write_bytes",
    "write_case",
    "write_text",
]
