// What the page holds, and how its figures are found and written.

const DATA = JSON.parse(document.getElementById("data").textContent);
const say = (code, values = {}) =>
  DATA.words[code].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// What stands under every picture and beside every row of a file.
const footOf = () => DATA.foot.replace("{today}", new Date(Date.now() - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, 10));

const monthOf = (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const yearOf = (period) => Number(period.end.slice(0, 4));
const STEPS = { year: 12, quarter: 3, ytd: 1, r12m: 1, month: 1 };

const key = (indicator, region, period) => `${indicator.code}|${region.id}|${period.kind}|${period.end}`;
const FIGURES = new Map();
for (let at = 0; at < DATA.figures.code.length; at++) {
  const row = { notes: {} };
  for (const [name, column] of Object.entries(DATA.figures)) row[name] = column[at];
  row.indicator = DATA.indicators[row.indicator];
  row.region = DATA.regions[row.region];
  row.period = DATA.periods[row.period];
  [row.notes.rate, row.notes.count, row.notes.over] = DATA.notes[row.note];
  FIGURES.set(key(row.indicator, row.region, row.period), row);
}
const OWN = DATA.regions.find((region) => region.place === "own");
const PERIODS = [...DATA.periods].sort((a, b) => (a.end < b.end ? -1 : 1));

// The figure of an indicator. A count that an indicator has for no such place may stand in another one
// that counts the same, above or below the line of its fraction: it is shown as that one's, with its code.
// Of a rate that was published alone, and has no code, there is neither.
function figureOf(line, period, measure) {
  const held = FIGURES.get(key(line.indicator, line.region, period));
  const own = measure === "rate" || held?.code ? held : undefined;
  if (measure !== "count" || (own && own.count !== null)) return own;
  const alike = DATA.indicators.filter((other) => other.counted === line.indicator.counted);
  const found = alike.map((other) => FIGURES.get(key(other, line.region, period))).find((row) => row && row.count !== null);
  if (found || own) return found ?? own;
  const below = DATA.indicators.filter((other) => other.divided_by === line.indicator.counted);
  const row = below.map((other) => FIGURES.get(key(other, line.region, period))).find((one) => one);
  return row && { ...row, isBelow: true, count: row.complete || row.over ? row.over : null };
}

// What there is to know of the part of a row that is shown; a count may be what another indicator is divided by.
const noteOn = (row, measure) => row.notes[row.isBelow ? "over" : measure];

// Whether the definition changed after the first day of one period, up to the end of another.
const isCut = (domain, first, end) =>
  DATA.breaks.some((one) => one.domain === domain && one.cuts && one.day > first && one.day <= end);

// A figure of a period that is not over or not whole is a part of a sum: shown, never joined by a line.
const isWhole = (row, measure) => measure !== "count" || row.complete === 1;

// Of the places below the own region the page holds years alone.
const isHeld = (line, kind) => line.region.place !== "part" || kind === "year";

// Whether an indicator is made of periods of a kind: quarters alone where its denominator is.
const KINDS = new Map(DATA.indicators.map((indicator) => [indicator, new Set()]));
for (const row of FIGURES.values()) if (row.code) KINDS.get(row.indicator).add(row.period.kind);
const isOfKind = ({ indicator }, kind) => !KINDS.get(indicator).size || KINDS.get(indicator).has(kind);

// Whether an indicator is divided by what is known of the places below; where it is not, its count may be.
const OF_PARTS = new Set([...FIGURES.values()].filter((row) => row.region.place === "part").map((row) => row.indicator));
const isUndivided = ({ indicator, region }, measure) => measure !== "count" && region.place === "part" && !OF_PARTS.has(indicator);

function whyMissing(line, period, row, measure) {
  if (row) return noteOn(row, measure) ?? say("explorer_unknown");
  if (!isHeld(line, period.kind)) return say("explorer_not_held");
  if (isUndivided(line, measure)) return say("explorer_no_parts", line.indicator);
  const whole = line.region.place === "part" && figureOf({ ...line, region: OWN }, period, "count");
  if (whole && !whole.complete && whole.notes.count) return whole.notes.count; // what lacks of the whole lacks of its parts
  return isOfKind(line, period.kind) ? say("explorer_no_row") : say("explorer_no_kind", line.indicator);
}

const grouped = (text) => {
  const [whole, part] = text.split(".");
  const set = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return part === undefined ? set : `${set}.${part}`;
};
const fixed = (value, decimals) => (value === null || value === undefined ? "—" : grouped(value.toFixed(decimals)));
const short = (value) => (value === null || value === undefined ? "—" : grouped(String(Number(value.toFixed(2)))));
const written = (value, indicator, measure) => (measure === "rate" ? fixed(value, indicator.decimals) : short(value));

// The figure of a row as it is told: a count that is not whole is at least so many.
function toldAs(row, indicator, measure) {
  const value = row?.[measure] ?? null;
  const text = written(value, indicator, measure);
  return value === null || isWhole(row, measure) ? text : say("at_least", { count: text });
}

const UNITS = { rate: "unit", count: "count_unit", over: "over_unit" };
const unitOf = (indicator, measure) => indicator[UNITS[measure]];
const NAMES = { rate: "name", count: "count", over: "over" };
const nameOf = (indicator, measure) => indicator[NAMES[measure]];

// What was judged of a year of the own region, or of the year so far up to the end of a period.
function verdictOf(row) {
  if (row.region !== OWN || row.period.kind !== "year") return undefined;
  return DATA.verdicts.find((one) => one.indicator === row.indicator.code && !one.to_date && one.end === row.period.end);
}
// Where the accidents of a month were more than their own past explains, and what the year so far leads to.
const signalsOf = ({ indicator, region, period }) => (period.kind !== "month" ? [] : DATA.signals.filter((one) =>
  one.indicator === indicator.code && one.region === region.id && period.end.startsWith(one.month)));
const forecastOf = ({ indicator, region, period }) => (period.kind !== "ytd" ? undefined : DATA.forecasts.find((one) =>
  one.indicator === indicator.code && one.region === region.id && one.end === period.end));
const comparedOf = (row) =>
  DATA.compared.find((one) => one.indicator === row.indicator.code && one.region === row.region.id && one.year === yearOf(row.period));
