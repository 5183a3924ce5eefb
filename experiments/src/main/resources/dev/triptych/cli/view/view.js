const data = JSON.parse(document.getElementById("data").textContent);

/* One pose and one way of looking for all heads; each asks for its pictures by itself. */
const MOST = { pitch: 80, yaw: 180, zoom: 4, least: 0.5, heads: 8 };
const SMOOTH = 50; // milliseconds: if a picture takes longer, coarse ones are shown on the way
const REST = 160; // milliseconds without a movement
const NEEDLESS = 204, BUSY = 503; // answers of the server
const FILES = { picture: "png", mesh: "glb" }; // what can be saved of a head, and how such files end
const page = [...crypto.getRandomValues(new Uint8Array(9))].map((b) => b.toString(16).padStart(2, "0")).join("");
const view = { pitch: 0, yaw: 0, zoom: 1, look: "colour", moving: false };
const heads = [];
const byId = new Map(data.exhibits.map((exhibit) => [exhibit.id, exhibit]));

const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
const tenth = (value) => Math.round(value * 10) / 10;

/** Every head that can be chosen, by a name of its own. */
const all = choices();

/* ---- A head: what it shows, and the picture that it asked for last. ---- */

class Head {
  constructor(number, { choice, to = 0, share = 0 }) {
    this.number = number;
    this.choice = choice;
    this.to = to;
    this.share = share;
    this.face = 0;
    this.shown = "";
    this.busy = false;
    this.pace = 0; // milliseconds of a whole picture, once one was made of known planes
    this.build(document.getElementById("heads"));
    this.changed();
  }

  build(host) {
    this.figure = element(host, "figure", { class: "head" });
    const panel = element(this.figure, "div", { class: "panel" });
    this.canvas = element(panel, "canvas", { tabindex: 0, role: "application" });
    this.note = element(panel, "p", { class: "note", role: "status" }, "Rendering the first picture …");
    const caption = element(this.figure, "figcaption");
    this.select = element(caption, "select", { "aria-label": "Head" });
    const groups = new Map();
    all.forEach((choice, i) => {
      if (!groups.has(choice.group)) groups.set(choice.group, element(this.select, "optgroup", { label: choice.group }));
      const option = element(groups.get(choice.group), "option", { value: i }, choice.title);
      option.selected = choice === this.choice;
    });
    this.select.addEventListener("change", () => {
      this.choice = all[this.select.value];
      this.changed();
    });
    this.faces = element(caption, "label", { class: "row" }, "Face");
    this.faceSelect = element(this.faces, "select");
    this.faceSelect.addEventListener("change", () => {
      this.face = Number(this.faceSelect.value);
      this.ask();
    });
    this.mix = element(caption, "div", { class: "row" });
    element(this.mix, "span", {}, "Mix with");
    this.toSelect = element(this.mix, "select", { "aria-label": "Style to mix with" });
    this.toSelect.addEventListener("change", () => {
      this.to = Number(this.toSelect.value);
      if (!this.share) this.share = 50;
      this.changed();
    });
    this.shareRow = element(caption, "label", { class: "row" });
    element(this.shareRow, "span", { class: "unseen" }, "Share of the other style");
    this.slider = element(this.shareRow, "input", { type: "range", min: 0, max: 100, step: 1 });
    this.percent = element(this.shareRow, "output");
    this.slider.addEventListener("input", () => {
      this.share = Number(this.slider.value);
      move();
    });
    const acts = element(caption, "div", { class: "acts" });
    for (const kind of Object.keys(FILES)) {
      const button = element(acts, "button", { type: "button", class: kind }, `Save ${kind}`);
      button.addEventListener("click", () => this.save(kind, button));
    }
    this.away = element(acts, "button", { type: "button" }, "Remove");
    this.away.addEventListener("click", () => remove(this));
    listen(this.canvas);
  }

  /** Lays out what can be chosen of the head that is shown. */
  changed() {
    const { exhibit, plain, from } = this.choice;
    const fill = (select, options, chosen) => {
      select.replaceChildren();
      options.forEach(([value, text]) => (element(select, "option", { value }, text).selected = value === chosen));
    };
    if (!exhibit.faces.some((face) => face.number === this.face)) this.face = exhibit.faces.length ? exhibit.faces[0].number : 0;
    this.faces.hidden = exhibit.faces.length < 2;
    fill(this.faceSelect, exhibit.faces.map((face) => [face.number, `${face.number}${face.heldOut ? " (never trained on)" : ""}`]), this.face);
    const others = exhibit.styles.map((style, i) => [i, style]).filter(([i]) => i !== from);
    const mixes = !plain && others.length > 0;
    if (!mixes) this.share = 0;
    if (mixes && !others.some(([i]) => i === this.to)) this.to = others[0][0];
    this.mix.hidden = this.shareRow.hidden = !mixes;
    fill(this.toSelect, others, this.to);
    this.slider.value = this.share;
    this.pace = 0;
    this.fresh = true;
    this.describe();
    this.ask();
  }

