"""Existing solvers, each in a process of its own: HiGHS and CP-SAT for integer programs, OR-Tools for flows."""
