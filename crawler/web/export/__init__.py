"""The pages written as files."""
