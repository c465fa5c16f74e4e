"""A small invented year: events of the four forms, stocks and flows, each with a known sum."""

import random
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tests.truth.people import People, Person

DOMAINS = {
    "production_accidents": "production",
    "road_accidents": "road",
    "fires": "fire",
    "disasters": "disaster",
}
TOWNS = {
    "树林召镇": 52_000, "展旦召苏木": 18_000, "王爱召镇": 27_000, "昭君镇": 21_000,
    "白泥井镇": 24_000, "恩格贝镇": 11_000, "吉格斯太镇": 16_000, "中和西镇": 14_000,
    "风水梁镇": 12_000, "工业街道": 21_000, "锡尼街道": 26_000, "西园街道": 31_000,
    "白塔街道": 24_000, "昭君街道": 12_000, "平原街道": 19_000,
}  # fmt: skip
_KINDS = {
    "production_accidents": ("高处坠落", "机械伤害", "触电", "车辆伤害"),
    "road_accidents": ("追尾碰撞", "正面碰撞", "侧面碰撞", "翻车"),
    "fires": ("电气", "吸烟", "用火不慎", "自燃"),
    "disasters": ("洪涝", "干旱", "雪灾", "风雹"),
}
# target, done and due at the middle and at the end of the year
TARGETS = ("中小学安全教育覆盖率", "市政消火栓（消防水鹤）完好率", "老旧房屋安全鉴定率")
TARGET_IDS = {
    TARGETS[0]: "school_safety_education",
    TARGETS[1]: "fire_hydrants",
    TARGETS[2]: "old_houses",
}


@dataclass
class Event:
    """One accident, fire or disaster as it truly was; money in yuan."""

    form: str
    number: str
    at: datetime
    town: str
    kind: str
    company: str
    deaths: int
    missing: int
    hurt: int
    affected: int
    loss_yuan: int
    is_counted: bool
    person: Person


@dataclass
class Truth:
    """What truly was in one year. `gdp` in yuan since January by quarter, `vehicles` the four parts
    by month, `population` by town, `targets` (done, due) by name and month."""

    year: int
    events: list[Event] = field(default_factory=list)
    gdp: dict[int, int] = field(default_factory=dict)
    vehicles: dict[int, tuple[int, int, int, int]] = field(default_factory=dict)
    population: dict[str, int] = field(default_factory=dict)
    targets: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)

    def of(self, form: str, months: Iterable[int]) -> list[Event]:
        wanted = set(months)
        return [e for e in self.events if e.form == form and e.at.month in wanted]


def invent_year(seed: int, folder: int, year: int, people: People) -> Truth:
    """The truth of `year`; the same arguments give the same truth."""
    dice = random.Random(f"truth/{seed}/{folder}/{year}")
    truth = Truth(year)
    for month in range(1, 13):
        for form, most in (("production_accidents", 4), ("road_accidents", 5), ("fires", 2)):
            for _ in range(dice.randint(2 if form != "fires" else 1, most)):
                truth.events.append(_event(dice, form, year, month, people))
    for month in dice.sample(range(1, 13), 4):
        truth.events.append(_event(dice, "disasters", year, month, people))
    truth.events.sort(key=lambda e: (e.at, e.form))
    _number(truth)
    age, total = year - 2020, 0
    annual = round(400 * 1.05**age * dice.uniform(0.99, 1.01)) * 10**8
    for quarter, share in enumerate((20, 24, 26, 30), start=1):
        total += annual * share // 100 // 10**6 * 10**6 + dice.randrange(100) * 10**4
        truth.gdp[quarter] = total
    for month in range(1, 13):
        cars = round(92_000 * 1.04 ** (age + month / 12))
        rest = (cars * 21 // 100 + dice.randrange(60), cars * 6 // 100 + dice.randrange(60))
        truth.vehicles[month] = (cars, *rest, 2_000 + dice.randrange(200))
    truth.population = {t: round(n * 0.998**age / 100) * 100 for t, n in TOWNS.items()}
    for name in TARGETS:
        for month in (6, 12):
            due = 400 + dice.randrange(100)
            truth.targets[name, month] = (due * dice.randint(60, 99) // 100, due)
    return truth


def _event(dice: random.Random, form: str, year: int, month: int, people: People) -> Event:
    day, minute = dice.randint(1, monthrange(year, month)[1]), dice.randrange(24 * 60)
    return Event(
        form=form,
        number="",
        at=datetime(year, month, day, minute // 60, minute % 60),
        town=dice.choice(tuple(TOWNS)),
        kind=dice.choice(_KINDS[form]),
        company=dice.choice(
            ("达拉特旗某建筑有限公司", "某煤业有限公司", '=某物流"有限"公司,二分厂')
        ),
        deaths=dice.choices((0, 1, 2), (4, 4, 2))[0],
        missing=int(form == "disasters" and dice.random() < 0.3),
        hurt=dice.randint(0, 3),
        affected=dice.randint(200, 9_000),
        loss_yuan=dice.randint(50, 300) * 1_000,
        is_counted=dice.random() < 0.85,
        person=people.next("当事人"),
    )


def _number(truth: Truth) -> None:
    serial: dict[tuple[str, int], int] = {}
    for e in truth.events:
        part = {"fires": (e.at.month + 2) // 3, "disasters": 0}.get(e.form, e.at.month)
        n = serial[e.form, part] = serial.get((e.form, part), 0) + 1
        e.number = {
            "production_accidents": f"SC{e.at:%Y%m}{n:04}",
            "road_accidents": f"150621{e.at:%Y%m}{n:07}",
            "fires": f"HZ{e.at.year}Q{part}{n:04}",
            "disasters": f"ZH{e.at.year}{n:03}",
        }[e.form]
