"""Scrapy's settings for Lanmu. What differs from Scrapy's defaults says why; ``-s NAME=VALUE`` overrides any of it."""

import os
import sys

from crawler.contact import ANONYMOUS
from crawler.items import EXPORTED
from crawler.project import project_folder, sites_folder

BOT_NAME = "lanmu"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"
# A site file that can't be read costs that site alone.
SPIDER_LOADER_CLASS = "crawler.site_loader.SiteLoader"
# In a project of its own, `lanmu newsite` writes site files into sites/.
if (sites_folder() / "__init__.py").exists() and sites_folder().name == "sites":
    sys.path.insert(0, str(project_folder()))
    SPIDER_MODULES = [*SPIDER_MODULES, "sites"]

# Where datasets are written: data/<site>/runs/<run>/.
DATA_DIR = str(project_folder() / "data")

# Politeness: one request a second and host, robots.txt obeyed, an honest name with your mail or web address in it.
CONTACT = os.environ.get("LANMU_CONTACT", "")
USER_AGENT = ANONYMOUS
# When sites may be crawled, like 22:00-06:00 (Beijing time); a site file's crawl_window goes before it.
CRAWL_WINDOW = ""
ROBOTSTXT_OBEY = True
ADDONS = {"crawler.following_settings.FollowingSettings": 0}
DOWNLOADER = "crawler.downloader.Downloader"
DOWNLOAD_DELAY = 1
# A fifth more or less, drawn once a request (crawler/downloader.py): one a second on average.
DOWNLOAD_DELAY_JITTER = 0.2
# A host that answers slowly is asked more slowly, one request at a time; none is asked faster than DOWNLOAD_DELAY.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 4
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
# Five tries in all: where one request in ten fails, one in 100,000 fails five times. Scrapy's three would leave one
# page in 1,000 missing.
RETRY_TIMES = 4
# Seconds before a second try, twice as long before each further one; a host that answers 429 or 503 is asked nothing
# for as long, or for what it says itself. One that wants more than RETRY_AFTER_MAX is not asked again in the run.
RETRY_BACKOFF = 2
RETRY_BACKOFF_MAX = 60
RETRY_AFTER_MAX = 300
# A request given up is in the run's account with its reason; a log line beside it would tell it twice.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# WALK
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.RobotsTxtMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.retry.RetryMiddleware": 550,
    # The walker settles links to other sites itself, and redirects to them are errors (middlewares/redirect.py).
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.redirect.RedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.compression.HttpCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "crawler.middlewares.stats.DownloaderStats": 850,
}
# Every link is counted before anything may drop it, so the walker itself knows what it has asked for.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# PULL, in reading order, and WRITE
ITEM_PIPELINES = {
    "crawler.pipelines.locate.LocatePipeline": 100,
    "crawler.pipelines.title.TitlePipeline": 200,
    "crawler.pipelines.body.BodyPipeline": 300,
    "crawler.pipelines.date.DatePipeline": 400,
    "crawler.pipelines.source.SourcePipeline": 500,
    "crawler.pipelines.identity.IdentityPipeline": 600,
    "crawler.pipelines.check.CheckPipeline": 700,
    "crawler.exporters.articles.ArticlesPipeline": 800,
}
# The bar of a crawl, or the line every 30 seconds; `lanmu crawlall` has one of its own for all.
PROGRESS_ENABLED = True
EXTENSIONS = {
    "crawler.extensions.quiet.Quiet": 0,
    # The lock first: what killed runs left is taken over by known, and nobody else may be writing it.
    "crawler.extensions.lock.Lock": 50,
    # known before ledger: a dataset that can't be read stops the crawl before a run folder is made.
    "crawler.extensions.known.Known": 100,
    "crawler.extensions.ledger.Ledger": 200,
    "crawler.extensions.progress.Progress": 300,
    "crawler.extensions.window.Window": 400,
}
# What is looked at again, and when it is left alone; days are days of the calendar (docs/runs.md, "The next run").
# A column that was read before is left after so many pages with nothing new, and read whole once in so many days.
SEAL_PAGES = 2
FULL_SWEEP_DAYS = 7
# Articles are looked at so many days after they were published; of those not looked at for REVISIT_OLD_DAYS,
# REVISIT_OLD a run; those that were gone so many days after the last look; those whose title or day on a column page
# has changed (at most REVISIT_REWORDED a run), or that a column walked to its end lists no more, at once.
REVISIT_DAYS = [1, 3, 7, 14, 30]
REVISIT_OLD_DAYS = 30
REVISIT_OLD = 20
REVISIT_GONE_DAYS = [1, 7, 30]
REVISIT_MOST = 500
REVISIT_REWORDED = 50
# A link that fails is asked for in every run, until it has failed in GIVE_UP_RUNS over GIVE_UP_DAYS; one that leads to
# no article once a day, GONE_ASKS times.
GIVE_UP_RUNS = 5
GIVE_UP_DAYS = 7
GONE_ASKS = 3

