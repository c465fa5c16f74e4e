from pathlib import Path

import pytest
import yaml

from analysis.base.settings import layouts_folder
from analysis.forms.layout import LayoutError, load_layout, load_layouts


def _changed(tmp_path: Path, **changes: object) -> Path:
    layout = yaml.safe_load((layouts_folder() / "fires.yml").read_text(encoding="utf-8"))
    path = tmp_path / "fires.yml"
    path.write_text(
        yaml.safe_dump(layout | changes, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return path


def test_the_layouts_of_the_project_are_valid() -> None:
    assert {"production_accidents", "road_accidents", "gdp"} <= set(load_layouts(layouts_folder()))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"period": {"kind": "week"}}, "period.kind"),
        ({"key": ["nothing"]}, "no such column: nothing"),
        ({"columns": {"a": {"headers": ["甲"], "type": "quantity"}}, "key": ["a"]}, "needs a unit"),
        (
            {"columns": {"a": {"headers": ["甲"], "type": "quantity", "unit": "根"}}, "key": ["a"]},
            "there are 元, 人, 辆",
        ),
        ({"surprise": 1}, "surprise: no such word"),
        ({"form": "Fires 2"}, "form"),
    ],
)
def test_a_fault_is_named_with_its_file_and_place(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    changes = changes | ({"control_total": [], "plausibility": []} if "columns" in changes else {})
    with pytest.raises(LayoutError, match=r"fires\.yml") as error:
        load_layout(_changed(tmp_path, **changes))
    assert said in str(error.value)


def test_a_flow_is_handed_in_as_the_sum_since_january(tmp_path: Path) -> None:
    layout = yaml.safe_load((layouts_folder() / "gdp.yml").read_text(encoding="utf-8"))
    path = tmp_path / "gdp.yml"
    path.write_text(yaml.safe_dump(layout | {"period": {"kind": "quarter"}}), "utf-8")
    with pytest.raises(LayoutError, match=r"is a flow.*cumulative"):
        load_layout(path)


def test_a_form_by_place_has_no_total_apart_from_its_rows(tmp_path: Path) -> None:
    layout = yaml.safe_load((layouts_folder() / "population.yml").read_text(encoding="utf-8"))
    path = tmp_path / "population.yml"
    path.write_text(yaml.safe_dump(layout | {"control_total": ["resident_population"]}), "utf-8")
    with pytest.raises(LayoutError, match="part_total"):
        load_layout(path)


def test_a_changed_layout_has_another_version(tmp_path: Path) -> None:
    before = load_layout(layouts_folder() / "fires.yml")
    assert load_layout(_changed(tmp_path)).version == before.version
    assert load_layout(_changed(tmp_path, file_stems=["火灾"])).version != before.version


def test_two_layouts_cannot_share_a_file_stem(tmp_path: Path) -> None:
    _changed(tmp_path)
    (tmp_path / "more.yml").write_text(
        (tmp_path / "fires.yml").read_text(encoding="utf-8").replace("form: fires", "form: more"),
        encoding="utf-8",
    )
    with pytest.raises(LayoutError, match="belongs to"):
        load_layouts(tmp_path)
