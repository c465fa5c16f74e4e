// What is asked, kept in the address after the # so that a link or a bookmark shows the same again.

const VIEWS = ["time", "years", "places"];
const MEASURES = ["rate", "count", "over"];
const MOST_LINES = 4;

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
  const year = (name) => (/^\d{4}$/.test(asked.get(name) ?? "") ? Number(asked.get(name)) : null);
  const lines = (asked.get("lines") ?? "").split(",").filter(Boolean).map((pair) => {
    const [code, id] = pair.split("@");
    return { pair, indicator: DATA.indicators.find((i) => i.code === code), region: DATA.regions.find((r) => r.id === id) };
  });
  unknown.push(...lines.filter((line) => !line.indicator || !line.region).map((line) => line.pair));
  const known = lines.filter((line) => line.indicator && line.region).slice(0, MOST_LINES).map(({ indicator, region }) => ({ indicator, region }));
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
  if (state.view === "years" && state.kind === "year") state.kind = "month";
  if (state.view === "places") state.kind = "year";
  return state;
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
