// What a view shows of what is asked: its lines, each with a place for every period, and its rows.

const inYears = (state, period) =>
  (!state.from || yearOf(period) >= state.from) && (!state.to || yearOf(period) <= state.to);

// The place of a period on the axis of time, in months: years and quarters in their middle.
function timeOf(period) {
  const end = monthOf(period.end) + 0.5;
  return ["year", "quarter"].includes(period.kind) ? (monthOf(period.first) + end + 0.5) / 2 : end;
}

// The 95% limits of a rate, or of the count that it is made of.
function limitsOf(line, row, measure) {
  if (measure === "over" || row.indicator !== line.indicator) return [null, null];
  return measure === "rate" ? [row.lower, row.upper] : [row.least, row.most];
}

function spotOf(line, period, measure, x) {
  const row = figureOf(line, period, measure);
  const value = row?.[measure] ?? null;
  const [lower, upper] = value === null ? [null, null] : limitsOf(line, row, measure);
  return {
    x, period, row, value, lower, upper,
    isFew: measure === "rate" && row !== undefined && row.count !== null && row.count < line.indicator.fewest.count,
    isMixed: Boolean(row) && measure !== "over" && isCut(line.indicator.domain, period.first, period.end),
    isHollow: measure === "count" ? Boolean(row) && !isWhole(row, measure) : row?.provisional === 1,
    text: value === null ? whyMissing(line, period, row, measure) : toldAs(row, line.indicator, measure),
  };
}

// Two neighbours are joined where both are whole, next to each other and counted alike.
function isJoined(line, measure, before, spot) {
  if (!before || before.value === null || spot.value === null) return false;
  if (!isWhole(before.row, measure) || !isWhole(spot.row, measure)) return false;
  const { kind } = spot.period;
  const restarts = kind === "ytd" && yearOf(before.period) !== yearOf(spot.period);
  const isNext = monthOf(spot.period.end) - monthOf(before.period.end) === STEPS[kind];
  const isAlike = measure === "over" || !isCut(line.indicator.domain, before.period.first, spot.period.end);
  return isNext && !restarts && isAlike;
}

const joined = (line, measure, spots) =>
  spots.map((spot, at) => ({ ...spot, isJoined: isJoined(line, measure, spots[at - 1], spot) }));

// Periods of the kind that is asked for, from the first to the last that any of the lines has. What an area around
// published is decades older: beside the places that are read it begins with them, unless a first year is asked for.
function periodsOf(state) {
  const every = PERIODS.filter((period) => period.kind === state.kind && inYears(state, period));
  const held = (lines) => every.map((period) => lines.some((line) => figureOf(line, period, state.measure)));
  const [all, own] = [held(state.lines), held(state.lines.filter((line) => line.region.place !== "around"))];
  const first = (state.from || !own.includes(true) ? all : own).indexOf(true);
  return every.slice(first === -1 ? every.length : first, all.lastIndexOf(true) + 1);
}

// That a line has older figures than those which are drawn.
function olderWords(line, state, periods) {
  const has = (period) => period.kind === state.kind && inYears(state, period) && figureOf(line, period, state.measure);
  const first = PERIODS.find(has);
  return first && periods.length && first.end < periods[0].end ? say("explorer_older", { year: yearOf(first) }) : "";
}

// Why a line has no figure at all.
function whyNone(line, state) {
  if (!isHeld(line, state.kind)) return say("explorer_not_held");
  if (isUndivided(line, state.measure)) return say("explorer_no_parts", line.indicator);
  return isOfKind(line, state.kind) ? say("explorer_nothing") : say("explorer_no_kind", line.indicator);
}

function linesInTime(state) {
  const periods = periodsOf(state);
  return state.lines.map((line, at) => ({
    ...line,
    style: at,
    unit: unitOf(line.indicator, state.measure),
    label: say("explorer_line", { name: nameOf(line.indicator, state.measure), region: line.region.name }) + olderWords(line, state, periods),
    spots: joined(line, state.measure, periods.map((p) => spotOf(line, p, state.measure, timeOf(p)))),
  })).map((line) => (line.spots.some((spot) => spot.value !== null) ? line : { ...line, label: `${line.label} ${whyNone(line, state)}` }));
}

// One indicator of one place, a line a year: the last four that are asked for, the newest as the first.
function linesByYear(state) {
  const [line] = state.lines;
  const periods = periodsOf({ ...state, lines: [line] });
  const years = [...new Set(periods.map(yearOf))].slice(-MOST_LINES).reverse();
  const last = periods[periods.length - 1];
  return years.map((year, at) => {
    const own = periods.filter((period) => yearOf(period) === year);
    const isOther = state.measure !== "over" && isCut(line.indicator.domain, own[0].first, last.end);
    return {
      ...line,
      style: at,
      unit: unitOf(line.indicator, state.measure),
      label: say(isOther ? "explorer_year_other" : "explorer_year", { year }),
      spots: joined(line, state.measure, own.map((p) => spotOf(line, p, state.measure, timeOf(p) - year * 12))),
    };
  });
}

// One indicator of the own region and of the places below it, in one year and in the one it is set beside.
function places(state) {
  const indicator = state.lines[0].indicator;
  const of = (year) => PERIODS.find((p) => p.kind === "year" && yearOf(p) === year);
  const [now, before] = [of(state.year), of(state.base)];
  return DATA.regions.filter((region) => region.place !== "around").map((region) => {
    const line = { indicator, region };
    const spot = now ? spotOf(line, now, state.measure, 0) : { value: null, text: say("explorer_no_row") };
    const base = before ? spotOf(line, before, state.measure, 0) : { value: null };
    return { ...line, ...spot, base, ...changeOf(line, state.measure, spot, base) };
  });
}

// The two counts where the first is too few for a percent; of rates those that they are made of. Nothing twice is
// no change to speak of.
function fewWords(indicator, measure, base, spot) {
  const part = measure === "over" ? "over" : "count";
  const [bound, before, now] = [indicator.fewest[part], base.row[part], spot.row[part]];
  return before < bound && before + now > 0 ? say("explorer_few", { before: short(before), now: short(now), bound }) : null;
}

// Differences are of two figures that are whole and counted alike; a percent stands on no zero and on no few.
function changeOf(line, measure, spot, base) {
  const unknown = { difference: null, percent: null };
  const isKnown = [spot, base].every((one) => one.value !== null && isWhole(one.row, measure));
  if (!isKnown) return unknown;
  const [early, late] = [base, spot].sort((a, b) => (a.period.end < b.period.end ? -1 : 1));
  const isYearBefore = monthOf(spot.period.end) - monthOf(base.period.end) === 12;
  if (measure !== "over" && isCut(line.indicator.domain, early.period.first, late.period.end))
    return { ...unknown, isAnew: true, isYearBefore };
  const own = base.value ? (spot.value / base.value - 1) * 100 : null;
  const few = fewWords(line.indicator, measure, base, spot);
  const percent = measure === "rate" && isYearBefore ? spot.row.change : own;
  return { difference: spot.value - base.value, percent: few ? null : percent, few };
}
