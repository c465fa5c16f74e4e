"""Nothing that is not known passes the gate, and what offices write in their files does."""

import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.base.places import own
from analysis.base.settings import layouts_folder
from analysis.base.text import narrow
from analysis.forms.words import seed_words
from analysis.privacy.gate import (
    MASK,
    Secrets,
    admits,
    cell_shown,
    code_shown,
    has_personal_number,
    name_shown,
    organisation_shown,
    reason_shown,
    shape,
)
from analysis.privacy.vocabulary import Vocabulary, shown_words
from analysis.sample.world import companies

WORDS = Vocabulary(seed_words())
NOBODY = Secrets([], WORDS)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鹏辉建国志斌海燕雪琴锦程和安全年"
FILES = (
    "生产安全事故台账_2024年03月.xlsx", "生产安全事故台账_2022年11月（示例数据）（更正）.xlsx",
    "道路交通事故明细_202403（示例数据）.csv", "机动车保有量_2024年.xlsx", "火灾统计_2024年1季度.xls",
    "自然灾害灾情统计_2024年（示例数据）.xlsx", "地区生产总值_2023年4季度（示例数据）（最终核实）.xlsx",
    "常住人口_2024年.xlsx", "目标进度_2025年06月.xlsx", "执法检查月报_2024年01月.xlsx",
    "隐患排查治理台账_2024年12月（更正2）.xlsx", "风险点台账_2024年.xlsx", "监测预警处置台账_2024年02月.csv",
    "达拉特旗2024年第1季度火灾统计表（示例数据）", "达拉特旗2022年前三季度地区生产总值", "Sheet1", "数据", "填表说明",
    "应急管理局", "旗消防救援大队", "直接经济损失\n（万元）", "死亡人数（7日内）", "其中：城镇人口", "伤亡情况（人）",
)  # fmt: skip


def _card(region: str, born: date, serial: int) -> str:
    body = f"{region}{born:%Y%m%d}{serial:03}"
    total = sum(int(d) * (2 ** (17 - n) % 11) for n, d in enumerate(body))
    return body + "10X98765432"[total % 11]


def _bank(body: str) -> str:
    for check in "0123456789":
        digits = [int(d) for d in reversed(body + check)]
        doubled = [d if n % 2 == 0 else sum(divmod(2 * d, 10)) for n, d in enumerate(digits)]
        if sum(doubled) % 10 == 0:
            return body + check
    raise AssertionError


def _digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


NAMES = st.builds(
    str.__add__, st.sampled_from(SURNAMES), st.text(GIVEN, min_size=1, max_size=2)
).filter(lambda name: name not in WORDS)
CARDS = st.builds(
    _card,
    st.sampled_from(("150621", "150602", "110101", "650102")),
    st.dates(date(1930, 1, 1), date(2020, 1, 1)),
    st.integers(0, 999),
)
PHONES = st.builds(
    lambda head, rest, spelling: spelling.format(head, rest[:4], rest[4:], rest[:3], rest[3:]),
    st.sampled_from(("139", "158", "177", "186", "133")),
    _digits(8),
    st.sampled_from(
        (
            "{0}{1}{2}",
            "{0} {1} {2}",
            "{0}-{1}-{2}",
            "+86 {0}{1}{2}",
            "86-{0}-{1}-{2}",
            "({0}){1}{2}",
            "{0}.{1}.{2}",
            "{0} {3} {4}",
            "{0}—{1}—{2}",
            "{0}:{1}:{2}",
            "0086{0}{1}{2}",
        )
    ),
)
PLATES = st.builds(
    lambda head, gap, rest, tail: f"{head}{gap}{rest}{tail}",
    st.sampled_from(("蒙K", "京A", "粤Z", "蒙k")),
    st.sampled_from(("", "·", " ", "-")),
    _digits(4),
    st.sampled_from(("5", "挂", "学", "警", "港", "X", "D8")),
)
OTHERS = st.one_of(
    st.builds("E{}".format, _digits(8)),
    st.builds("H{}".format, _digits(10)),
    st.builds("0477-5{}".format, _digits(6)),
    st.builds("{}@qq.com".format, _digits(9)),
    st.builds("微信号：wx{}".format, _digits(6)),
    st.builds(_bank, st.builds("62{}".format, _digits(15))),
)


