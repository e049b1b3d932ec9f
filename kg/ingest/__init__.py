"""Importers: an upstream copy in its own format → exactly one folder of `data/sources/`.

One module for each origin; `kg.ingest.base` has what they share. Importers stand beside the flow: nothing of the
build imports them.
"""
