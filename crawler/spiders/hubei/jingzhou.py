"""荆州长安网. Its address is not known; JEECMS is inferred from its provincial sister (docs/platforms.md)."""

from crawler.platforms.jeecms import Jeecms


class Jingzhou(Jeecms):
    name = "jingzhou"
    site_name = "荆州长安网"
    publisher = "中共荆州市委政法委员会"
    homepage = None
    every = "day"
    quiet_days = 14