def _wide(text: str) -> str:
    return text.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})


SPELLINGS: tuple[Callable[[str], str], ...] = (str, _wide, lambda t: "\u200b".join(t))
PERSONAL = st.one_of(NAMES, CARDS, PHONES, PLATES, OTHERS)


def _essence(text: str) -> str:
    return "".join(ch for ch in narrow(text).upper() if ch.isalnum())


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from((*FILES, *companies(own()), "SC2024030001", "达交公认字〔2024〕第00123号", "12", "一般事故", "")),
    PERSONAL,
    st.integers(0, 60),
    st.sampled_from(SPELLINGS),
)  # fmt: skip
@pytest.mark.slow
def test_no_planted_person_survives(host: str, person: str, at: int, spelling) -> None:
    text = host[:at] + spelling(person) + host[at:]
    if host[:at] and host[at:] and host[at - 1].isdigit() and host[at].isdigit():
        text = host + " " + spelling(person)  # digits amid digits are no longer the person's number
    elif any(side.isalnum() and side.isascii() for side in (host[:at][-1:], host[at:][:1])):
        text = f"{host[:at]} {spelling(person)} {host[at:]}"
    secrets = Secrets([person], WORDS)
    shown = {
        "name": name_shown(text, WORDS),
        "reason": reason_shown(text, WORDS),
        "cell": cell_shown(text, WORDS),
        "code": code_shown(text) or "",
        "organisation": organisation_shown(text, secrets, WORDS) or "",
    }
    for where, out in shown.items():
        assert _essence(person) not in _essence(out), (where, text, out)
    assert not admits(text, WORDS)


@settings(max_examples=300, deadline=None)
@given(
    NAMES,
    st.sampled_from(("报表", "关于{}的通知", "2024年{}", "{} 数据", "表{}", "{}与{}", "已{}")),
)
def test_a_name_is_masked_to_its_last_character(name: str, host: str) -> None:
    text = host.format(name, name) if "{" in host else host + name
    shown = name_shown(text, WORDS)
    assert MASK in shown and not (set(name) - set(host)) & set(shown)


@pytest.mark.parametrize("name", FILES)
def test_names_in_use_survive(name: str) -> None:
    assert name_shown(name, WORDS) == name.replace("\n", "")
    assert admits(name, WORDS)


def test_headers_of_the_layouts_survive() -> None:
    layouts = [yaml.safe_load(path.read_text("utf-8")) for path in layouts_folder().glob("*.yml")]
    assert len(layouts) >= 12
    for layout in layouts:
        texts = [*layout["file_stems"], layout["name_zh"]]
        texts += [h for column in layout["columns"].values() for h in column["headers"]]
        assert [name_shown(text, shown_words()) for text in texts] == texts


def test_reasons_of_an_office_survive() -> None:
    for reason in (
        "经核实数据无误",
        "与原件核对一致，已盖章",
        "机构改革，行政区划调整",
        "已电话确认，数据属实。",
        "经与交管大队核实，2024年3月事故数属实",
        "系统导出重复，已更正",
    ):
        assert admits(reason, WORDS), reason_shown(reason, WORDS)
    assert reason_shown("已与李强电话确认", WORDS) == f"{MASK}电话确认"
    assert not admits("", WORDS) and not admits("。。", WORDS)


@pytest.mark.parametrize("text", [
    "12", "-3.5%", "1,234.50", "１２", "2024-03-05 14:20", "2024年3月5日14时20分", "2024.3.5 14:20",
    "2024/03/05 14:20:00", "2024-03-05T14:20:00", "14:20", "2024年", "2024年3月", "3月5日", "0000-00-00", "一般事故",
    "达拉特旗树林召镇", "追尾碰撞",
])  # fmt: skip
def test_cells_that_are_shown(text: str) -> None:
    assert cell_shown(text, WORDS) == narrow(text)


