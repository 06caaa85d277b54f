"""The verifier: says of any result which rules it breaks. It shares the file formats with the solvers, and decides everything anew."""

from plugins.internships.matching.verifier.check import MAX_FAULTS, Fault, verify

__all__ = ["MAX_FAULTS", "Fault", "verify"]
