"""An invented place: what truly happened in its townships, before any department wrote it down."""

import random
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property

from analysis.base.places import Region, ancestors, own
from analysis.forms.place_names import whole_and_parts

_INDUSTRIES = ("煤矿", "危险化学品", "建筑施工", "冶金工贸", "其他")
_KINDS = {
    "production": ("高处坠落", "机械伤害", "触电", "车辆伤害", "中毒和窒息", "其他伤害"),
    "road": ("追尾碰撞", "正面碰撞", "侧面碰撞", "刮擦行人", "碾压", "翻车"),
    "fire": ("电气", "吸烟", "用火不慎", "遗留火种", "自燃"),
    "disaster": ("洪涝", "干旱", "雪灾", "风雹", "地质灾害"),
}
_PREMISES = ("住宅", "厂房", "商业场所", "仓储场所", "农副业场所", "交通工具")
# accidents a year, and the chance of 0, 1, 2 and 3 deaths in one
_FREQUENCY = {"production": 32, "road": 270, "fire": 60, "disaster": 6}
# since the plan began: production improves, roads worsen, disasters stay as they were, and how fires
# are counted changed, so that a reader meets each kind of verdict
_PLAN_BEGAN, _SINCE = 2024, {"production": 0.45, "road": 1.7}
_DEATHS = {
    "production": (0.3, 0.6, 0.08, 0.02),
    "road": (0.92, 0.07, 0.008, 0.002),
    "fire": (0.91, 0.08, 0.01, 0.0),
    "disaster": (0.7, 0.2, 0.1, 0.0),
}
_LOSS_YUAN = {
    "production": (50_000, 4_000_000),
    "road": (500, 90_000),
    "fire": (30_000, 600_000),
    "disaster": (2_000_000, 30_000_000),
}


@dataclass(frozen=True)
class Event:
    """One accident, fire or disaster as it truly was; money in yuan."""

    domain: str
    number: str
    at: datetime
    township: str
    kind: str
    industry: str
    premises: str
    company: str
    deaths: int
    missing: int
    serious: int
    minor: int
    affected: int
    loss_yuan: Decimal
    is_counted: bool
    is_commercial: bool
    person: str
    phone: str
    id_number: str
    plate: str


@dataclass
class World:
    """What happened in `place`. `gdp_quarters` are yuan of each quarter alone; `vehicles` the parts of each month's stock."""

    years: list[int]
    seed: int
    place: Region
    events: list[Event] = field(default_factory=list)
    gdp_quarters: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    gdp_final: dict[int, Decimal] = field(default_factory=dict)
    vehicles: dict[tuple[int, int], tuple[int, int, int, int]] = field(default_factory=dict)
    population: dict[int, dict[str, int]] = field(default_factory=dict)

    @cached_property
    def townships(self) -> tuple[str, ...]:
        """Names of its parts that people live in."""
        return tuple(whole_and_parts(self.place.region_id)[1])

    def of(self, domain: str, year: int, months: Iterable[int]) -> list[Event]:
        wanted = set(months)
        found = (e for e in self.events if e.domain == domain and e.at.year == year)
        return [event for event in found if event.at.month in wanted]


def invent(
    years: Iterable[int], seed: int = 1, scale: int = 1, place: Region | None = None
) -> World:
    """A world of the given years in `place`, the own region by default; `scale` multiplies its
    events, not its people or money."""
    world = World(list(years), seed, place or own())
    other = "" if world.place == own() else f"/{world.place.region_id}"
    for year in world.years:
        dice = random.Random(f"{seed}/{year}{other}")
        for domain, frequency in _FREQUENCY.items():
            change = _SINCE.get(domain, 1.0) if year >= _PLAN_BEGAN else 1.0
            for month in range(1, 13):
                for _ in range(_poisson(dice, frequency * change * scale / 12)):
                    world.events.append(_event(world, dice, domain, year, month))
        _invent_denominators(world, dice, year)
    world.events.sort(key=lambda e: (e.at, e.domain, e.kind, e.township))
    return _numbered(world)


