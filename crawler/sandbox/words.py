"""The words of invented cities: every place, office and paper here exists nowhere else."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

HOST_UNIT = "中共云泽市委政法委员会"

# Slot name in a template -> what may stand there, separated by spaces.
_WORDS = {
    "county": "青榆区 白棠县 柳岚县 砚湖区 松陂县 雁汀市 石荇县 桐渚区",
    "town": "双渠镇 荻浦镇 枫汀街道 北塘坳镇 槐影镇 鹭滩乡 竹篁街道 三砚镇 麦陇乡 砂渡镇",
    "village": "望鹭社区 柏荫社区 新砚村 石磨坳村 橘林社区 老渡口村 荷风社区 土桥湾村",
    "org": (
        "市委政法委 市公安局 市人民检察院 市中级人民法院 市司法局 市国家安全局 青榆区委政法委 "
        "白棠县公安局 柳岚县人民法院 砚湖区人民检察院 松陂县司法局 雁汀市公安局 石荇县委政法委 "
        "桐渚区人民法院 市法学会 市禁毒办 白棠县人民检察院 砚湖区公安分局"
    ),
    "unit": (
        "刑侦支队 交警大队 立案庭 第二检察部 社区矫正中心 法律援助中心 巡特警支队 执行局 双渠派出所 "
        "荻浦人民法庭 政治部 督察大队 枫汀司法所 综治中心 出入境管理支队"
    ),
    "who": (
        "青年干警 全体民警 网格员 法律志愿者 人民调解员 驻村工作队 业务骨干 离退休干部 新任法官 "
        "平安志愿者 党员突击队 检察官宣讲团 人民陪审员 基层所长"
    ),
    "theme": (
        "政治建设 作风整顿 实战练兵 纪律教育 平安创建 矛盾化解 反诈宣传 执法规范化 队伍管理 "
        "文化育警 优化营商环境 未成年人保护 防汛安保 普法强基 涉案财物管理 案件评查"
    ),
    "activity": (
        "专题学习会 警示教育会 岗位大练兵 知识竞赛 现场观摩会 集中夜查行动 主题党日活动 "
        "应急处置演练 业务培训班 读书分享会 庭审观摩 入户走访 法治讲座 案件质量评查"
    ),
    "goal": (
        "提升履职本领 锻造过硬铁军 守护万家灯火 擦亮平安底色 化解群众烦心事 筑牢安全防线 "
        "服务高质量发展 把纪律挺在前面 推动工作提质增效 让正义看得见 织密防护网 跑出加速度"
    ),
    "method": (
        "“一案一策” “三单一表” “网格+警格” “早看窗帘晚看灯” “一站式” “线上+线下” "
        "“师带徒” “马上办、上门办” “四色预警” “板凳会” “说事亭” “红黑榜” “双报到” "
        "“随手拍”"
    ),
    "problem": (
        "邻里纠纷 欠薪纠纷 电信诈骗 酒后驾驶 飙车炸街 宅基地争议 合同诈骗 校园周边乱象 物业矛盾 "
        "非法捕捞 高空抛物 网络谣言 山林权属争议 交通拥堵"
    ),
    "good": (
        "政治过硬 业务精通 纪律严明 作风优良 服务热情 执法公正 反应迅速 配合默契 群众满意 责任明确 数据翔实 程序规范"
    ),
    "place": (
        "云溪广场 鹭滩码头 砚山公园 老城步行街 荷塘小学 东渡客运站 北苑菜市场 工业园区 三砚水库 "
        "会议中心 训练基地 便民服务大厅"
    ),
    "leader": "该局主要负责同志 市委政法委有关负责人 分管领导 大队负责人 值班领导 驻点干部 院领导",
    "person": "居民老周 村民陈婆婆 企业负责人 外卖小哥 货车司机 返乡青年 果农老梁 商户代表 学生家长",
    "season": "今年以来 连日来 近期 入夏以来 节日期间 第三季度 岁末年初 近年来 开学前夕",
    "paper": "云泽日报 云泽法治报 平安云泽微信公众号 云泽长安网 砚湖发布 白棠融媒",
    "doctype": "实施方案 考核细则 责任清单 工作规程 管理办法 行动计划 申报指南",
}
POOLS = {slot: tuple(words.split()) for slot, words in _WORDS.items()}

SOURCES = (
    "云泽日报", "云泽法治报", "云泽长安网", "平安云泽", "市公安局", "市中级人民法院", "青榆区委政法委",
    "白棠县公安局政治处", "云泽市委政法委研究室", "砚湖融媒体中心", "松陂县司法局", "云泽检察 微信公众号",
    "《云泽政法》2期",
)  # fmt: skip

AUTHORS = ("记者甲", "通讯员乙", "记者甲 通讯员乙", "记者丁", "通讯员戊、通讯员己", "记者庚")
EDITORS = ("编辑丙", "编辑辛", "编辑壬")

# What the other cities' counties, towns and villages are called is put together from these.
_FIRST = "青白柳砚松雁石桐荻枫槐鹭竹麦砂望柏橘荷兰菱芦茶栗梧枣芝苇萤岚汀渚"
_SECOND = "榆棠屏湖陂浦荇篁陇渡荫坳湾岫圩堰峪垄坪溆墩塍洼埠"
_STEMS = (
    "青榆 白棠 柳岚 砚湖 松陂 雁汀 石荇 桐渚 双渠 荻浦 枫汀 北塘坳 槐影 鹭滩 竹篁 三砚 麦陇 砂渡 望鹭 柏荫 新砚 石磨坳 "
    "橘林 老渡口 荷风 土桥湾 云溪 砚山"
).split()


@dataclass(frozen=True, slots=True)
class Words:
    """The words one site is written with; ``pools`` goes from a slot of a template to what may stand there."""

    pools: Mapping[str, tuple[str, ...]]
    host_unit: str
    sources: tuple[str, ...]
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    # The character in front of the numbers of documents, as in 云政法〔2020〕25号.
    initial: str


DEMO = Words(POOLS, HOST_UNIT, SOURCES, AUTHORS, EDITORS, "云")


def words_of(place: str, host_unit: str) -> Words:
    """The words of another city: ``place`` is its name without 市, as in 云泽."""
    rng = random.Random(f"words {place}")
    pairs = rng.sample([one + other for one in _FIRST for other in _SECOND], len(_STEMS))
    names = {"云泽": place, **dict(zip(_STEMS, pairs, strict=True))}

    def renamed(words: tuple[str, ...]) -> tuple[str, ...]:
        for old, new in names.items():
            words = tuple(word.replace(old, new) for word in words)
        return words

    pools = {slot: renamed(words) for slot, words in POOLS.items()}
    return Words(pools, host_unit, renamed(SOURCES), AUTHORS, EDITORS, place[0])
