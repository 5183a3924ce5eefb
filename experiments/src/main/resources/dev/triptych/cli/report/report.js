const data = JSON.parse(document.getElementById("data").textContent);
const cells = new Map(data.cells.map((cell) => [cell.id, cell]));

/* A large run's page takes pictures and curves from the folder beside it when they are asked for. */
const FOLDER = "report/";
const inside = data.details !== undefined;

const sprites = new Map();
const details = new Map();
const awaited = new Map();

function viewsOf(id, sprite) {
  if (!sprites.has(id)) {
    sprites.set(id, new Views(sprite, inside ? data.pictures[sprite.file] || "" : FOLDER + sprite.file));
  }
  return sprites.get(id);
}

/** Takes what is to be shown of a cell; the scripts beside the page call this. */
function detail(given) {
  Object.entries(given.sprites).forEach(([id, sprite]) => viewsOf(id, sprite));
  details.set(given.id, given);
}

if (inside) data.details.forEach(detail);

/** What is to be shown of a cell, once it is there. */
function detailOf(id) {
  if (details.has(id)) return Promise.resolve(details.get(id));
  if (!awaited.has(id)) {
    awaited.set(id, new Promise((resolve, reject) => {
      const script = element(document.head, "script", { src: `${FOLDER}cells/${encodeURIComponent(id)}.js` });
      script.onload = () => (details.has(id) ? resolve(details.get(id)) : reject(new Error(id)));
      script.onerror = () => {
        awaited.delete(id);
        script.remove();
        reject(new Error(id));
      };
    }));
  }
  return awaited.get(id);
}

/* ---- Poses side by side. ---- */

function poses(host) {
  const cell = cells.get(host.dataset.poses);
  const rows = [["plain face", cell.source], ["edit", cell.edited], ["portrait", cell.portrait]]
    .filter(([, sprite]) => sprite).map(([name, sprite]) => [name, sprites.get(sprite)]);
  if (!rows.length) return;
  const { pitches, yaws } = rows[rows.length - 1][1];
  const end = (grid, share) => grid[Math.round((grid.length - 1) * share)];
  const middle = 0;
  const wanted = [
    [middle, end(yaws, 0)], [middle, end(yaws, 0.25)], [0, 0], [middle, end(yaws, 0.75)],
    [middle, end(yaws, 1)], [end(pitches, 0), 0], [end(pitches, 1), 0],
  ];
  const views = rows[rows.length - 1][1];
  const shown = wanted.map(([p, y]) => views.sprite.poses[views.nearest(p, y)]);
  const table = element(host, "table");
  const head = element(element(table, "thead"), "tr");
  element(head, "th", {}, "pitch, yaw");
  shown.forEach(([p, y]) => element(head, "th", { scope: "col" }, `${degrees(p)}, ${degrees(y)}`));
  const body = element(table, "tbody");
  for (const [name, sheet] of rows) {
    const row = element(body, "tr");
    element(row, "th", { scope: "row" }, name);
    for (const [p, y] of shown) {
      const button = element(element(row, "td"), "button",
        { type: "button", "aria-label": `${name}, pitch ${degrees(p)}, yaw ${degrees(y)}` });
      const canvas = element(button, "canvas");
      sheet.ready.then(() => draw(canvas, sheet, ...sheet.sprite.poses[sheet.nearest(p, y)]));
      button.addEventListener("click", () => {
        const triptych = triptychs.find((t) => t.cell === cell);
        if (triptych) glide(triptych, p, y);
      });
    }
  }
}

/* ---- What was scored, at a glance. ---- */

function contact(host) {
  const sheet = cells.get(host.dataset.contact).contact;
  if (!sheet) return;
  element(host, "p", { class: "quiet" }, "The scored views:");
  const kinds = element(host, "div", { class: "kinds" });
  sheet.rows.forEach((row) => element(kinds, "span", {}, row));
  element(host, "img", { src: inside ? data.pictures[sheet.file] || "" : FOLDER + sheet.file, loading: "lazy",
    alt: `${sheet.rows.join(", ")}, from ${sheet.columns} sides each` });
}

/* ---- Mixes: a style on either side, and what lies between them. ---- */

