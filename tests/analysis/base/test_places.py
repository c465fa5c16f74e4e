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
    monkeypatch.setattr(
        places, "own", lambda: places.Region("1", "云岫县", "Yunxiu County", "county", "")
    )
    assert places.words("zh")["plan_rates"] == zh
    assert places.words("en")["plan_rates"] == en
