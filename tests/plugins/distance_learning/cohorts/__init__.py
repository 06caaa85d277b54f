"""Tests of interest and cohorts."""
