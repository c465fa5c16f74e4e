// The page: what is asked in the controls, what answers below, and the keys.

const at = (id) => document.getElementById(id);
let state = readState(location.hash);
let shown = { svg: null, placed: [], labels: [], rows: [], columns: [] };
let cursor = { line: 0, spot: 0 };

const titleOf = (lines) => {
  const names = [...new Set(lines.map((line) => nameOf(line.indicator, state.measure)))];
  const regions = [...new Set(lines.map((line) => line.region.name))];
  const when = state.view === "places" ? say("explorer_year", { year: state.year }) : say(`explorer_kind_${state.kind}`);
  const where = state.view === "places" ? say("explorer_places") : regions.join(say("explorer_comma"));
  return say("explorer_title_of", { names: names.join(say("explorer_comma")), regions: where, when });
};

function change(asked) {
  const focus = document.activeElement?.id;
  state = { ...state, ...asked };
  state.kind = kindIn(state.view, state.kind);
  state = readState(writeState(state));
  history.replaceState(null, "", writeState(state));
  render();
  if (focus) at(focus)?.focus();
}

function render() {
  fillControls();
  const width = Math.max(300, Math.min(1230, at("picture").clientWidth || 1060));
  const lines = state.view === "places" ? [] : state.view === "years" ? linesByYear(state) : linesInTime(state);
  const every = state.view === "places" ? places(state) : lineRows(lines, state);
  const title = titleOf(state.view === "time" ? state.lines : state.lines.slice(0, 1));
  const drawn = state.view === "places" ? drawPlaces(every, state, width, title) : drawLines(lines, state, width, title);
  const columns = state.view === "places" ? placeColumns(state) : lineColumns(state, lines.map((line) => line.indicator));
  const rows = sorted(every, columns, state.sort);
  shown = { ...drawn, title, columns, rows, labels: lines.map((line) => line.label) };
  const spots = lines.flatMap((line) => line.spots).map((spot) => spot.period.end).sort();
  const last = state.view === "places" ? `${state.year}-12-31` : spots.pop() ?? "";
  drawn.svg.setAttribute("aria-hidden", "true");
  at("picture").replaceChildren(drawn.svg);
  at("picture").setAttribute("aria-label", say("explorer_picture", { title }));
  fillTable(at("figures"), rows, columns, state, (sort) => { change({ sort }); at("figures").querySelector(`[data-sort=${sort.slice(0, -1)}]`)?.focus(); });
  fillAbout(at("about"), state.view === "time" ? state.lines : [{ ...state.lines[0], region: OWN }], last);
  cursor = { line: 0, spot: Math.max(0, (drawn.placed[0]?.length ?? 0) - 1) };
  at("readout").textContent = say("explorer_keys");
  at("unknown").textContent = state.unknown.length ? say("explorer_unknown_link", { names: state.unknown.join(say("explorer_comma")) }) : "";
}

// --- controls

function choices(select, values, chosen, text) {
  select.replaceChildren();
  for (const [value, label] of values) element(select, "option", { value }, label).selected = String(value) === String(chosen ?? "");
  if (text) select.setAttribute("aria-label", text);
}

function fillControls() {
  document.body.dataset.view = state.view;
  document.body.dataset.lines = state.view === "time" ? state.lines.length : 1;
  document.querySelector(`input[name=view][value=${state.view}]`).checked = true;
  const kinds = Object.keys(STEPS).filter((kind) => state.view !== "years" || kind !== "year");
  choices(at("kind"), kinds.map((kind) => [kind, say(`explorer_kind_${kind}`)]), state.kind);
  choices(at("measure"), MEASURES.map((measure) => [measure, say(`explorer_measure_${measure}`)]), state.measure);
  const years = yearsOf(state);
  const any = [["", say("explorer_all")]];
  for (const name of ["from", "to"]) choices(at(name), [...any, ...years.map((year) => [year, year])], state[name]);
  for (const name of ["year", "base"]) choices(at(name), years.map((year) => [year, year]), state[name]);
  at("limits").checked = state.limits;
  at("add").disabled = state.lines.length >= MOST_LINES;
  fillLines();
}

