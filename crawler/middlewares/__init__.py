"""Scrapy's own downloader middlewares, each with one defect mended."""
