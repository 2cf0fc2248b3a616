"""What the pages read: all runs of all sites in one SQLite file, made of the runs, deletable."""