// Years of which any place shown has a figure; the one asked for stays, to be said that it has none.
function yearsOf({ lines, kind, view, from, to, year, base }) {
  const regions = view === "places" ? DATA.regions.filter((region) => region.place !== "around") : lines.map((line) => line.region);
  const has = (period) => lines.some((line) => regions.some((region) => ["count", "rate"].some((measure) => figureOf({ ...line, region }, period, measure))));
  const found = PERIODS.filter((period) => period.kind === kind && has(period)).map(yearOf);
  const asked = view === "places" ? [year, base] : [from, to];
  return [...new Set([...found, ...asked.filter(Boolean)])].sort();
}

function fillLines() {
  at("lines").replaceChildren();
  state.lines.forEach((line, number) => {
    if (state.view !== "time" && number) return;
    const row = element(at("lines"), "div", { class: "line" });
    const set = (values) => change({ lines: state.lines.map((one, other) => (other === number ? { ...one, ...values } : one)) });
    const indicator = element(row, "select", { id: `indicator${number}` });
    choices(indicator, DATA.indicators.map((one) => [one.code, `${one.code} ${one.name}`]), line.indicator.code, say("explorer_indicator", { number: number + 1 }));
    indicator.onchange = () => set({ indicator: DATA.indicators.find((one) => one.code === indicator.value) });
    if (state.view === "places") return;
    const region = element(row, "select", { id: `region${number}` });
    choices(region, DATA.regions.map((one) => [one.id, one.name]), line.region.id, say("explorer_region", { number: number + 1 }));
    region.onchange = () => set({ region: DATA.regions.find((one) => one.id === region.value) });
    if (state.lines.length === 1 || state.view !== "time") return;
    const remove = element(row, "button", { type: "button", "aria-label": say("explorer_remove", { number: number + 1 }) }, "×");
    remove.onclick = () => { change({ lines: state.lines.filter((_, other) => other !== number) }); at("add").focus(); };
  });
}

for (const name of ["kind", "measure"]) at(name).onchange = () => change({ [name]: at(name).value, sort: null });
for (const name of ["from", "to", "year", "base"]) at(name).onchange = () => change({ [name]: Number(at(name).value) || null });
at("limits").onchange = () => change({ limits: at("limits").checked });
for (const radio of document.querySelectorAll("input[name=view]"))
  radio.onchange = () => { change({ view: radio.value, sort: null }); radio.focus(); };
at("add").onclick = () => {
  const last = state.lines[state.lines.length - 1];
  const isTaken = (region) => state.lines.some((line) => line.indicator === last.indicator && line.region === region);
  const free = DATA.regions.find((region) => region.place !== "around" && !isTaken(region)) ?? last.region;
  change({ lines: [...state.lines, { ...last, region: free }] });
  at(`region${state.lines.length - 1}`)?.focus();
};

// --- the cursor in the picture

function pointAt() {
  const spot = shown.placed[cursor.line]?.[cursor.spot];
  if (!spot) return;
  shown.svg.querySelector(".cursor")?.remove();
  if (spot.left !== undefined) mark(shown.svg, "circle", { class: "cursor", cx: spot.left, cy: spot.top, r: 9, fill: "none", stroke: INK, "stroke-width": 2 });
  const name = shown.labels[cursor.line] ?? spot.region.name;
  const limits = spot.lower === null || spot.lower === undefined ? "" : say("explorer_limits", { lower: written(spot.lower, spot.indicator, state.measure), upper: written(spot.upper, spot.indicator, state.measure) });
  const note = spot.value === null ? "" : [spot.row && noteOn(spot.row, state.measure), ...toldOf(spot)].filter(Boolean).join(say("explorer_semicolon"));
  const period = spot.period?.words ?? "";
  at("readout").textContent = [name, period, spot.text, limits, note, spot.row?.code].filter(Boolean).join("　");
}

