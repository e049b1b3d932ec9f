"""Tests of loading into a SPARQL store."""
