function ticks(low, high, count) {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((m) => m * power >= rough) * power;
  const list = [];
  for (let v = Math.ceil(low / step) * step; v <= high + step * 1e-9; v += step) list.push(Number(v.toPrecision(12)));
  return list;
}

const figure = (value) => (value === 0 ? "0" : Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));

const HUES = ["var(--blue)", "var(--gold)", "var(--rose)", "#2a8a6a", "#8a5ab8", "#6b7280", "#b8683a", "#3a8ab8"];

/* A chart's letters have the size of `--tick`, ten pixels at a desk, and its units are pixels of the page: it is drawn for the room that it has. */
const LETTER = (parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--tick")) || 10) / 10;
const rooms = new Map();

/** Pixels across a chart's box; those with the same usual width stand in the same kind of place, so that one is measured. */
function room(box, usual) {
  if (!rooms.has(usual) && box.clientWidth) rooms.set(usual, box.clientWidth);
  return rooms.get(usual) || usual; // nobody knows within what is closed
}

/* A quantity against steps: lines with bands of a standard error either way, and levels of what does not learn. */
function curves(host, { title, lines, references }, usual = 520, height = 260) {
  const box = element(host, "figure", { class: "chart curves" });
  const width = room(box, usual);
  const left = 44 * LETTER, right = 8, top = 8, bottom = 18 * LETTER;
  const caption = element(box, "figcaption");
  element(caption, "span", {}, title);
  const reading = element(caption, "output");
  const all = lines.flatMap(({ points }) => points.flatMap(({ mean, standardError: e }) => [mean - (e || 0), mean + (e || 0)]))
    .concat(references.map(({ mean }) => mean));
  const margin = (Math.max(...all) - Math.min(...all)) * 0.06 || 0.01;
  const low = Math.min(...all) - margin, high = Math.max(...all) + margin;
  const steps = [...new Set(lines.flatMap(({ points }) => points.map(({ step }) => step)))].sort((a, b) => a - b);
  const last = steps[steps.length - 1];
  // Steps are doubled from one to the next as a rule, so a logarithm spreads them evenly.
  const from = Math.log(steps[0]), to = Math.log(last);
  const x = (step) => left + ((Math.log(step) - from) / (to - from || 1)) * (width - left - right);
  const y = (value) => top + (1 - (value - low) / (high - low)) * (height - top - bottom);
  const svg = element(box, "svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label":
    `${title} by step: ` + lines.map(({ label, points }) => `${label} ${points.map((p) => `${figure(p.mean)} at ${p.step}`).join(", ")}`).join("; ") });
  for (const tick of ticks(low, high, 4)) {
    element(svg, "line", { class: "grid", x1: left, x2: width - right, y1: y(tick), y2: y(tick) });
    element(svg, "text", { x: left - 5, y: y(tick) + 3.5 * LETTER, "text-anchor": "end" }, figure(tick));
  }
  steps.forEach((step, i) => element(svg, "text", { x: x(step), y: height - 4,
    "text-anchor": i === 0 ? "start" : step === last ? "end" : "middle" }, i === 0 ? `step ${step}` : String(step)));
  let taken = Infinity, beside = 0;
  for (const { label, mean } of [...references].sort((a, b) => a.mean - b.mean)) {
    element(svg, "line", { class: "level", x1: left, x2: width - right, y1: y(mean), y2: y(mean) });
    beside = taken - y(mean) < 11 * LETTER ? beside + 1 : 0; // labels of near levels stand side by side
    taken = y(mean);
    element(svg, "text", { x: width - right - beside * 36 * LETTER, y: y(mean) - 3, "text-anchor": "end" }, label);
  }
  lines.forEach(({ label, points }, i) => {
    const stroke = HUES[i % HUES.length];
    const at = (value) => (p) => `${x(p.step).toFixed(1)} ${y(value(p)).toFixed(1)}`;
    const upper = points.map(at((p) => p.mean + (p.standardError || 0)));
    const lower = points.map(at((p) => p.mean - (p.standardError || 0))).reverse();
    element(svg, "path", { class: "band", style: `fill: ${stroke}`, d: `M${[...upper, ...lower].join("L")}Z` });
    element(svg, "path", { class: "line", style: `stroke: ${stroke}`, d: `M${points.map(at((p) => p.mean)).join("L")}` });
    for (const p of points) {
      const dot = element(svg, "circle", { cx: x(p.step), cy: y(p.mean), r: 2.6, style: `fill: ${stroke}` });
      const error = p.standardError === null ? "" : ` ± ${figure(p.standardError)}`;
      dot.addEventListener("pointerenter", () => (reading.textContent = `${label ? label + ", " : ""}step ${p.step}: ${figure(p.mean)}${error}`));
      dot.addEventListener("pointerleave", () => (reading.textContent = ""));
    }
  });
  if (lines.length > 1) {
    const legend = element(box, "p", { class: "legend" });
    lines.forEach(({ label }, i) => {
      const entry = element(legend, "span", {}, label);
      entry.style.setProperty("--hue", HUES[i % HUES.length]);
    });
  }
}
