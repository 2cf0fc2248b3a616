"""The page: what an analyst watches and a researcher chooses from. Served, or written as files; nothing is changed."""
