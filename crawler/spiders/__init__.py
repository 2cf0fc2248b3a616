"""WALK: one small file per site, by province; ``column.py`` holds the only walker."""
