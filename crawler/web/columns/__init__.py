"""What the pages of columns show."""
