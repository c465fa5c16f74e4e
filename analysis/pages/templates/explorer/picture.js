// The picture: SVG that is read, walked through by keys, and kept as a file. Colour never tells alone: each
// line has its own dashes and its own sign.

const SVG = document.getElementById("stage").namespaceURI; // a name, and no address that is asked
const DASHES = ["", "7 3", "2 3", "9 3 2 3"];
const SIGNS = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
  "M-3.6 -3.6h7.2v7.2h-7.2z",
  "M0 -5l4.6 8h-9.2z",
  "M0 -5l5 5l-5 5l-5 -5z",
];
const INK = "#222222", GREY = "#666666", LIGHT = "#D0D5DA", ALARM = "#B2182B";

function mark(parent, name, attributes = {}, text) {
  const made = document.createElementNS(SVG, name);
  for (const [one, value] of Object.entries(attributes)) made.setAttribute(one, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

const isWide = (sign) => sign.codePointAt(0) > 0x2e7f;
const widthOf = (text, size) => [...text].reduce((sum, sign) => sum + (isWide(sign) ? 1 : 0.58) * size, 0);

// Lines of a text that is too wide; words of an alphabet stay whole.
function wrapped(text, width, size) {
  const lines = [""];
  for (const word of text.match(/[^\s\u2e80-\uffff]+\s?|[\s\S]/gu) ?? []) {
    const line = lines[lines.length - 1];
    if (line && widthOf(line + word, size) > width) lines.push(word.trimStart());
    else lines[lines.length - 1] = line + word;
  }
  return lines;
}

function paragraph(parent, text, x, y, width, look) {
  const size = look["font-size"];
  const lines = wrapped(text, width, size);
  lines.forEach((line, at) => mark(parent, "text", { x, y: y + at * size * 1.4, ...look }, line));
  return y + lines.length * size * 1.4;
}

const sign = (parent, style, x, y, { isHollow = false, isFew = false } = {}, scale = 1) =>
  mark(parent, "path", {
    d: SIGNS[style], transform: `translate(${x} ${y}) scale(${scale})`, stroke: DATA.colors[style], "stroke-width": 1.5,
    fill: isHollow ? "#fff" : DATA.colors[style], ...(isFew ? { class: "few", opacity: 0.4 } : {}),
  });

const fewMarks = (spots, indicator) =>
  (spots.some((spot) => spot.isFew && spot.value !== null) ? say("explorer_marks_few", { bound: indicator.fewest.count }) : "");

// Round steps from zero up to `top`.
function steps(top, most = 5) {
  const rough = top / most;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * size).find((one) => one >= rough * 0.999);
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

const compact = new Intl.NumberFormat(DATA.lang === "zh" ? "zh-CN" : "en", { notation: "compact", maximumFractionDigits: 2 });
// Marks of one axis are written alike: in 万 where the highest is.
const axisText = (value, top) => (top >= 1e5 ? compact.format(value) : grouped(String(value)));

function shortPeriod({ kind, end }, withYear = true) {
  const [year, month] = [end.slice(0, 4), end.slice(5, 7)];
  if (kind === "year") return year;
  const part = kind === "quarter" ? `Q${Number(month) / 3}` : month;
  if (!withYear) return kind === "quarter" ? part : String(Number(month));
  return kind === "quarter" ? `${year}${part}` : `${year}-${part}`;
}

// Where the axis ends: a little above all that is drawn.
const topOf = (spots, hasLimits) =>
  1.04 * (Math.max(...spots.flatMap((spot) => [spot.value ?? 0, (hasLimits && spot.upper) || 0])) || 1);

// The definition changes that a picture stands across, each with its number.
function breaksOf(lines, state) {
  const spots = lines.flatMap((line) => line.spots);
  if (!spots.length || state.measure === "over") return [];
  const [first, end] = [spots.map((s) => s.period.first).sort()[0], spots.map((s) => s.period.end).sort().pop()];
  const domains = new Set(lines.map((line) => line.indicator.domain));
  return DATA.breaks.filter((one) => domains.has(one.domain) && one.day > first && one.day <= end);
}

const circled = (at) => String.fromCodePoint(0x2460 + at);

// The frame around every picture: title and subtitle above, what `draw` draws, breaks, source and build below.
function framed(width, title, subtitle, notes, draw) {
  const svg = document.createElementNS(SVG, "svg");
  const text = { "font-family": DATA.font, fill: INK };
  const small = { ...text, "font-size": 11, fill: GREY };
  mark(svg, "title", {}, title);
  mark(svg, "rect", { width: "100%", height: "100%", fill: "#fff" });
  let y = paragraph(svg, title, 8, 22, width - 16, { ...text, "font-size": 15, "font-weight": 700 });
  y = paragraph(svg, subtitle, 8, y, width - 16, small);
  y = draw(svg, y, text, small);
  for (const note of [...notes, footOf()]) y = paragraph(svg, note, 8, y + 12, width - 16, small) - 10;
  const height = y + 10;
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) svg.setAttribute(name, value);
  return svg;
}

// Lines over time; those of one unit share a panel. Returns the drawing, and where each point of it is.
function drawLines(lines, state, width, title) {
  const placed = lines.map((line) => line.spots.map((spot) => ({ ...spot, indicator: line.indicator, region: line.region })));
  const ends = lines.map((line) => yearEnd(line, state)).filter(Boolean);
  const spots = lines.flatMap((line) => line.spots);
  const breaks = breaksOf(lines, state);
  const notes = breaks.map((one, at) => `${circled(at)} ${breakWords(one)}`);
  const units = [...new Set(lines.map((line) => line.unit))];
  const svg = framed(width, title, say("explorer_marks") + fewMarks(spots, state.lines[0].indicator) + (ends.length ? say("explorer_marks_ahead") : ""), notes, (svg, y, text, small) => {
    if (!spots.length) return paragraph(svg, whyNone(state.lines.find((line) => !isHeld(line, state.kind)) ?? state.lines[0], state), 8, y + 30, width - 16, { ...text, "font-size": 14 }) + 20;
    const [low, high] = [Math.min(...spots.map((s) => s.x)), Math.max(...[...spots, ...ends].map((s) => s.x))];
    for (const unit of units) {
      const own = lines.map((line, at) => ({ ...line, at })).filter((line) => line.unit === unit);
      y = drawPanel(svg, y, { own, unit, low, high, width, state, breaks, placed, text, small });
    }
    return y;
  });
  return { svg, placed };
}

function drawPanel(svg, y, { own, unit, low, high, width, state, breaks, placed, text, small }) {
  for (const line of own) {
    mark(svg, "path", { d: `M8 ${y + 4}h28`, stroke: DATA.colors[line.style], "stroke-width": 2, "stroke-dasharray": DASHES[line.style] });
    sign(svg, line.style, 22, y + 4);
    y = paragraph(svg, line.label, 42, y + 8, width - 50, { ...text, "font-size": 12 });
  }
  y = paragraph(svg, unit, 8, y + 6, width - 16, small) + 8;
  const height = 210;
  const ends = own.map((line) => yearEnd(line, state));
  const top = topOf([...own.flatMap((line) => line.spots), ...ends.filter(Boolean)], state.limits);
  const ticks = steps(top);
  const left = 14 + Math.max(...ticks.map((tick) => widthOf(axisText(tick, top), 11)));
  const right = width - 12;
  const room = (right - left) / (high - low + STEPS[state.kind]);
  const xOf = (time) => left + (time - low + STEPS[state.kind] / 2) * room;
  const yOf = (value) => y + height - (value / top) * height;
  for (const tick of ticks) {
    mark(svg, "path", { d: `M${left} ${yOf(tick)}H${right}`, stroke: LIGHT, "stroke-width": tick ? 0.7 : 1.3 });
    mark(svg, "text", { ...small, x: left - 6, y: yOf(tick) + 4, "text-anchor": "end" }, axisText(tick, top));
  }
  breaks.forEach((one, at) => {
    if (!own.some((line) => line.indicator.domain === one.domain)) return;
    const times = state.view === "years" ? yearsWith(own, one) : [dayTime(one.day)];
    for (const time of times) {
      const x = xOf(time);
      mark(svg, "path", { d: `M${x} ${y - 4}V${y + height}`, stroke: GREY, "stroke-dasharray": one.cuts ? "4 3" : "1 3", class: "break" });
      mark(svg, "text", { ...small, x, y: y - 6, "text-anchor": "middle" }, circled(at));
    }
  });
  own.forEach((line, at) => drawLine(svg, line, { xOf, yOf, state, scale: room * STEPS[state.kind] < 9 ? 0.55 : 1, placed: placed[line.at], shift: (at - (own.length - 1) / 2) * Math.min(4, room * STEPS[state.kind] / 6), missingAt: y + height + 7 + at * 7 }));
  ends.forEach((end, at) => end && drawEnd(svg, own[at], end, xOf, yOf));
  y += height + own.length * 7 + 4;
  drawTicks(svg, own, { xOf, y: y + 12, state, small, room });
  return y + 26;
}

// The place of a day on the axis, in months.
const dayTime = (day) => monthOf(day) + (Number(day.slice(8, 10)) - 1) / 31;

// In the year that a break falls into, if that year is drawn.
function yearsWith(lines, one) {
  const year = Number(one.day.slice(0, 4));
  const isDrawn = lines.some((line) => line.spots.some((spot) => yearOf(spot.period) === year));
  return isDrawn ? [dayTime(one.day) - year * 12] : [];
}

// Where the last months that a line has lead to by the end of their year, as it was forecast.
function yearEnd(line, state) {
  if (state.kind !== "ytd" || state.measure !== "count") return null;
  const last = line.spots.filter((spot) => spot.value !== null && isWhole(spot.row, state.measure)).pop();
  const ahead = last && forecastOf({ ...line, period: last.period });
  return ahead ? { ...ahead, from: last, value: ahead.median, x: last.x + 11 - (monthOf(last.period.end) % 12) } : null;
}

function drawEnd(svg, line, end, xOf, yOf) {
  const look = { fill: "none", stroke: DATA.colors[line.style], "stroke-width": 1.4 };
  const [x, y] = [xOf(end.x), yOf(end.value)];
  mark(svg, "path", { ...look, d: `M${xOf(end.from.x)} ${yOf(end.from.value)}L${x} ${y}`, "stroke-dasharray": "2 3", class: "ahead" });
  const range = mark(svg, "path", { ...look, d: `M${x - 4} ${yOf(end.lower)}h8m-4 0V${yOf(end.upper)}m-4 0h8`, "stroke-width": 2 });
  mark(range, "title", {}, say("explorer_ahead", end));
}

function drawLine(svg, line, { xOf, yOf, state, scale, placed, shift, missingAt }) {
  const stroke = DATA.colors[line.style];
  let path = "";
  line.spots.forEach((spot, at) => {
    const x = xOf(spot.x) + shift;
    placed[at].left = x;
    placed[at].top = spot.value === null ? missingAt : yOf(spot.value);
    if (spot.value !== null) path += `${spot.isJoined ? "L" : "M"}${x.toFixed(1)} ${yOf(spot.value).toFixed(1)}`;
    if (state.limits && spot.lower !== null)
      mark(svg, "path", { d: `M${x} ${yOf(spot.lower)}V${yOf(spot.upper)}`, stroke, "stroke-opacity": 0.45, "stroke-width": 1.2 });
  });
  mark(svg, "path", { d: path || "M0 0", fill: "none", stroke, "stroke-width": 1.8, "stroke-dasharray": DASHES[line.style], class: "line" });
  for (const spot of placed) {
    const said = `${line.label} ${spot.period.words}: ${spot.text}`;
    if (spot.value === null) mark(mark(svg, "path", { d: `M${spot.left - 2.5} ${spot.top - 2.5}l5 5m0 -5l-5 5`, stroke, "stroke-width": 1.2, class: "missing" }), "title", {}, said);
    else mark(sign(svg, line.style, spot.left, spot.top, spot, scale), "title", {}, said);
    const isFound = spot.value !== null && signalsOf(spot).length > 0;
    if (spot.value !== null && (spot.isMixed || isFound)) mark(svg, "circle", {
      cx: spot.left, cy: spot.top, r: 8, fill: "none", stroke: isFound ? ALARM : GREY, "stroke-width": 1.6,
      "stroke-dasharray": isFound ? "none" : "2 2", class: isFound ? "signal" : "mixed",
    });
  }
}

function drawTicks(svg, lines, { xOf, y, state, small, room }) {
  const spots = new Map(lines.flatMap((line) => line.spots).map((spot) => [spot.x, spot.period]));
  const every = [...spots].sort(([a], [b]) => a - b);
  const isYears = state.view === "years";
  const step = room * STEPS[state.kind];
  const fits = (periods, gap) => periods.length && gap >= widthOf(shortPeriod(periods[0][1], !isYears), 11) + 8;
  let shown = every, text = (period) => shortPeriod(period, !isYears);
  if (!fits(every, step) && !isYears && state.kind !== "year") {
    shown = every.filter(([, period], at) => at === 0 || yearOf(period) !== yearOf(every[at - 1][1]));
    text = (period) => period.end.slice(0, 4);
  }
  let last = -Infinity;
  for (const [time, period] of shown) {
    const x = xOf(time);
    if (x - last < widthOf(text(period), 11) + 8) continue;
    mark(svg, "text", { ...small, x, y, "text-anchor": "middle" }, text(period));
    last = x;
  }
}

// Places below each other, each with its limits; a rate stands beside that of the whole.
function drawPlaces(rows, state, width, title) {
  const whole = rows.find((row) => row.region === OWN);
  const drawn = state.measure === "rate" ? rows : rows.filter((row) => row !== whole);
  const unit = unitOf(state.lines[0].indicator, state.measure);
  const placed = [drawn.map((row) => ({ ...row }))];
  const svg = framed(width, title, say("explorer_marks_places") + fewMarks(drawn, state.lines[0].indicator), [], (svg, y, text, small) => {
    if (!drawn.some((row) => row.value !== null)) return paragraph(svg, say("explorer_nothing"), 8, y + 30, width - 16, { ...text, "font-size": 14 }) + 20;
    const left = 16 + Math.min(width * 0.42, Math.max(...drawn.map((row) => widthOf(row.region.name, 12))));
    const top = topOf(drawn, state.limits);
    const ticks = steps(top, width < 500 ? 3 : 6);
    const xOf = (value) => left + (value / top) * (width - left - 24);
    y = paragraph(svg, unit, 8, y + 6, width - 16, small) + 6;
    const low = y + drawn.length * 22;
    for (const tick of ticks) {
      mark(svg, "path", { d: `M${xOf(tick)} ${y}V${low}`, stroke: LIGHT, "stroke-width": 0.7 });
      mark(svg, "text", { ...small, x: xOf(tick), y: low + 14, "text-anchor": "middle" }, axisText(tick, top));
    }
    if (state.measure === "rate" && whole.value !== null)
      mark(svg, "path", { d: `M${xOf(whole.value)} ${y}V${low}`, stroke: DATA.colors[0], "stroke-dasharray": "5 3" });
    placed[0].forEach((row, at) => {
      const style = row.region === OWN ? 0 : 1;
      row.top = y + at * 22 + 11;
      row.left = row.value === null ? left : xOf(row.value);
      mark(svg, "text", { ...text, "font-size": 12, x: left - 8, y: row.top + 4, "text-anchor": "end", "font-weight": style ? 400 : 700 }, fitted(row.region.name, left - 12));
      if (row.value === null) mark(svg, "text", { ...small, x: left + 4, y: row.top + 4, class: "missing" }, fitted(`× ${row.text}`, width - left - 12, 11));
      else {
        if (state.limits && row.lower !== null) mark(svg, "path", { d: `M${xOf(row.lower)} ${row.top}H${xOf(row.upper)}`, stroke: DATA.colors[style], "stroke-opacity": 0.5, "stroke-width": 2 });
        mark(sign(svg, style, row.left, row.top, row), "title", {}, `${row.region.name}: ${row.text}`);
      }
    });
    return low + 24;
  });
  return { svg, placed };
}

function fitted(text, width, size = 12) {
  let kept = text;
  while (kept && widthOf(kept, size) > width) kept = kept.slice(0, -1);
  return kept === text ? text : `${kept.slice(0, -1)}…`;
}

const breakWords = (one) => say(one.cuts ? "explorer_break_cuts" : "explorer_break_joins", one);
