"""Baimo 百模图谱: an open knowledge graph of China's large language models, as claims with sources."""