  name() {
    const { exhibit, title, from } = this.choice;
    return this.share ? `${exhibit.styles[from]} to ${exhibit.styles[this.to]}, ${this.share} %` : title;
  }

  describe() {
    this.percent.textContent = `${this.share} %`;
    this.slider.setAttribute("aria-valuetext", this.name());
    this.canvas.setAttribute("aria-label", `${this.name()}, ${pose()}; arrow keys turn it`);
    this.figure.classList.toggle("dark", view.look !== "colour");
  }

  /** What is to be seen now, as a request says it. */
  query(coarse, asker = page) {
    const { exhibit, plain, from } = this.choice;
    return new URLSearchParams({
      page: asker, head: this.number, exhibit: exhibit.id, plain, from, to: this.share ? this.to : 0, share: this.share, face: this.face,
      pitch: tenth(view.pitch), yaw: tenth(view.yaw), zoom: view.zoom.toFixed(3), look: view.look, draft: coarse ? 1 : 0,
    }).toString();
  }

  /** Asks for what is to be seen, unless it is seen; while a picture is on its way, that comes first. */
  async ask() {
    if (this.busy || this.gone) return;
    const coarse = view.moving && this.pace > SMOOTH;
    const query = this.query(coarse);
    if (query === this.shown) return;
    this.busy = true;
    const began = performance.now();
    try {
      const answer = await fetch(`frame?${query}`, { cache: "no-store" });
      if (this.gone) return;
      if (answer.status === 200) {
        this.draw(new Uint8ClampedArray(await answer.arrayBuffer()), Number(answer.headers.get("Triptych-Width")));
        this.time(performance.now() - began, coarse);
        this.say("");
      } else if (answer.status !== NEEDLESS) {
        this.say(await answer.text(), true);
      }
      if (answer.status === BUSY) setTimeout(() => this.ask(), 1000);
      else if (answer.status !== NEEDLESS) this.shown = query;
      trouble("");
    } catch {
      trouble(`The program does not answer: it may have ended. Start it again with: triptych view ${data.run}`);
      return;
    } finally {
      this.busy = false;
    }
    if (this.query(view.moving && this.pace > SMOOTH) !== query) this.ask();
  }

  time(took, coarse) {
    if (!coarse && !this.fresh) this.pace = this.pace && view.moving ? 0.7 * this.pace + 0.3 * took : took;
    this.fresh = false;
    count(took, coarse);
  }

  draw(pixels, width) {
    if (width <= 128) {
      const large = enlarge(pixels, width);
      this.canvas.width = this.canvas.height = large.width;
      this.canvas.getContext("2d").putImageData(large, 0, 0);
    } else {
      this.canvas.width = width;
      this.canvas.height = pixels.length / 4 / width;
      this.canvas.getContext("2d").putImageData(new ImageData(pixels, width), 0, 0);
    }
    this.canvas.dataset.view = `${tenth(view.pitch)},${tenth(view.yaw)}`;
  }

  say(words, failed = false) {
    this.note.textContent = words;
    this.note.hidden = !words;
    this.note.classList.toggle("failure", failed);
  }

  /** Saves the whole picture at this pose, pixel for pixel as it was rendered, or the head as a mesh. */
  async save(kind, button) {
    const file = this.file(kind);
    const label = button.textContent;
    button.disabled = true;
    button.textContent = `Making the ${kind} …`;
    try {
      const answer = await fetch(`${kind}?${this.query(false, `${page}-${kind}`)}`, { cache: "no-store" });
      if (answer.status === 200) download(file, await answer.blob());
      else if (answer.status !== NEEDLESS) this.say(await answer.text(), true);
    } catch {
      this.say(`The ${kind} could not be fetched.`, true);
    }
    button.textContent = label;
    button.disabled = false;
  }

  /** A name for what is saved: whose head, and of a picture from where. */
  file(kind) {
    const name = this.name().normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
    const signed = (value) => (value < 0 ? "" : "+") + tenth(value);
    const seen = kind === "mesh" ? "" : `_p${signed(view.pitch)}_y${signed(view.yaw)}${view.look === "colour" ? "" : `_${view.look}`}`;
    return `${name}${seen}.${FILES[kind]}`;
  }
}

