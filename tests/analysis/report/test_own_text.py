"""The group's own text: where it goes, that it survives, and what is told of what cannot be placed."""

from pathlib import Path

import pytest

from analysis.report.blocks import (
    Block,
    Contents,
    Heading,
    Paragraph,
    Report,
    Signature,
    Table,
)
from analysis.report.docx import write_docx
from analysis.report.html import write_html
from analysis.report.own_text import OwnTextError, add_own_text


def report() -> Report:
    blocks: list[Block] = [
        Contents(),
        Heading("摘要", 1),
        Paragraph("摘要文字"),
        Heading("存在问题", 1),
        Heading("道路", 2),
        Paragraph("道路文字"),
        Heading("措施", 2),
        Heading("下一步", 1),
        Heading("措施", 2),
        Paragraph("措施文字"),
        Signature("办公室", "2026年11月30日"),
    ]
    return Report("报告", [], blocks)


def shown(folder: Path) -> list[str]:
    """What stands in the report with the text of `folder`, in a word a block."""
    made = report()
    add_own_text(made, folder, "zh")
    words = []
    for block in made.blocks:
        match block:
            case Heading(text, level):
                words.append("#" * level + text)
            case Paragraph(text):
                words.append(text)
            case Table(title):
                words.append(f"表：{title}")
            case _:
                words.append(type(block).__name__)
    return words


def between(words: list[str], first: str, last: str) -> list[str]:
    return words[words.index(first) + 1 : words.index(last)]


@pytest.mark.parametrize(
    "name", ["摘要.md", "01_摘要_总体评价.md", "摘要_二.txt", "摘要.md.txt", "一、摘要.md"]
)
def test_a_file_goes_where_its_name_says(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("评估组认为\n应继续观察。\n\n第二段。", "utf-8")
    assert between(shown(tmp_path), "#摘要", "#存在问题") == [
        "摘要文字",
        "评估组认为应继续观察。",
        "第二段。",
    ]


@pytest.mark.parametrize(
    "head",
    [
        "位置：摘要\n",
        "位置: 摘要\n\n",
        "---\n位置：摘要\n---\n",
        "\ufeff位置：一、 摘要\r\n",
        "place: 摘要\n",
    ],
)
def test_a_file_goes_where_its_first_line_says(head: str, tmp_path: Path) -> None:
    (tmp_path / "随便什么名字.md").write_bytes((head + "文字").encode())
    assert between(shown(tmp_path), "摘要文字", "#存在问题") == ["文字"]


def test_text_before_and_after_may_be_a_new_part(tmp_path: Path) -> None:
    (tmp_path / "摘要之前.md").write_text("# 前言\n\n前言文字", "utf-8")
    (tmp_path / "在存在问题之后_甲.md").write_text(
        "## 新的部分\n\n文字\n\n### 节\n\n#### 小标题", "utf-8"
    )
    (tmp_path / "after 下一步.md").write_text("# 最后", "utf-8")
    words = shown(tmp_path)
    assert between(words, "Contents", "#摘要") == ["#前言", "前言文字"]
    assert between(words, "##措施", "#下一步") == ["#新的部分", "文字", "##节", "小标题"]
    assert words[-2:] == ["#最后", "Signature"]


def test_within_a_part_a_heading_is_a_section(tmp_path: Path) -> None:
    (tmp_path / "道路.md").write_text("一节之内", "utf-8")
    (tmp_path / "存在问题.md").write_text("# 补充\n\n文字", "utf-8")
    words = shown(tmp_path)
    assert between(words, "道路文字", "##措施") == ["一节之内"]
    assert between(words, "##措施", "#下一步") == ["##补充", "文字"]


def test_files_of_one_place_stand_in_the_order_of_their_names(tmp_path: Path) -> None:
    for number in (2, 1, 3):
        (tmp_path / f"摘要_{number}.md").write_text(f"第{number}段", "utf-8")
    assert between(shown(tmp_path), "摘要文字", "#存在问题") == ["第1段", "第2段", "第3段"]


def test_lists_tables_and_bold(tmp_path: Path) -> None:
    text = "- 甲\n  - 乙\n1. 丙\n\n**粗**体\n\n表：名单\n\n| a | b |\n|---|---|\n| 1 | **2** |\n"
    (tmp_path / "摘要.md").write_text(text, "utf-8")
    made = report()
    add_own_text(made, tmp_path, "zh")
    own = made.blocks[3:8]
    assert [getattr(b, "text", "") for b in own] == ["•　甲", "•　乙", "1.　丙", "粗体", ""]
    assert isinstance(own[3], Paragraph) and own[3].runs == [("粗", True), ("体", False)]
    assert own[4] == Table("名单", ["a", "b"], [["1", "2"]])
    page = write_html([made], "zh")
    assert "<strong>粗</strong>体" in page and ">2</td>" in page
    assert write_docx(made, "zh").startswith(b"PK")


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    "`代码` [链接](http://example.org) ![图](x.png)",
    "> 8人以上",
    "[注]: http://example.org",
    "2*3*4 &lt; #1",
    "~~~",
    "![",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_lost_or_run(text: str, tmp_path: Path) -> None:
    (tmp_path / "摘要.md").write_text(f"前\n\n{text}\n\n后\n", "utf-8")
    assert between(shown(tmp_path), "摘要文字", "#存在问题") == ["前", text, "后"]
    made = report()
    add_own_text(made, tmp_path, "zh")
    assert "<script>alert" not in write_html([made], "zh")


def test_text_of_an_older_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "摘要.txt").write_bytes("位置：摘要\r\n汉字\r\n".encode("gb18030"))
    assert "汉字" in shown(tmp_path)


