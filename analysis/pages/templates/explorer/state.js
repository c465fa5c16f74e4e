// What is asked, kept in the address after the # so that a link or a bookmark shows the same again.

const VIEWS = ["time", "years", "places"];
const MEASURES = ["rate", "count", "over"];
const MOST_LINES = 4;
const ASKED = ["view", "kind", "measure", "lines", "from", "to", "year", "base", "limits", "sort"];

// The only periods that a view has: of places years, beside each other whatever is within a year.
const kindIn = (view, kind) => (view === "places" ? "year" : view === "years" && kind === "year" ? "month" : kind);

function lastYear(indicator) {
  const own = PERIODS.filter((p) => p.kind === "year" && FIGURES.get(key(indicator, OWN, p))?.rate != null);
  return own.length ? yearOf(own[own.length - 1]) : Number(DATA.day.slice(0, 4));
}

function readState(hash) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const unknown = []; // what a link asks for that this page does not have
  const among = (name, legal) => {
    if (asked.get(name) && !legal.includes(asked.get(name))) unknown.push(`${name}=${asked.get(name)}`);
    return legal.includes(asked.get(name)) ? asked.get(name) : legal[0];
  };
  const year = (name) => {
    if (/^\d{4}$/.test(asked.get(name) ?? "")) return Number(asked.get(name));
    if (asked.get(name)) unknown.push(`${name}=${asked.get(name)}`);
    return null;
  };
  for (const name of asked.keys()) if (!ASKED.includes(name)) unknown.push(name);
  const lines = (asked.get("lines") ?? "").split(",").filter(Boolean).map((pair) => {
    const [code, ...ids] = pair.split("@");
    return { pair, indicator: DATA.indicators.find((i) => i.code === code), region: DATA.regions.find((r) => r.id === ids.join("@")) };
  });
  unknown.push(...lines.filter((line) => !line.indicator || !line.region).map((line) => line.pair));
  const whole = lines.filter((line) => line.indicator && line.region);
  unknown.push(...whole.slice(MOST_LINES).map((line) => line.pair));
  const known = whole.slice(0, MOST_LINES).map(({ indicator, region }) => ({ indicator, region }));
  if (!known.length) known.push({ indicator: DATA.indicators[0], region: OWN });
  const state = {
    view: among("view", VIEWS),
    kind: among("kind", Object.keys(STEPS)),
    measure: among("measure", MEASURES),
    lines: known,
    from: year("from"),
    to: year("to"),
    year: year("year") ?? lastYear(known[0].indicator),
    limits: asked.get("limits") !== "0",
    sort: asked.get("sort"),
    unknown,
  };
  state.base = year("base") ?? state.year - 1;
  const kind = kindIn(state.view, state.kind);
  if (asked.has("kind") && kind !== state.kind) unknown.push(`kind=${state.kind}`);
  return { ...state, kind };
}

function writeState(state) {
  const asked = new URLSearchParams({ view: state.view, kind: state.kind, measure: state.measure });
  asked.set("lines", state.lines.map((line) => `${line.indicator.code}@${line.region.id}`).join(","));
  const also = state.view === "places" ? ["year", "base"] : ["from", "to"];
  for (const name of also) if (state[name]) asked.set(name, state[name]);
  if (!state.limits) asked.set("limits", "0");
  if (state.sort) asked.set("sort", state.sort);
  return `#${decodeURIComponent(asked.toString())}`;
}
