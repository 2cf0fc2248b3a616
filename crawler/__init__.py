"""Lanmu: Scrapy spiders walk, pipelines pull, exporters write."""

__version__ = "0.1.0"
