"""The sandbox's column site: invented, for trying Lanmu without a network (``lanmu demo``)."""

from crawler.platforms.jeecms import Jeecms


class Demo(Jeecms):
    name = "demo"
    site_name = "云泽长安网（演示数据）"
    publisher = "中共云泽市委政法委员会（演示数据）"
    notice = "演示数据: invented by the sandbox, no real site"
