"""Reprints: the same text on several pages, found by fingerprints on disk."""
