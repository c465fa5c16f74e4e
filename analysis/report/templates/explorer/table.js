// The figures that are seen, as rows; what the table shows is what the CSV file holds.

const plain = (name, value, more = {}) => ({ name, head: DATA.words[`col_${name}`] ?? say(`explorer_${name}`), value, ...more });
const numeric = (name, value, text) => plain(name, value, { isNumeric: true, text });

const LINE_COLUMNS = [
  plain("period", (row) => row.period.words, { order: (row) => row.period.end }),
  plain("name", (row) => row.name),
  plain("region", (row) => row.region.name),
  numeric("numerator", (row) => row.figure?.count, (row) => short(row.figure?.count)),
  numeric("denominator", (row) => (row.isOther ? null : row.figure?.over), (row) => short(row.isOther ? null : row.figure?.over)),
  numeric("rate", (row) => row.own?.rate, (row) => fixed(row.own?.rate, row.indicator.decimals)),
  plain("unit", (row) => row.indicator.unit),
  numeric("rate_lower_95", (row) => row.own?.lower, (row) => fixed(row.own?.lower, row.indicator.decimals)),
  numeric("rate_upper_95", (row) => row.own?.upper, (row) => fixed(row.own?.upper, row.indicator.decimals)),
  numeric("prior_year_rate", (row) => row.own?.before, (row) => fixed(row.own?.before, row.indicator.decimals)),
  numeric("change_pct", (row) => row.own?.change, (row) => fixed(row.own?.change, 1)),
  plain("verdict", (row) => (row.own && verdictOf(row.own)?.verdict) || ""),
  plain("note", (row) => row.note),
  plain("code", (row) => row.figure?.code ?? ""),
];

// The newest first, the lines side by side.
function lineRows(lines, measure) {
  const rows = lines.flatMap((line) => line.spots.map((spot) => tableRow(line, spot, measure)));
  return rows.sort((a, b) => (a.period.end < b.period.end ? 1 : a.period.end > b.period.end ? -1 : 0));
}

function tableRow(line, spot, measure) {
  const own = FIGURES.get(key(line.indicator, line.region, spot.period));
  const isOther = Boolean(spot.row) && spot.row !== own;
  const notes = [spot.row?.note, spot.row ? null : say("explorer_no_row"), isOther ? say("explorer_other", spot.row.indicator) : null];
  return {
    ...line, period: spot.period, figure: spot.row, own, isOther,
    name: nameOf(line.indicator, measure), note: notes.filter(Boolean).join("; "),
  };
}

function placeColumns(state) {
  const { indicator } = state.lines[0];
  const text = (value) => written(value, indicator, state.measure);
  const columns = [
    plain("region", (row) => row.region.name, { order: (row) => row.region.id }),
    numeric("value", (row) => row.value, (row) => text(row.value)),
    numeric("base", (row) => row.base.value, (row) => text(row.base.value)),
    numeric("difference", (row) => row.difference, (row) => (row.difference === null ? "—" : text(row.difference))),
    numeric("change_pct", (row) => row.percent, (row) => fixed(row.percent, 1)),
    plain("unit", () => unitOf(indicator, state.measure)),
  ];
  if (state.measure === "rate") columns.push(
    numeric("rate_lower_95", (row) => row.lower, (row) => fixed(row.lower, indicator.decimals)),
    numeric("rate_upper_95", (row) => row.upper, (row) => fixed(row.upper, indicator.decimals)),
    numeric("numerator", (row) => row.row?.count, (row) => short(row.row?.count)),
    numeric("denominator", (row) => row.row?.over, (row) => short(row.row?.over)),
    plain("significance", (row) => (row.row && comparedOf(row.row)?.said) ?? "—"),
  );
  const why = (row) => [row.value === null ? row.text : row.row?.note, row.isAnew && state.base !== state.year - 1 ? say("explorer_anew") : null, row.row && row.row.indicator !== row.indicator ? say("explorer_other", row.row.indicator) : null];
  columns.push(plain("note", (row) => why(row).filter(Boolean).join("; ")), plain("code", (row) => row.row?.code ?? ""));
  return columns;
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
  const head = element(element(table, "thead"), "tr");
  for (const column of columns) {
    const by = state.sort?.slice(0, -1) === column.name ? state.sort.slice(-1) : "";
    const order = { "+": "ascending", "-": "descending" }[by] ?? "none";
    const cell = element(head, "th", { scope: "col", "aria-sort": order });
    const button = element(cell, "button", { type: "button", "data-sort": column.name }, column.head + ({ "+": " ▲", "-": " ▼" }[by] ?? ""));
    button.onclick = () => onSort(column.name + (by === "-" || (!by && !column.isNumeric) ? "+" : "-"));
  }
  const body = element(table, "tbody");
  rows.forEach((row, at) => {
    const line = element(body, "tr");
    for (const column of columns) {
      const text = cellText(column, row);
      const cell = element(line, "td", { "data-head": column.head, "data-column": column.name, class: column.isNumeric ? "number" : "words" });
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