function mixing(host) {
  const mix = data.mixes[host.dataset.mix];
  const views = mix.steps.map(({ sprite }) => viewsOf(sprite, mix.sprites[sprite]));
  const stage = element(host, "figure", { class: "stage" });
  const main = element(stage, "canvas", { tabindex: 0, role: "application" });
  const label = element(stage, "figcaption");
  const scale = element(host, "label", { class: "share" });
  element(scale, "span", {}, mix.from);
  const slider = element(scale, "input", { type: "range", min: 0, max: views.length - 1, value: Math.floor(views.length / 2),
    "aria-label": `from ${mix.from} to ${mix.to}` });
  element(scale, "span", {}, mix.to);
  const strip = element(host, "div", { class: "steps" });
  const small = views.map((_, i) => {
    const canvas = element(strip, "canvas");
    canvas.addEventListener("click", () => {
      slider.value = i;
      paint();
    });
    return canvas;
  });
  const limit = Math.max(0, ...views.flatMap((v) => v.yaws.map(Math.abs)));
  let yaw = 0;
  const paint = () => {
    const at = Number(slider.value);
    const show = (canvas, i) => {
      if (views[i].image.complete && views[i].image.naturalWidth) draw(canvas, views[i], 0, yaw);
    };
    show(main, at);
    small.forEach(show);
    small.forEach((canvas, i) => canvas.classList.toggle("shown", i === at));
    const share = Math.round(100 * mix.steps[at].share);
    label.textContent = `${share} %, yaw ${degrees(yaw)}`;
    main.setAttribute("aria-label", `${mix.from} to ${mix.to}, ${label.textContent}; arrow keys turn it`);
  };
  const turnTo = (to) => {
    yaw = Math.min(limit, Math.max(-limit, to));
    paint();
  };
  slider.addEventListener("input", paint);
  for (const part of [main, strip]) {
    let last = null;
    part.addEventListener("pointerdown", (event) => (last = event.clientX));
    part.addEventListener("pointermove", (event) => {
      if (last === null || !event.buttons) return;
      turnTo(yaw - (event.clientX - last) / 4);
      last = event.clientX;
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) part.addEventListener(end, () => (last = null));
  }
  main.addEventListener("dblclick", () => turnTo(0));
  main.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -5, ArrowRight: 5 }[event.key];
    if (!step) return;
    event.preventDefault();
    turnTo(yaw + step);
  });
  Promise.all(views.map((v) => v.ready)).then(paint);
  paint();
}

/* ---- Curves. ---- */

// In the order in which they are shown; rec is the sum of L1 and LPIPS.
const LOSSES = { total: "total loss", l1: "L1", lpips: "LPIPS", dr: "density regularisation" };

function losses(host) {
  const { losses: curves, scores } = details.get(host.dataset.losses);
  const rank = (curve) => (Object.keys(LOSSES).indexOf(curve.name) + 1 || 99);
  curves.filter((curve) => curve.name !== "rec").sort((a, b) => rank(a) - rank(b))
    .forEach((curve) => chart(host, curve));
  if (!scores || !scores.length) return;
  scoreCurve(host, scores[0]);
  if (scores.length === 1) return;
  const more = element(host, "details");
  element(more, "summary", {}, "Other scores by step");
  scores.slice(1).forEach((curve) => scoreCurve(more, curve));
}

function scoreCurve(host, { name, steps, values }) {
  const points = steps.map((step, i) => ({ step, mean: values[i], standardError: null }));
  curves(host, { title: `${name} by step`, lines: [{ label: "", points }], references: [] }, 250, 92);
}

