"""What a site's finished runs hold: read as one dataset, indexed, taken over from killed runs, folded by month."""
