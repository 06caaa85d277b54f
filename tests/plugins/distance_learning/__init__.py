"""Tests of distance_learning."""
