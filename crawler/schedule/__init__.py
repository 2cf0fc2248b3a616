"""When a site is crawled: how often, at which moments, and what is due, by the run folders alone."""
