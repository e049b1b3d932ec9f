"""Endpoint: the graph in somebody's SPARQL store, by the Graph Store Protocol or as a folder for a bulk loader."""
