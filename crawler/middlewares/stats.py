"""Scrapy's counts of requests and answers, of bytes those of bodies alone.

Scrapy puts each request's text together anew to count its bytes, and walks all headers of each answer.
"""

from scrapy import Request
from scrapy.downloadermiddlewares import stats
from scrapy.http import Response


class DownloaderStats(stats.DownloaderStats):
    """Counts under Scrapy's names, but for ``downloader/request_bytes``."""

    def process_request(self, request: Request, spider: object = None) -> None:  # noqa: ARG002 - Scrapy's signature
        self.stats.inc_value("downloader/request_count")
        self.stats.inc_value(f"downloader/request_method_count/{request.method}")

    def process_response(self, request: Request, response: Response, spider: object = None) -> Response:  # noqa: ARG002 - Scrapy's signature
        self.stats.inc_value("downloader/response_count")
        self.stats.inc_value(f"downloader/response_status_count/{response.status}")
        self.stats.inc_value("downloader/response_bytes", len(response.body))
        self.stats.inc_value("downloader/latency", request.meta.get("download_latency", 0.0))
        return response
