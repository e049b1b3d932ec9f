"""Benchmarks: engines side by side, the growth of the build, the server under load. Run: python -m tests.benchmarks."""