function chart(host, curve, usual = 250, height = 78) {
  const box = element(host, "figure", { class: "chart" });
  const width = room(box, usual);
  const left = 34 * LETTER, right = 4, top = 6, bottom = 16 * LETTER;
  const caption = element(box, "figcaption");
  element(caption, "span", {}, LOSSES[curve.name] || curve.name);
  const reading = element(caption, "output", {}, figure(curve.values[curve.values.length - 1]));
  const svg = element(box, "svg", { viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `${curve.name} by step, from ${figure(curve.values[0])} to ${figure(curve.values[curve.values.length - 1])}` });
  const last = curve.steps[curve.steps.length - 1];
  const sorted = [...curve.values].sort((a, b) => a - b);
  // The first steps of a training may tower over the rest; they may leave the frame.
  const high = Math.max(sorted[Math.floor(sorted.length * 0.98)], 1e-9) * 1.1;
  const x = (step) => left + (step / last) * (width - left - right);
  const y = (value) => Math.max(0, top + (1 - value / high) * (height - top - bottom));
  for (const tick of ticks(0, high, 3)) {
    element(svg, "line", { class: "grid", x1: left, x2: width - right, y1: y(tick), y2: y(tick) });
    element(svg, "text", { x: left - 5, y: y(tick) + 3.5 * LETTER, "text-anchor": "end" }, figure(tick));
  }
  for (const tick of ticks(0, last, 4)) {
    element(svg, "text", { x: x(tick), y: height - 3, "text-anchor": tick === 0 ? "start" : tick > last * 0.95 ? "end" : "middle" },
      tick === 0 ? "step 0" : figure(tick));
  }
  const path = (values) => values.map((v, i) => `${i ? "L" : "M"}${x(curve.steps[i]).toFixed(1)} ${y(v).toFixed(1)}`).join("");
  const keep = Math.exp(-1 / Math.max(1, curve.values.length / 25));
  let mean = 0, weight = 0;
  const smooth = curve.values.map((v) => {
    mean = keep * mean + (1 - keep) * v;
    weight = keep * weight + (1 - keep);
    return mean / weight;
  });
  element(svg, "path", { class: "raw", d: path(curve.values) });
  element(svg, "path", { class: "smooth", d: path(smooth) });
  const cursor = element(svg, "line", { class: "cursor", y1: top, y2: height - bottom, visibility: "hidden" });
  svg.addEventListener("pointermove", (event) => {
    const at = ((event.offsetX / svg.clientWidth) * width - left) / (width - left - right) * last;
    let i = curve.steps.findIndex((s) => s >= at);
    if (i < 0) i = curve.steps.length - 1;
    cursor.setAttribute("x1", x(curve.steps[i]));
    cursor.setAttribute("x2", x(curve.steps[i]));
    cursor.setAttribute("visibility", "visible");
    reading.textContent = `step ${curve.steps[i]}: ${figure(curve.values[i])}`;
  });
  svg.addEventListener("pointerleave", () => {
    cursor.setAttribute("visibility", "hidden");
    reading.textContent = figure(curve.values[curve.values.length - 1]);
  });
}

/* ---- Scores on one scale. ---- */

function scale() {
  const scored = data.cells.filter((cell) => cell.metrics[data.scale.portrait]);
  if (!scored.length) return;
  const value = (cell, name) => cell.metrics[name] && cell.metrics[name].mean;
  const names = [data.scale.plain, data.scale.edits, data.scale.portrait];
  const all = scored.flatMap((cell) => names.map((n) => value(cell, n))).filter((v) => v !== undefined);
  const low = Math.min(0, ...all), high = Math.max(...all) * 1.05;
  const x = (v) => `${((v - low) / (high - low)) * 100}%`;
  const axis = element(document.querySelector("[data-axis]"), "svg");
  element(axis, "style", {}, "text{font:var(--tick) var(--text);fill:var(--quiet)}");
  for (const tick of ticks(low, high, 4)) {
    element(axis, "text", { x: x(tick), y: 16, "text-anchor": "middle" }, figure(tick));
  }
  for (const host of document.querySelectorAll("[data-scale]")) {
    const cell = cells.get(host.dataset.scale);
    const svg = element(host, "svg", { role: "img", "aria-label": "score from the plain face to the portrait" });
    for (const tick of ticks(low, high, 4)) {
      element(svg, "line", { x1: x(tick), x2: x(tick), y1: -7, y2: 29, stroke: "var(--rule)" });
    }
    const before = value(cell, names[0]), edits = value(cell, names[1]), after = value(cell, names[2]);
    if (before !== undefined) {
      element(svg, "line", { x1: x(before), x2: x(after), y1: 11, y2: 11, stroke: "var(--blue)", "stroke-width": 1.5 });
      element(svg, "circle", { cx: x(before), cy: 11, r: 4, fill: "var(--ground)", stroke: "var(--blue)", "stroke-width": 1.5 });
    }
    if (edits !== undefined) {
      element(svg, "line", { x1: x(edits), x2: x(edits), y1: 4, y2: 18, stroke: "var(--blue)", "stroke-width": 2 });
    }
    element(svg, "circle", { cx: x(after), cy: 11, r: 5.5, fill: "var(--gold)" });
  }
}

