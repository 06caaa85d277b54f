"""Loads and works, but keeps none of the promises that the conformance suite asks for. One sin per test of the suite."""
