"""The names of columns, by the kind of unit that runs a site."""

from dataclasses import dataclass

# Path and name.
Named = tuple[str, str]
# A column above others: path, name, children.
Branch = tuple[str, str, tuple[Named, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What one kind of unit calls its columns; each site takes some of them."""

    largest: tuple[Named, ...]
    # Parents that list the articles of their children.
    sums: tuple[Branch, ...]
    # Parents whose page is a portal of their children.
    portals: tuple[Branch, ...]
    plain: tuple[Named, ...]
    singles: tuple[Named, ...]
    empties: tuple[Named, ...]
    texts: tuple[Named, ...]
    topics: tuple[Named, ...]


VOCABULARIES = {
    "peace": Vocabulary(
        largest=(("dwjs", "队伍建设"), ("zfyw", "政法要闻"), ("gzdt", "工作动态")),
        sums=(
            ("zfdt", "政法动态", (("jcdt", "基层动态"), ("qxdt", "区县动态"), ("bmdt", "部门动态"))),
            ("pajs", "平安建设", (("shzl", "社会治理"), ("mdhj", "矛盾化解"), ("fzxc", "反诈宣传"))),
        ),
        portals=(
            ("fzjs", "法治建设", (("zfjd", "执法监督"), ("yasf", "以案释法"), ("pfxc", "普法宣传"))),
            ("zfwh", "政法文化", (("sxyd", "书香阅读"), ("zfys", "政法影视"), ("yxp", "英雄谱"))),
        ),
        plain=(("tzgg", "通知公告"), ("shce", "扫黑除恶"), ("jczl", "基层治理"), ("xwfb", "新闻发布")),
        singles=(("ldjh", "领导讲话"), ("zcjd", "政策解读"), ("xjdx", "先进典型")),
        empties=(("bgt", "曝光台"), ("wsdc", "网上调查"), ("zqyj", "征求意见")),
        texts=(("jgzn", "机构职能"), ("ldjg", "领导机构"), ("lxwm", "联系我们")),
        topics=(("zt", "专题专栏"), ("zthd", "专题活动"), ("ztbd", "专题报道")),
    ),
    "government": Vocabulary(
        largest=(("zwyw", "政务要闻"), ("zwdt", "政务动态"), ("jryw", "今日要闻")),
        sums=(
            ("xwzx", "新闻中心", (("bmdt", "部门动态"), ("xzdt", "乡镇动态"), ("mtgz", "媒体关注"))),
            ("gzdt", "工作动态", (("jcgz", "基层工作"), ("dqgz", "党群工作"), ("xmjs", "项目建设"))),
        ),
        portals=(
            ("zwgk", "政务公开", (("zcwj", "政策文件"), ("ghjh", "规划计划"), ("czxx", "财政信息"))),
            ("xxgk", "信息公开", (("gfwj", "规范性文件"), ("jdhy", "解读回应"), ("tjsj", "统计数据"))),
        ),
        plain=(("tzgg", "通知公告"), ("hygq", "会议公示"), ("zbcg", "招标采购"), ("yshj", "营商环境")),
        singles=(("ldhd", "领导活动"), ("ndbg", "年度报告"), ("yjgl", "应急管理")),
        empties=(("zjdc", "征集调查"), ("rdhy", "热点回应"), ("lfjy", "立法建议")),
        texts=(("jgjj", "机构简介"), ("jgzn", "机构职能"), ("bdgk", "本地概况")),
        topics=(("ztzl", "专题专栏"), ("zt", "专题"), ("zdzt", "重点专题")),
    ),
    "discipline": Vocabulary(
        largest=(("yw", "要闻"), ("xxfb", "信息发布"), ("gzdt", "工作动态")),
        sums=(
            ("jdgz", "监督工作", (("rcjd", "日常监督"), ("xcgz", "巡察工作"), ("jdjc", "基层监督"))),
            ("djgz", "党建工作", (("llxx", "理论学习"), ("zbhd", "支部活动"), ("gbdw", "干部队伍"))),
        ),
        portals=(
            ("lzwh", "廉政文化", (("jfjx", "家风家训"), ("lzgs", "廉政故事"), ("shzp", "书画作品"))),
            ("xxgk", "信息公开", (("zdgf", "制度规范"), ("ysjs", "预算决算"), ("rsxx", "人事信息"))),
        ),
        plain=(("tzgg", "通知公告"), ("scdc", "审查调查"), ("bgpl", "曝光评论"), ("jcyx", "基层一线")),
        singles=(("ldjh", "领导讲话"), ("gzbg", "工作报告"), ("xsjl", "学思践悟")),
        empties=(("yjzj", "意见征集"), ("wsdc", "网上调查"), ("zxft", "在线访谈")),
        texts=(("jggk", "机构概况"), ("zzjg", "组织机构"), ("jbfs", "举报方式")),
        topics=(("zt", "专题"), ("ztzl", "专题专栏"), ("ztjj", "专题聚焦")),
    ),
}  # fmt: skip
