"""Looks at a site nobody has added yet: platform, columns, pagers, samples; ``lanmu newsite`` writes what it finds."""
