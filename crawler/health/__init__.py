"""HEALTH: whether every column is as it has always been, judged from the reports of its own runs."""