function download(name, content) {
  const url = URL.createObjectURL(content);
  const link = element(document.body, "a", { href: url, download: name });
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function add(what) {
  const free = [...Array(MOST.heads).keys()].find((number) => !heads.some((head) => head.number === number));
  if (free === undefined) return;
  heads.push(new Head(free, what));
  arrange();
}

function remove(head) {
  head.gone = true;
  head.figure.remove();
  heads.splice(heads.indexOf(head), 1);
  arrange();
}

function arrange() {
  heads.forEach((head) => (head.away.hidden = heads.length < 2));
  document.getElementById("add").hidden = heads.length >= MOST.heads;
}

function trouble(words) {
  const note = document.getElementById("trouble");
  if (note.textContent === words) return;
  note.textContent = words;
  note.hidden = !words;
}

/* ---- Turning. ---- */

let rest = 0;

const pose = () => `pitch ${degrees(view.pitch)}, yaw ${degrees(view.yaw)}`;

/** All heads show this pose as soon as they can; a while later, at rest, in full. */
function look(pitch, yaw, zoom = view.zoom) {
  view.pitch = clamp(pitch, -MOST.pitch, MOST.pitch);
  view.yaw = ((yaw + 540) % 360) - 180;
  view.zoom = clamp(zoom, MOST.least, MOST.zoom);
  move();
}

function move() {
  view.moving = true;
  clearTimeout(rest);
  rest = setTimeout(settle, REST);
  tell();
  heads.forEach((head) => head.ask());
}

function settle() {
  if (held.size) return void (rest = setTimeout(settle, REST));
  view.moving = false;
  heads.forEach((head) => head.ask());
}

function tell() {
  document.getElementById("pose").textContent = `${pose()}, zoom ${view.zoom.toFixed(1)}`;
  document.getElementById("zoom").value = Math.round(Math.log2(view.zoom) * 100);
  heads.forEach((head) => head.describe());
}

const held = new Map(); // pointers that hold a head, where they were last

function listen(canvas) {
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, [event.clientX, event.clientY]);
  });
  canvas.addEventListener("pointermove", (event) => {
    const last = held.get(event.pointerId);
    if (!last) return;
    const now = [event.clientX, event.clientY];
    const before = gap();
    held.set(event.pointerId, now);
    if (held.size === 2) return look(view.pitch, view.yaw, (view.zoom * gap()) / (before || gap()));
    if (held.size > 2) return;
    const perPixel = 120 / Math.max(200, canvas.clientWidth) / Math.sqrt(view.zoom);
    look(view.pitch + (now[1] - last[1]) * perPixel, view.yaw - (now[0] - last[0]) * perPixel);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      if (held.delete(event.pointerId) && !held.size) settle();
    });
  }
  canvas.addEventListener("dblclick", () => look(0, 0, 1));
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    look(view.pitch, view.yaw, view.zoom * 2 ** (-event.deltaY * (event.deltaMode ? 16 : 1) / 600));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 1 : 5;
    const turn = { ArrowLeft: [0, -step], ArrowRight: [0, step], ArrowUp: [-step, 0], ArrowDown: [step, 0] }[event.key];
    const zoom = { "+": 1.1, "=": 1.1, "-": 1 / 1.1 }[event.key];
    if (turn) look(view.pitch + turn[0], view.yaw + turn[1]);
    else if (zoom) look(view.pitch, view.yaw, view.zoom * zoom);
    else if (event.key === "Home") look(0, 0, 1);
    else return;
    event.preventDefault();
  });
}

/** How far two fingers are apart. */
function gap() {
  const [a, b] = [...held.values()];
  return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
}

/* ---- How fast it is: pictures of all heads within the last second of a movement. ---- */

const drawn = [];

function count(took, coarse) {
  const now = performance.now();
  drawn.push(now);
  while (now - drawn[0] > 1000) drawn.shift();
  const words = document.getElementById("pace");
  if (view.moving && drawn.length > 2 * heads.length) {
    const each = ((drawn.length - 1) * 1000) / (now - drawn[0]) / heads.length;
    words.textContent = `${each.toFixed(each < 10 ? 1 : 0)} pictures of each head a second${coarse ? ", coarse until you let go" : ""}.`;
  } else if (!view.moving && !coarse && drawn.length <= heads.length) {
    words.textContent = `The last picture took ${Math.round(took)} ms.`;
  }
}

/* ---- Begin. ---- */

document.querySelectorAll("[name=look]").forEach((input) => {
  if (input.checked) view.look = input.value; // a browser may remember
  input.addEventListener("change", () => {
    view.look = input.value;
    tell();
    heads.forEach((head) => head.ask());
  });
});
document.getElementById("zoom").addEventListener("input", (event) => look(view.pitch, view.yaw, 2 ** (event.target.value / 100)));
document.getElementById("front").addEventListener("click", () => look(0, 0, 1));
document.getElementById("add").addEventListener("click", () => add({ choice: all.find((choice) => !heads.some((head) => head.choice === choice)) || all[0] }));
first().forEach(add);
tell();
