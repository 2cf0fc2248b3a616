"""What a home page says of its site: the name, who runs it, the province."""

import re
from urllib.parse import urlsplit

from crawler.page.model import Page

# 公安部 and 工信部 number sites by province: 鄂ICP备14000074号.
_PROVINCES = {
    "京": "beijing", "津": "tianjin", "冀": "hebei", "晋": "shanxi", "蒙": "neimenggu", "辽": "liaoning", "吉": "jilin",
    "黑": "heilongjiang", "沪": "shanghai", "苏": "jiangsu", "浙": "zhejiang", "皖": "anhui", "闽": "fujian",
    "赣": "jiangxi", "鲁": "shandong", "豫": "henan", "鄂": "hubei", "湘": "hunan", "粤": "guangdong", "桂": "guangxi",
    "琼": "hainan", "渝": "chongqing", "川": "sichuan", "蜀": "sichuan", "贵": "guizhou", "黔": "guizhou",
    "云": "yunnan", "滇": "yunnan", "藏": "xizang", "陕": "shaanxi", "甘": "gansu", "陇": "gansu", "青": "qinghai",
    "宁": "ningxia", "新": "xinjiang",
}  # fmt: skip
PROVINCES = frozenset(_PROVINCES.values()) | {"other"}
_ICP = re.compile(rf"([{''.join(_PROVINCES)}])\s*ICP\s*[备证]", re.IGNORECASE)
_PUBLISHER = re.compile(
    r"(?:主办单位|主办方|主办|主管单位|版权所有|版权归)\s*[:：]?\s*(?:©|&copy;)?\s*([\u4e00-\u9fff（）()]{4,40})"
)
_PARTS = re.compile(r"\s*(?:[-_|–—·:：]|\s{2,})\s*")
_NO_NAME = re.compile(r"^(?:网站)?首页$|^欢迎.*|^(?:官方)?网站$|^home$", re.IGNORECASE)


def site_name(page: Page) -> str:
    """What the site calls itself: the national SiteName meta tag, else its home page's title, else its host."""
    named = page.meta.get("sitename") or next(
        (part for part in _PARTS.split(page.title) if part and not _NO_NAME.match(part)), ""
    )
    return named.removeprefix("欢迎访问").removesuffix("首页").strip() or urlsplit(page.url).hostname or page.url


def publisher(page: Page) -> str:
    """Who runs the site, as its footer says (主办单位：…); empty where it doesn't."""
    found = [match[1] for line in page.lines if (match := _PUBLISHER.search(line.spaced))]
    return re.split(r"(?:主办|承办|维护|版权|技术)", found[-1])[0].strip() if found else ""


def province(page: Page) -> str:
    """The folder of the site's province, by its ICP number; ``other`` where there is none."""
    icp = _ICP.search(page.text)
    return _PROVINCES[icp[1]] if icp else "other"
