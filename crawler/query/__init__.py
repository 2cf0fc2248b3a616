"""Questions in SQL to all runs and releases of a data folder."""
