"""Codes and organisations pass by the form of the whole text."""

import pytest

from analysis.base.places import own
from analysis.base.text import narrow
from analysis.forms.words import seed_words
from analysis.privacy.gate import (
    Secrets,
    code_shown,
    organisation_shown,
)
from analysis.privacy.vocabulary import Vocabulary
from analysis.sample.world import companies

WORDS = Vocabulary(seed_words())


NOBODY = Secrets([], WORDS)


@pytest.mark.parametrize("code", [
    "达交公认字〔2024〕第00123号", "1506212024030100012", "HZ2024Q10001", "SC2024030001", "ZH2024001",
    "1506212024030000012", "达交15062124001", "YH202403001", "1", "2024-001", "ZJ-2026-7", "住建2026-8", "达住建隐〔2026〕7号", "鄂消火认字[2024]第0012号",
])  # fmt: skip
def test_codes_survive(code: str) -> None:
    assert code_shown(f"\t{code} ") == code
    wide = code.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
    assert code_shown(wide) == code


@pytest.mark.parametrize("text", [
    "1.5E+18", "1E5", "1506212024030100012.0", "150621198807171234", "13987654321", "张三1", "ZhangSan1",
    "EA2026-123", "AB-20261", "SC", "", "9" * 41, "<b>1", "SC1;drop", "①",
])  # fmt: skip
def test_what_is_no_code_is_refused(text: str) -> None:
    assert code_shown(text) is None


def test_organisations() -> None:
    for name in (
        *companies(own()),
        "旗应急管理局",
        "树林召镇",
        "某煤矿",
        "某建筑工地",
        "某公司（二分厂）",
    ):
        assert organisation_shown(name, NOBODY, WORDS) == narrow(name)
    secrets = Secrets(["张三、李四", "王　五"], WORDS)
    for text in (
        "张三",
        "欧阳锦程",
        "张三建筑有限公司",
        "王五商店",
        "某公司（赵伟）",
        "赵伟，某公司",
        "某公司司机赵伟",
        "某公司。",
        "某公司13987654321厂",
        "某公司\u0007厂",
        "<b>某公司",
        "长" * 60 + "公司",
        "",
        "王厂",
        "张建厂",
    ):
        assert organisation_shown(text, secrets, WORDS) is None, text
