"""Tables of the PDF: nothing runs over a border, and rows stay with their heading."""

from itertools import pairwise

from analysis.report.blocks import Paragraph, Report, Table
from analysis.report.pdf import write_pdf
from tests.analysis.report.test_pdf import reader


def test_what_no_line_parts_from_a_date_stays_in_its_column_with_it() -> None:
    row = ["城市安全风险综合监测预警平台", "持续稳定向好", "4.6%（2026年11月）", "2027年12月31日"]
    row += ["不能判定（数据停在2025年12月）", "发展和改革委员会等14个单位"]
    none = [*row[:2], "—", *row[3:]]
    header = ["目标", "目标值", "数值", "期限", "状态", "责任单位"]
    pdf = write_pdf(Report("报告", [], [Table("目标", header, [row, *[none] * 12])]), "zh")
    found: list[tuple[str, float]] = []

    def seen(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            found.append((text.strip(), cm[4] + tm[4] * cm[0]))

    reader(pdf).pages[0].extract_text(visitor_text=seen)
    due = min(x for text, x in found if text == "2027")
    ends = [x for (_, x), (after, _) in pairwise(found) if after == "2027"]
    assert len(ends) == 13
    assert max(ends) + 4.5 < due  # half an em: the other half of the mark is empty


def test_no_page_ends_with_the_heading_of_rows() -> None:
    rows = [
        [f"（{at}）", "", ""] if at % 3 == 0 else [f"行{at}", "尚未", "某局等9个单位"]
        for at in range(60)
    ]
    for before in (0, 3):
        blocks = [*[Paragraph("一句。")] * before, Table("表", ["任务", "目标", "单位"], rows)]
        pdf = write_pdf(Report("报告", [], blocks), "zh")
        pages = [page.extract_text().split("\n") for page in reader(pdf).pages]
        for page in pages:
            *_, last, number = (line for line in page if line.strip())
            assert "—" in number
            assert "行" in last
