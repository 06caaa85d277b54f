"""Figures about few people or employers: what may be published so that nobody can tell what one or two have said or done."""

from core.statistics.proofs import Cell, Micro, Pattern
from core.statistics.suppression import FEW, OTHER, Counted, Published, Total, publish, recode, sums, tables_of, worth_showing

__all__ = [
    "FEW",
    "OTHER",
    "Cell",
    "Counted",
    "Micro",
    "Pattern",
    "Published",
    "Total",
    "publish",
    "recode",
    "sums",
    "tables_of",
    "worth_showing",
]