# What people read of `lanmu health` and of its messages: zh or en.
LANGUAGE = "zh"

# For -o FILE and FEEDS, which write beside the dataset: the record's fields, and Chinese as itself.
FEED_EXPORT_FIELDS = list(EXPORTED)
FEED_EXPORT_ENCODING = "utf-8"

# What a release says of itself (`lanmu release`): who made the dataset, where it can be had, and the licence of what is
# theirs in it, by its SPDX name; the texts stay their publishers'.
DATASET_URL = ""
DATASET_CREATOR = os.environ.get("LANMU_CREATOR", "")
DATASET_LICENSE = ""

# The page (docs/web.md): seconds between two looks at the run folders; what must be shown to see it, where it isn't
# served for this machine alone (empty: made up anew each time).
WEB_REFRESH = 60
WEB_TOKEN = os.environ.get("LANMU_WEB_TOKEN", "")

# MESSAGES (docs/messages.md): channels by name, beside those of data/channels.toml; when they keep silent, like
# 22:00-07:00 (Beijing time); the address that is asked for after each round, by POST or GET.
MESSAGE_CHANNELS: dict[str, str] = {}
# Seconds that a channel has for a message; all are told at once.
MESSAGE_TIMEOUT = 20
QUIET_HOURS = ""
HEARTBEAT_URL = os.environ.get("LANMU_HEARTBEAT_URL", "")
HEARTBEAT_METHOD = "POST"

# Runtime: asyncio without the Twisted reactor, and little around each request; 2.7 instead of 4.3 CPU seconds per
# 1,000 pages. CONCURRENT_ITEMS counts tasks per response, and a response here yields one article.
TWISTED_REACTOR_ENABLED = False
CONCURRENT_REQUESTS = 16
CONCURRENT_ITEMS = 1
# How many sites `lanmu crawlall` crawls at a time; the next begins as one ends. A hundred, each asked once a second,
# take half a core and 300 MB. Chromium takes 200 MB a site, so fewer of the sites that need it.
CONCURRENT_SITES = 100
CONCURRENT_BROWSER_SITES = 4
# How often `lanmu schedule`, and a `lanmu crawlall --due` that is at it, look which sites are due; in minutes.
SCHEDULE_MINUTES = 10
# What of lanmu `lanmu schedule` calls after each round, and once an hour while one lasts; empty: nothing.
SCHEDULE_THEN = "health --tell"
# First asked, first fetched: a column is read from its first page to its last, as a reader would.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# A site is one host and a crawl of its own, so there is no host to choose between.
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.ScrapyPriorityQueue"
# Each passes every request and article through a generator of its own, for what the walk has no use for; that of long
# addresses drops links without a word.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
COOKIES_ENABLED = False
METAREFRESH_ENABLED = False
REFERER_ENABLED = False
# Both open a way into the crawling process.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Re-reads the source of our callbacks about a thousand times a crawl, to warn of what mypy finds.
WARN_ON_GENERATOR_RETURN_VALUE = False

LOG_LEVEL = "WARNING"
STATS_DUMP = False
STATS_CLASS = "crawler.stats.Stats"
