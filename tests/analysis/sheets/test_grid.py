"""A file that is not what it says it is says why."""

from pathlib import Path

import pytest

from analysis.sheets.grid import UnreadableFile, read_sheets


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"", "空的"),
    ],
)
def test_a_workbook_that_cannot_be_opened_says_why(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "生产安全事故台账_2024年03月.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(path, path.suffix)
    assert said in refused.value.message.text()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"a\x00b,c\n", "二进制"), (b'a,"b\nc,d\n', "CSV"), (b"\xff\xff,\n", "编码")],
)
def test_a_csv_that_is_none_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "道路交通事故明细_202403.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(path, path.suffix)
    assert said in refused.value.message.text()


@pytest.mark.parametrize("times", [1, 2000])  # few lines are split otherwise than many
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_line_is_a_row_however_many_there_are(
    tmp_path: Path, times: int, encoding: str, end: str
) -> None:
    texts = [*["编号,𠮷林", "", " a ,b\x0bc\u2028d,", ","] * times, "末,1"]
    newline = end or "\n"
    path = tmp_path / "道路交通事故明细_202403.csv"
    path.write_bytes((newline.join(texts) + end).encode(encoding))
    (sheet,) = read_sheets(path, path.suffix)
    expected = [(at, text.split(",") if text else []) for at, text in enumerate(texts, start=1)]
    assert [*sheet.rows] == expected
    assert sheet.rows[1:3] == expected[1:3]
    assert sheet.rows[-1] == expected[-1]
    assert sheet.has_end == bool(end)