def _event(world: World, dice: random.Random, domain: str, year: int, month: int) -> Event:
    at = datetime(year, month, dice.randint(1, monthrange(year, month)[1]))
    at += timedelta(minutes=dice.randrange(24 * 60))
    low, high = _LOSS_YUAN[domain]
    step = 1 if domain == "road" else 100
    birth = f"{dice.randint(1950, 2005)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
    return Event(
        domain=domain,
        number="",
        at=at,
        township=dice.choice(world.townships),
        kind=dice.choice(_KINDS[domain]),
        industry=dice.choice(_INDUSTRIES),
        premises=dice.choice(_PREMISES),
        company=dice.choice(companies(world.place)),
        deaths=dice.choices(range(4), _DEATHS[domain])[0],
        missing=int(domain == "disaster" and dice.random() < 0.15),
        serious=dice.choices((0, 1, 2), (0.6, 0.3, 0.1))[0],
        minor=dice.choices((0, 1, 2, 3), (0.4, 0.3, 0.2, 0.1))[0],
        affected=dice.randint(200, 9_000),
        loss_yuan=Decimal(dice.randrange(low, high, step)),
        is_counted=dice.random() < 0.9,
        is_commercial=dice.random() < 0.25,
        person=dice.choice("王李张刘陈杨赵黄周吴") + dice.choice("伟芳娜敏静丽强磊军洋"),
        phone=f"13{dice.randrange(10**9):09}",
        id_number=f"{world.place.region_id:.6}{birth}{dice.randrange(1000):03}{dice.choice('0123456789X')}",
        plate=f"蒙K{dice.randrange(10**5):05}",
    )


def companies(place: Region) -> tuple[str, ...]:
    """Names of works as lists write them."""
    around = ancestors(place.region_id)[-1:] or (place,)
    return (
        f"{place.name_zh}某建筑工程有限公司",
        f"{around[0].name_zh}某煤业有限公司",
        "某化工股份有限公司,二分厂",
        '=某物流"有限"公司',
        "某新能源科技有限公司",
    )


def _people(township: str) -> int:
    """How many live in a township at first: always the same, and unlike others."""
    return random.Random(township).randrange(11_000, 33_000, 1_000)


def _numbered(world: World) -> World:
    serial: dict[tuple[str, int, int], int] = {}
    numbered = []
    for event in world.events:
        part = (
            event.at.month if event.domain in ("production", "road") else (event.at.month + 2) // 3
        )
        key = (event.domain, event.at.year, 0 if event.domain == "disaster" else part)
        serial[key] = serial.get(key, 0) + 1
        number = {
            "production": f"SC{event.at:%Y%m}{serial[key]:04}",
            "road": f"{world.place.region_id}{event.at:%Y%m}{serial[key]:07}",
            "fire": f"HZ{event.at.year}Q{part}{serial[key]:04}",
            "disaster": f"ZH{event.at.year}{serial[key]:03}",
        }[event.domain]
        numbered.append(replace(event, number=number))
    world.events = numbered
    return world


def _invent_denominators(world: World, dice: random.Random, year: int) -> None:
    age = year - 2020
    annual = Decimal(round(400 * 1.055**age * dice.uniform(0.98, 1.02), 2)) * 10**8
    for quarter, share in enumerate(("0.20", "0.24", "0.26", "0.30"), start=1):
        value = (annual * Decimal(share)).quantize(Decimal("1000000"))
        world.gdp_quarters[year, quarter] = value
    total = sum(world.gdp_quarters[year, quarter] for quarter in range(1, 5))
    revised = total * Decimal(dice.choice(("0.985", "1.007", "1.013")))
    world.gdp_final[year] = revised.quantize(Decimal("1000000"))
    for month in range(1, 13):
        cars = round(92_000 * 1.043 ** (age + month / 12))
        motorcycles = cars * 21 // 100 + dice.randrange(60)
        trailers = cars * 6 // 100 + dice.randrange(60)
        others = 2_000 + dice.randrange(200)
        world.vehicles[year, month] = (cars, motorcycles, trailers, others)
    world.population[year] = {
        name: int(round(_people(name) * 0.996**age, -2)) for name in world.townships
    }


def _poisson(dice: random.Random, mean: float) -> int:
    """A Poisson count from waiting times; numpy's streams are not promised to stay the same."""
    count, waited = 0, dice.expovariate(1)
    while waited < mean:
        count += 1
        waited += dice.expovariate(1)
    return count
