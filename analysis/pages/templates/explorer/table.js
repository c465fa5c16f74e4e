// The figures that are seen, as rows; what the table shows is what the CSV file holds, with its source on each row.

const plain = (name, value, more = {}) => ({ name, head: DATA.words[`col_${name}`] ?? say(`explorer_${name}`), value, ...more });
const numeric = (name, value, text) => plain(name, value, { isNumeric: true, text });

// The two halves of a rate: of one unit it stands in the head, of several in columns of its own.
function halves(indicators) {
  return [["numerator", "count"], ["denominator", "over"]].flatMap(([name, part]) => {
    const units = new Set(indicators.map((one) => unitOf(one, part)));
    const column = numeric(name, (row) => row.row?.[part], (row) => (row.row ? toldAs(row.row, row.indicator, part) : "—"));
    if (units.size === 1) return [{ ...column, head: say("explorer_with_unit", { name: column.head, unit: [...units][0] }) }];
    return [column, plain(`${name}_unit`, (row) => unitOf(row.indicator, part))];
  });
}

// Of rates what the marts say; of counts and denominators what they were in the same period a year before.
function lineColumns({ measure, kind }, indicators) {
  const decimals = (row) => row.indicator.decimals;
  const rate = (name, field) => numeric(name, (row) => row.row?.[field], (row) => fixed(row.row?.[field], decimals(row)));
  const which = [
    plain("period", (row) => row.period.words, { order: (row) => row.period.end }),
    plain("name", (row) => nameOf(row.indicator, measure)),
    plain("region", (row) => row.region.name),
  ];
  const unit = plain("unit", (row) => row.unit);
  const change = (field) => numeric("change_pct", field, (row) => fixed(field(row), 1));
  const ends = [plain("note", noteOf), plain("code", (row) => row.row?.code ?? "")];
  const limits = ["lower", "upper"].map((side) => numeric(`rate_${side}_95`, (row) => row[side], (row) => short(row[side])));
  const ahead = ["median", "lower", "upper"].map((name) =>
    numeric(`forecast_${name}`, (row) => forecastOf(row)?.[name], (row) => short(forecastOf(row)?.[name])));
  if (measure !== "rate") return [
    ...which, ...besideColumns(measure, "year_before"), change((row) => row.percent), unit,
    ...(measure === "count" ? limits : []), ...(measure === "count" && kind === "ytd" ? ahead : []), ...ends,
  ];
  return [
    ...which, rate("rate", "rate"), rate("rate_lower_95", "lower"), rate("rate_upper_95", "upper"), unit,
    rate("prior_year_rate", "before"), change((row) => row.row?.change),
    ...halves(indicators),
    plain("verdict", (row) => (row.row && verdictOf(row.row)?.verdict) ?? ""),
    ...ends,
  ];
}

// A figure, what it is set beside, and the difference.
function besideColumns(measure, beside) {
  const known = (spot) => (spot.value === null ? "—" : spot.text);
  return [
    numeric("value", (row) => row.value, known),
    numeric(beside, (row) => row.base.value, (row) => known(row.base)),
    numeric("difference", (row) => row.difference, (row) => (row.difference === null ? "—" : written(row.difference, row.indicator, measure))),
  ];
}

function noteOf(row, measure = state.measure) {
  const isOther = row.row && row.row.indicator !== row.indicator;
  const isSaid = row.isYearBefore && row.row.before !== null; // by the caveat of the figure
  return [
    row.row ? noteOn(row.row, measure) : row.text,
    row.isAnew && !isSaid ? say("explorer_anew") : null,
    row.few,
    ...row.period ? signalsOf(row).map((one) => one.said) : [],
    isOther ? say(row.row.isBelow ? "explorer_other_below" : "explorer_other", row.row.indicator) : null,
  ].filter(Boolean).join(say("explorer_semicolon"));
}

// The newest first, the lines side by side; where years stand beside each other, by their parts.
function lineRows(lines, state) {
  const rows = lines.flatMap((line) => line.spots.map((spot) => {
    const before = PERIODS.find((p) => p.kind === spot.period.kind && monthOf(p.end) === monthOf(spot.period.end) - 12);
    const base = before ? spotOf(line, before, state.measure, 0) : { value: null };
    return { ...line, ...spot, base, ...changeOf(line, state.measure, spot, base) };
  }));
  const order = state.view === "years" ? (row) => -(monthOf(row.period.end) % 12) : (row) => monthOf(row.period.end);
  return rows.sort((a, b) => order(b) - order(a));
}

