"""In which unit a sheet gives each of its figures."""

from decimal import Decimal

from analysis.forms.layout import Layout
from analysis.forms.units import Unit, parse_unit, units_named
from analysis.messages import Several
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.reading.header import Header
from analysis.sheets.grid import UnreadableFile


def settle_units(header: Header, layout: Layout, above: list[str]) -> dict[str, Unit]:
    """The unit of each measure: in its header, else in the unit row `above`, else its one default.

    Raises:
        UnreadableFile: a unit that must be read is not in the file, or several are.
    """
    named = [unit for text in above for unit in units_named(text)]
    settled = {}
    for name, column in layout.columns.items():
        base = column.base_unit
        if base is None or name not in header.columns:
            continue
        own = header.units.get(name)
        fitting = [own] if own else [unit for unit in named if unit.base == base.base]
        distinct = {unit.factor: unit for unit in fitting}
        default = parse_unit(column.default_unit) if column.default_unit else None
        if len(distinct) == 1 and next(iter(distinct.values())).base == base.base:
            settled[name] = next(iter(distinct.values()))
        elif not fitting and (default or column.type == "count"):
            settled[name] = default or Unit(base.text, base.base, Decimal(1))
        else:
            raise UnreadableFile(
                "unit_unclear",
                column=gate.name_shown(header.labels[header.columns[name]], shown_words()),
                found=Several([unit.text for unit in fitting]),
                expected=base.base,
            )
    return settled
