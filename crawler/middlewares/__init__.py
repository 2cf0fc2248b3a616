"""Scrapy's own downloader middlewares, each with one thing mended."""
