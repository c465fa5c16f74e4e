"""What messages say of a place is that of its seeds."""

import pytest

from analysis.base import places


@pytest.mark.parametrize(
    ("count", "zh", "en"), [(3, "三", "three"), (5, "五", "five"), (12, "12", "12")]
)
def test_messages_count_the_rates_that_the_plan_is_judged_by(
    count: int, zh: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.own()  # of the seeds in use, read before
    rows = [{"is_plan_indicator": "true"}] * count + [{"is_plan_indicator": "FALSE"}]
    monkeypatch.setattr(places, "seed_rows", lambda _: rows)
    monkeypatch.setattr(places, "regions", lambda: {})
    monkeypatch.setattr(places, "siblings", lambda: ())
    monkeypatch.setattr(
        places, "own", lambda: places.Region("1", "云岫县", "Yunxiu County", "county", "")
    )
    assert places.words("zh")["plan_rates"] == zh
    assert places.words("en")["plan_rates"] == en


_PROVINCE = [
    ("1", "province", ""),
    ("11", "city", "1"),
    ("12", "city", "1"),
    ("111", "county", "11"),
]
_TOWNS = [("1111", "town", "111"), ("1112", "zone", "111"), ("121", "subdistrict", "12")]


@pytest.mark.parametrize(
    ("own", "beside", "zh", "en"),
    [
        ("1", ["11", "12"], "市", "cities"),
        ("11", ["1111", "1112"], "乡镇（街道）", "townships"),
        ("111", ["1111", "1112"], "乡镇（街道）", "townships"),
    ],
)
def test_places_of_one_level_stand_beside_each_other_and_are_called_so(
    own: str, beside: list[str], zh: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = {
        code: places.Region(code, f"{code}县", code, level, parent)
        for code, level, parent in _PROVINCE + _TOWNS
    }

    def around(code: str) -> bool:
        return code == own or (bool(code) and around(tree[code].parent_id))

    monkeypatch.setattr(places, "regions", lambda: tree)
    monkeypatch.setattr(places, "own_id", lambda: own)
    monkeypatch.setattr(places, "is_below", lambda code, _: around(tree[code].parent_id))
    found = places.siblings.__wrapped__()
    assert [place.region_id for place in found] == beside
    monkeypatch.setattr(places, "siblings", lambda: found)
    assert places.words("zh")["siblings"] == zh
    assert places.words("en")["siblings"] == en
