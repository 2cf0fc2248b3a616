"""WRITE: a run's folder, its JSON lines, and the manifest that seals it."""