function placeColumns(state) {
  const { indicator } = state.lines[0];
  const columns = [
    plain("region", (row) => row.region.name, { order: (row) => row.region.id }),
    ...besideColumns(state.measure, "base"),
    numeric("change_pct", (row) => row.percent, (row) => fixed(row.percent, 1)),
    plain("unit", () => unitOf(indicator, state.measure)),
  ];
  const shown = (value) => (value === null ? "—" : written(value, indicator, state.measure));
  if (state.measure !== "over") columns.push(
    numeric("rate_lower_95", (row) => row.lower ?? null, (row) => shown(row.lower ?? null)),
    numeric("rate_upper_95", (row) => row.upper ?? null, (row) => shown(row.upper ?? null)),
  );
  if (state.measure === "rate") columns.push(
    ...halves([indicator]),
    plain("significance", (row) => (row.row && comparedOf(row.row)?.said) ?? ""),
  );
  return [...columns, plain("note", noteOf), plain("code", (row) => row.row?.code ?? "")];
}

// `asked` is the name of a column and + (smallest first) or -; what is unknown comes last.
function sorted(rows, columns, asked) {
  const column = columns.find((one) => asked && one.name === asked.slice(0, -1));
  if (!column) return rows;
  const value = column.order ?? column.value;
  const turn = asked.endsWith("-") ? -1 : 1;
  const isUnknown = (one) => one === null || one === undefined || one === "";
  return [...rows].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (isUnknown(one) || isUnknown(other)) return isUnknown(one) - isUnknown(other);
    return turn * (column.isNumeric ? one - other : String(one).localeCompare(String(other), DATA.lang));
  });
}

const cellText = (column, row) => (column.text ? column.text(row) : column.value(row) ?? "");

function element(parent, name, attributes = {}, text) {
  const made = document.createElement(name);
  for (const [one, value] of Object.entries(attributes)) made.setAttribute(one, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

function fillTable(table, rows, columns, state, onSort) {
  table.replaceChildren();
  element(table, "caption", {}, say("explorer_rows", { count: rows.length }));
  table.setAttribute("role", "table"); // kept where a phone shows its rows as paragraphs
  const head = element(element(table, "thead"), "tr", { role: "row" });
  for (const column of columns) {
    const by = state.sort?.slice(0, -1) === column.name ? state.sort.slice(-1) : "";
    const order = { "+": "ascending", "-": "descending" }[by] ?? "none";
    const cell = element(head, "th", { scope: "col", role: "columnheader", "data-column": column.name, "aria-sort": order });
    const button = element(cell, "button", { type: "button", "data-sort": column.name }, column.head + ({ "+": " ▲", "-": " ▼" }[by] ?? ""));
    button.onclick = () => onSort(column.name + (by === "-" || (!by && !column.isNumeric) ? "+" : "-"));
  }
  const body = element(table, "tbody");
  rows.forEach((row, at) => {
    const line = element(body, "tr", { role: "row" });
    for (const column of columns) {
      const text = cellText(column, row);
      const cell = element(line, "td", { role: "cell", "data-head": column.head, "data-column": column.name, class: column.isNumeric ? "number" : "words" });
      if (column.name !== "code" || !text) cell.textContent = text;
      else element(cell, "button", { type: "button", class: "code", tabindex: at ? -1 : 0, title: say("explorer_copy") }, text);
    }
  });
}

// A spreadsheet runs what begins like a formula; a figure below zero is none.
const csvCell = (text) => {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.,]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

// Unknown is an empty cell; thousands are not set apart, so that figures are read as such.
function csvOf(rows, columns) {
  const cell = (column, row) => {
    const text = String(cellText(column, row));
    if (!column.isNumeric) return csvCell(text);
    return text === "—" ? "" : text.replaceAll(",", "");
  };
  const lines = [columns.map((column) => csvCell(column.head)), ...rows.map((row) => columns.map((column) => cell(column, row)))];
  return `\ufeff${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}
