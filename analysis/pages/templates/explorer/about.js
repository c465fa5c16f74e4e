// What the figures shown mean: definition, terms, changes of definition, the verdict.

function fillAbout(box, lines, last) {
  box.replaceChildren();
  for (const indicator of new Set(lines.map((line) => line.indicator))) {
    const part = element(box, "section");
    element(part, "h3", {}, `${indicator.code} ${indicator.name}`);
    for (const text of [indicator.formula, indicator.definition, indicator.source && say("explorer_source", indicator), indicator.better])
      if (text) element(part, "p", {}, text);
    for (const one of DATA.breaks.filter((one) => one.domain === indicator.domain)) element(part, "p", { class: "break" }, breakWords(one));
    if (lines.some((line) => line.indicator === indicator && line.region === OWN)) sayVerdict(part, indicator, last);
    const alike = DATA.indicators.filter((other) => other.counted === indicator.counted && other !== indicator);
    if (alike.length) element(part, "p", {}, say("explorer_alike", { codes: alike.map((other) => `${other.code} ${other.name}`).join("; ") }));
  }
}

// The last verdict up to the end of what is shown.
function sayVerdict(part, indicator, last) {
  const found = DATA.verdicts.filter((one) => one.indicator === indicator.code && one.end <= last).pop();
  if (!found) return element(part, "p", {}, say("explorer_no_verdict"));
  const line = element(part, "p", { class: "verdict" });
  element(line, "b", {}, say("explorer_verdict", { end: found.end, region: OWN.name, verdict: found.verdict ?? "—" }));
  line.append(` ${found.sentence}`);
}