// What the marts say of a month beside its figure: its signals, or where the year so far leads to.
function toldOf(spot) {
  if (!spot.period || !spot.indicator) return [];
  const ahead = state.measure === "count" ? forecastOf(spot) : undefined;
  const few = spot.isFew && say("explorer_few_events", { count: short(spot.row.count), bound: spot.indicator.fewest.count });
  return [few, ...signalsOf(spot).map((one) => one.said), ahead && say("explorer_ahead", ahead)];
}

const kept = (value, size) => Math.max(0, Math.min(size - 1, value));
const STRIDES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -1e6], End: [0, 1e6] };

at("picture").onkeydown = (event) => {
  if (event.key === "Enter") return copy(shown.placed[cursor.line]?.[cursor.spot]?.row?.code);
  const stride = STRIDES[event.key];
  if (!stride) return;
  event.preventDefault();
  const [down, along] = state.view === "places" ? [0, stride[0] + stride[1]] : stride;
  cursor.line = kept(cursor.line + down, shown.placed.length);
  cursor.spot = kept(cursor.spot + along, shown.placed[cursor.line].length);
  pointAt();
};
at("picture").onfocus = pointAt;
at("picture").onpointermove = at("picture").onpointerdown = (event) => {
  const box = shown.svg.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  let best = Infinity;
  shown.placed.forEach((spots, line) => spots.forEach((spot, number) => {
    const far = Math.hypot(spot.left - x, (spot.top - y) / 3);
    if (far < best) { best = far; cursor = { line, spot: number }; }
  }));
  if (best < Infinity) pointAt();
};

// --- codes of the table: one stop of Tab, arrows from one to the next

at("figures").onclick = (event) => { if (event.target.matches(".code")) copy(event.target.textContent); };
at("figures").onkeydown = (event) => {
  if (!event.target.matches(".code") || !STRIDES[event.key]) return;
  event.preventDefault();
  const codes = [...at("figures").querySelectorAll(".code")];
  const [down, along] = STRIDES[event.key];
  const next = codes[kept(codes.indexOf(event.target) + down + along, codes.length)];
  for (const code of codes) code.tabIndex = code === next ? 0 : -1;
  next.focus();
};

async function copy(text) {
  if (!text) return;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = element(document.body, "textarea", {}, text); // where a browser keeps its clipboard from files
    const focus = document.activeElement;
    field.select();
    document.execCommand("copy");
    field.remove();
    focus?.focus();
  }
  at("said").textContent = say("explorer_copied", { code: text });
}

// --- files

const fileName = (ending) => `${shown.title.replace(/[\\/:*?"<>|\s]+/g, "_")}.${ending}`;

function save(blob, ending) {
  const link = element(document.body, "a", { href: URL.createObjectURL(blob), download: fileName(ending) });
  link.click();
  link.remove();
  at("said").textContent = say("explorer_saved", { name: fileName(ending) });
}

function svgText() {
  const copied = shown.svg.cloneNode(true);
  copied.querySelector(".cursor")?.remove();
  copied.removeAttribute("aria-hidden");
  return new XMLSerializer().serializeToString(copied);
}

function savePng() {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    const scale = 2;
    [canvas.width, canvas.height] = [shown.svg.width.baseVal.value * scale, shown.svg.height.baseVal.value * scale];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, "png"), "image/png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText())}`;
}

at("csv").onclick = () => save(new Blob([csvOf(shown.rows, [...shown.columns, plain("source", footOf)])], { type: "text/csv" }), "csv");
at("svg").onclick = () => save(new Blob([svgText()], { type: "image/svg+xml" }), "svg");
at("png").onclick = savePng;
at("link").onclick = () => copy(location.href);

window.onhashchange = () => { state = readState(location.hash); render(); };
let waits;
window.onresize = () => { clearTimeout(waits); waits = setTimeout(render, 150); };
render();
