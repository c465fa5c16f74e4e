"""What a declared column of codes or of organisations admits, by the form of the whole text."""

import re
from functools import cache

from analysis.base.places import ancestors, counties, own, reporting_codes
from analysis.base.seeds import seed_rows
from analysis.base.text import narrow
from analysis.privacy.masking import admits, is_han
from analysis.privacy.people import Secrets
from analysis.privacy.personal import has_personal_number
from analysis.privacy.vocabulary import Vocabulary

_IN_CODES = (
    "旗交公认字第号消火灾安监应急事故鉴调处罚险情生产道路害编年月季"
    "隐患风点预警执法检查认定书重一般企死伤支大队局镇村市区县政办发统决案"
)
_LONG_LATIN = re.compile(r"[A-Za-z]{7}")
# letters, a year and a short number look like a plate of the army
_YEAR_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{1,6}[\-_/]?20[0-9]{2}[\-_/][0-9]{1,2}(?![0-9])"
)
_FLOAT = re.compile(r"[0-9]E[+-]?[0-9]{1,3}", re.I)


@cache
def _code() -> re.Pattern[str]:
    """A code's letters: those of document numbers, of the own region and the counties, and the
    first of the areas around them and of bureaus, by which offices call themselves."""
    places = (own(), *counties())
    letters = {letter for place in places for letter in place.name_zh}
    around = {region for place in places for region in ancestors(place.region_id)}
    letters |= {x for region in around if region.level != "nation" for x in region.name_zh[:2]}
    letters |= {x for row in seed_rows("department_aliases.csv") for x in row["alias"][:2]}
    han = "".join(sorted({*letters, *_IN_CODES}))
    return re.compile(rf"(?=.*[0-9])(?:[0-9\-_/〔〕()\[\]]|[A-Za-z]|[{han}]){{1,40}}")


@cache
def _county_number() -> re.Pattern[str]:
    """A place's code, two digits of the year and three of a number, which look like a phone."""
    codes = "|".join(sorted(reporting_codes()))
    return re.compile(rf"(?<![0-9])(?:{codes})(?:1[6-9]|[2-9][0-9])[0-9]{{3}}(?![0-9])")


def code_shown(text: str) -> str | None:
    """The number of an accident or another code, normalised and without blanks; None where it may
    be something else: a personal number, a float's spelling, a word that no document number has."""
    spaced = narrow(text)
    code = "".join(spaced.split())
    if len(code) > 40 or not _code().fullmatch(code):
        return None
    if _FLOAT.fullmatch(code) or _LONG_LATIN.search(code):
        return None
    judged = _county_number().sub("", code) if is_han(code[0]) else code
    judged = _YEAR_NUMBER.sub("", judged)
    # With its blanks as well: S E12345678 is a passport, SE12345678 would be none.
    is_personal = has_personal_number(judged) or (code != spaced and has_personal_number(spaced))
    return None if is_personal else code


_ORGANISATION_WORDS = (
    "公司 工厂 分厂 煤矿 总厂 电厂 水厂 药厂 砖厂 料厂 化工厂 有限责任 合作社 集团 部门 委员会 办公室 街道 办事处 苏木 嘎查 村委会 居委会 社区 企业 "
    "工地 项目 项目部 项目组 工程 车间 班组 中心 医院 学院 学校 小学 中学 幼儿园 大学 法院 检察院 研究院 卫生院 养老院 研究所 事务所 派出所 经营部 "
    "门市部 分公司 子公司 商店 商行 商场 超市 市场 酒店 宾馆 饭店 餐厅 加油站 加气站 收费站 变电站 服务站 工作站 大队 支队 中队 总队 车队 施工队 "
    "工程队 农场 牧场 林场 养殖场 采石场 园区 开发区 示范区 工业园 产业园 基地 管委会 政府 协会 商会 银行 信用社 个体户 经营户 农户 牧户 机构 单位 "
    "总站 分站 货运 物流 运输 矿业 煤业 铁路局 作业区 采区 标段 仓库"
)
_ENDINGS = tuple(_ORGANISATION_WORDS.split())
_SHORT_ENDINGS = tuple("厂矿局站店队院校所部镇乡村处社库行场")
_ORGANISATION = re.compile(r"[\w()〔〕·\-、,&/.#'\"“”‘’= ]{1,60}")
_PARTS = re.compile(r"[、,/&]")
_BRACKET = re.compile(r"\(([^()]{0,40})\)$")
_ROLE_WORDS = (
    "联系人 司机 死者 伤者 职工 员工 工人 负责人 法人 驾驶人 驾驶员 当事人 姓名 身份证 电话 手机 填表人 报警人 经办人 先生 女士 师傅 老板 经理 本人 "
    "家属 村民 村长 队长 站长 厂长 矿长 局长 所长 店主 户主 户名 身故 死亡 受伤"
)
_ROLE = re.compile("|".join(_ROLE_WORDS.split()))


def organisation_shown(text: str, secrets: Secrets, words: Vocabulary) -> str | None:
    """The name of an organisation or works site, in one width; None for what is not wholly one.

    Every part between commas must be known or end in a word for an organisation, before a bracket
    that itself holds known words or an organisation. Such an ending of one character counts from
    four characters on, so that 张建厂 is no works.
    """
    name = " ".join(narrow(text).split())
    if name and name in words:
        return name
    if not _ORGANISATION.fullmatch(name) or _ROLE.search(name):
        return None
    if has_personal_number(name) or secrets.found_in(name):
        return None
    parts = [part for part in _PARTS.split(name) if part.strip()]
    is_one = bool(parts) and all(_is_organisation(part, words) for part in parts)
    return name if is_one else None


def _is_organisation(part: str, words: Vocabulary) -> bool:
    part = part.strip(" \"'“”‘’=")
    if bracket := _BRACKET.search(part):
        inner = bracket.group(1)
        if not (admits(inner, words) or _is_organisation(inner, words)):
            return False
        part = part[: bracket.start()].rstrip(" \"'“”‘’")
    if part in words or words.composes(part):
        return True
    return part.endswith(_ENDINGS) or (len(part) >= 4 and part.endswith(_SHORT_ENDINGS))