@pytest.mark.parametrize(("text", "shown"), [
    ("张三三", "汉字3个"), ("150621198807171234", "数字18位"), ("3*", "数字1位；符号1个"), ("2①", "数字1位；符号1个"),
    ("13987654321", "数字11位"), ("1234567890123", "数字13位"), ("张AB1!", "汉字1个；数字1位；字母2个；符号1个"),
    ("\u202e", "空白"),
])  # fmt: skip
def test_cells_that_show_their_shape(text: str, shown: str) -> None:
    assert cell_shown(text, WORDS) == shape(text) == shown


@pytest.mark.parametrize("text", [
    "150621880717123", "150621 19880717 1234", "15062119880717123x", "①③⑨⑧⑦⑥⑤④③②①", "0477 5212345",
    "（0477）5212345", "+86-477-5212345", "6222 0212 3456 7890 128", "EA1234567", "C12345678", "H12345678",
    "蒙KD12345", "蒙K·1234挂", "粤Z1234港", "使014578", "WJ蒙12345", "WJ12·34567", "VA·12345", "a.b@qq.com",
    "QQ：123456", "微信 abc_123", "微信名：小李", "编号1150621198807171230"[:2] + "1" + _card("150621", date(1988, 7, 17), 123),
])  # fmt: skip
def test_personal_numbers(text: str) -> None:
    assert has_personal_number(text)
    assert has_personal_number(_wide(text))


@pytest.mark.parametrize("text", [
    "2024-03-05 14:20:00", "2024年3月5日14时20分", "20240305", "139876543.21", "13,987,654,321", "0.248123456789",
    "12", "1506212024030100012", "SC2024030001", "HZ2024Q10001", "FX20240001", "2024年1-9月", "微信群通知", "",
    "达交公认字〔2024〕第00123号", "GB/T 4754", "1.5E+18",
])  # fmt: skip
def test_no_personal_numbers(text: str) -> None:
    assert not has_personal_number(text)


def test_secrets() -> None:
    secrets = Secrets(
        [
            "张三、李四",
            "王 五，赵　六",
            "陈和平",
            "树林召镇",
            "事故",
            "不详",
            "周",
            "司机：孙八",
            "13900001111/0477-5212345",
        ],
        WORDS,
    )
    for text in (
        "有张三在",
        "李 四",
        "王五",
        "赵六",
        "陈和平",
        "孙八",
        "张\u200b三",
        "139 0000 1111",
        "04775212345",
    ):
        assert secrets.found_in(text), text
    for text in ("树林召镇", "事故", "不详", "周一", "张王李", ""):
        assert not secrets.found_in(text), text


def test_marks_that_could_be_markup_or_break_a_line_do_not_pass() -> None:
    shown = name_shown("数据[red]\n\u202e\x1b[31m<b>表", WORDS)
    assert not set(shown) & set("[]<>\n\u202e\x1b")


@pytest.mark.parametrize("piece", [
    " ", "1", "1 ", "张", "事故", "a", "A@", "@", "蒙K", "(", "，", "2024-", "微信:", "\u200b", "E1 ", "年", "\n", "'",
])  # fmt: skip
@pytest.mark.slow
def test_cost_is_linear(piece: str) -> None:
    secrets = Secrets(["张三", "1" * 11, "张" * 40], WORDS)

    def cost(length: int) -> float:
        text = "事" + piece * (length // len(piece))
        best = 1e9
        for _ in range(3):
            start = time.process_time()
            (
                name_shown(text, WORDS),
                cell_shown(text, WORDS),
                code_shown(text),
                secrets.found_in(text),
            )
            organisation_shown(text, secrets, WORDS), Secrets([text], WORDS), admits(text, WORDS)
            best = min(best, time.process_time() - start)
        return best

    assert cost(20_000) < 4 * 3 * max(cost(5_000), 0.005)  # 4 is linear, 16 quadratic


def test_a_wrong_check_digit_is_a_card_only_with_a_birth_that_can_be() -> None:
    for born, is_card in ((date.today(), True), (date.today() + timedelta(days=1), False)):
        right = _card("150621", born, 7)
        wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
        assert has_personal_number(right) and has_personal_number(wrong) is is_card
