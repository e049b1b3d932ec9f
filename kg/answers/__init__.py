"""Answers: what the built tables say to a question about a name, a price, a time. They read `baimo.sqlite` alone."""
