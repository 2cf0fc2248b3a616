"""Scrapy's own downloader middlewares, each with one thing mended, and one that runs pages in Chromium."""