def test_a_new_folder_says_how_and_where(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "own"
    untouched = report().blocks
    made = report()
    add_own_text(made, folder, "zh")
    assert made.blocks == untouched
    (readme,) = folder.iterdir()
    text = readme.read_text("utf-8")
    assert readme.name == "README.md"
    for place in ("- 摘要", "- 存在问题/措施", "- 下一步/措施", "- 存在问题/道路"):
        assert f"\n{place}\n" in text + "\n"
    readme.write_text("我们自己的说明", "utf-8")
    (folder / "摘要.md").write_text("文字", "utf-8")
    for _ in range(2):
        assert "文字" in shown(folder)
    assert readme.read_text("utf-8") == "我们自己的说明"


@pytest.mark.parametrize(
    ("name", "text", "line", "expected"),
    [
        ("没有的.md", "文字", 1, "- 存在问题/道路"),
        ("甲.md", "\n位置：没有的\n文字", 2, "- 摘要"),
        ("措施.md", "文字", 1, "- 下一步/措施"),
        ("摘要.md", "位置：摘要\n\n|a|b|\n|---|---|\n|1|2|\n|1|2|3|\n", 6, "一样多"),
        ("摘要.md", "文\n\n|a|b|\n|1|2|\n", 3, "|---|---|"),
        ("摘要.md", "\0", 1, "UTF-8"),
    ],
)
def test_what_cannot_be_placed_is_told(
    name: str, text: str, line: int, expected: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(OwnTextError) as error:
        shown(tmp_path)
    said = str(error.value)
    assert said.startswith(f"{path}，第{line}行：") and expected in said


@pytest.mark.parametrize("name", ["意见.docx", "图.png", "文件夹/"])
def test_other_files_are_told_and_not_passed_over(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name.endswith("/"):
        path.mkdir()
    else:
        path.write_bytes(b"PK")
    with pytest.raises(OwnTextError, match="只放"):
        shown(tmp_path)


def test_a_path_names_one_of_several(tmp_path: Path) -> None:
    (tmp_path / "甲.md").write_text("位置：下一步/措施\n文字", "utf-8")
    assert between(shown(tmp_path), "措施文字", "Signature") == ["文字"]
    (tmp_path / "甲.md").write_text("位置：存在问题/措施之前\n# 新节", "utf-8")
    assert between(shown(tmp_path), "道路文字", "##措施") == ["##新节"]