/** Fills what the cells within `host` have room for. */
function fill(host) {
  host.querySelectorAll("[data-triptych]").forEach((each) => triptychs.push(triptych(each)));
  host.querySelectorAll("[data-figure]").forEach((each) => triptychs.push(sideBySide(each)));
  host.querySelectorAll("[data-poses]").forEach(poses);
  host.querySelectorAll("[data-losses]").forEach(losses);
  host.querySelectorAll("[data-contact]").forEach(contact);
}

/* ---- Many portraits: a table to search, and what is looked at beneath its row. ---- */

function open(row) {
  const button = row.querySelector(".opener");
  const cell = cells.get(row.dataset.row);
  const below = document.createElement("tr");
  below.className = "below";
  row.after(below);
  button.setAttribute("aria-expanded", "true");
  const host = element(element(below, "td", { colspan: row.closest("table").tHead.rows[0].cells.length }),
    "div", { class: "cell" });
  if (cell.failure) return void element(host, "p", { class: "failure" }, `This ${data.cell} failed: ${cell.failure}`);
  if (!cell.source && !cell.portrait) return void element(host, "p", { class: "pending" }, "Not begun yet.");
  const wait = element(host, "p", { class: "pending" }, "Loading …");
  detailOf(cell.id).then((found) => {
    wait.remove();
    if (!below.isConnected) return;
    element(host, "div", { class: "triptych", "data-triptych": cell.id });
    element(element(host, "div", { class: "beside" }), "div", { class: "losses", "data-losses": cell.id });
    element(host, "div", { class: "poses", "data-poses": cell.id });
    element(host, "div", { class: "contact", "data-contact": cell.id });
    const made = element(host, "details", { class: "artefacts" });
    element(made, "summary", {}, "Artefacts");
    const list = element(made, "dl", { class: "provenance" });
    for (const { name, sha256 } of found.artefacts) {
      const line = element(list, "div");
      element(line, "dt", {}, name);
      element(element(line, "dd"), "code", {}, sha256);
    }
    fill(host);
  }, () => (wait.textContent = `${FOLDER}cells/${cell.id}.js is not beside this page. Fetch it with: triptych report`));
}

function close(row) {
  row.querySelector(".opener").setAttribute("aria-expanded", "false");
  const below = row.nextElementSibling;
  for (let i = triptychs.length - 1; i >= 0; i--) {
    if (below.contains(triptychs[i].host)) triptychs.splice(i, 1);
  }
  below.remove();
}

function search() {
  const table = document.getElementById("score-table");
  const [text, variant, state] = ["search", "variant", "state"].map((id) => document.getElementById(id));
  const rows = [...document.querySelectorAll("[data-row]")];
  table.addEventListener("click", (event) => {
    const button = event.target.closest(".opener");
    if (!button) return;
    const row = button.closest("tr");
    if (button.getAttribute("aria-expanded") === "true") close(row);
    else open(row);
  });
  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const cell = cells.get(row.dataset.row);
      const name = `${cell.style} ${cell.id}`.toLowerCase();
      const fits = words.every((word) => name.includes(word))
        && (!variant.value || cell.variant === variant.value) && (!state.value || cell.state === state.value);
      row.hidden = !fits;
      const below = row.nextElementSibling;
      if (below && below.className === "below") below.hidden = !fits;
      if (fits && row.closest("table") === table) shown++;
    }
    document.getElementById("matches").textContent = `${shown} of ${cells.size} ${data.cell}${cells.size === 1 ? "" : "s"}`;
  };
  [text, variant, state].forEach((input) => input.addEventListener("input", filter));
  filter(); // a browser may remember what was asked for
}

fill(document);
document.querySelectorAll("[data-mix]").forEach(mixing);
if (!inside) search();
data.pretraining.forEach((training) => training.curves.forEach((curve) =>
  chart(document.getElementById("pretraining-curves"), { ...curve, name: `${training.title}: ${curve.name}` }, 640, 150)));
scale();
const front = document.getElementById("front");
if (front) front.addEventListener("click", () => triptychs.length && glide(triptychs[0], 0, 0));
if (inside) Promise.all([...sprites.values()].map((views) => views.ready)).then(greet);
