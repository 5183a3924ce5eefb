/* ---- Triptychs: source, portrait and edit of one cell, turned together; and one face by several methods. ---- */

const triptychs = [];

class Triptych {
  /** The panels are [name, sprite, caption]; the caption of one named "centre" tells the pose. */
  constructor(host, title, panels, cell) {
    this.host = host;
    this.title = title;
    this.cell = cell;
    this.pitch = this.yaw = 0;
    this.panels = [];
    panels.forEach((each) => this.panel(...each));
    this.label = host.querySelector(".centre figcaption");
    const shown = this.panels.map((p) => p.views);
    this.limit = {
      pitch: Math.max(0, ...shown.flatMap((v) => v.pitches.map(Math.abs))),
      yaw: Math.max(0, ...shown.flatMap((v) => v.yaws.map(Math.abs))),
    };
    host.tabIndex = 0;
    host.setAttribute("role", "application");
    this.listen();
    this.visible = false;
    new IntersectionObserver(([entry]) => {
      this.visible = entry.isIntersecting;
      if (this.visible) this.paint();
    }, { rootMargin: "200px" }).observe(host);
  }

  panel(name, sprite, caption) {
    const figure = element(this.host, "figure", { class: name });
    if (sprite) {
      const views = sprites.get(sprite);
      this.panels.push({ name, canvas: element(figure, "canvas"), views });
      views.ready.then(() => this.paint());
    } else {
      element(figure, "div", { class: "absent" }, "not made yet");
    }
    element(figure, "figcaption", {}, caption);
  }

  listen() {
    let last = null;
    this.host.addEventListener("pointerdown", (event) => {
      this.host.setPointerCapture(event.pointerId);
      last = [event.clientX, event.clientY];
      stopMotion();
    });
    this.host.addEventListener("pointermove", (event) => {
      if (!last) return;
      const perPixel = (2 * this.limit.yaw) / Math.max(200, this.host.clientWidth * 0.45);
      turn(this,
        this.pitch + (event.clientY - last[1]) * perPixel,
        this.yaw - (event.clientX - last[0]) * perPixel);
      last = [event.clientX, event.clientY];
    });
    const release = () => {
      if (last) settle(this);
      last = null;
    };
    this.host.addEventListener("pointerup", release);
    this.host.addEventListener("pointercancel", release);
    this.host.addEventListener("dblclick", () => glide(this, 0, 0));
    this.host.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!step) return;
      event.preventDefault();
      const gap = (grid) => (grid.length > 1 ? (grid[grid.length - 1] - grid[0]) / (grid.length - 1) : 0);
      const views = this.main().views;
      stopMotion();
      turn(this, this.pitch + step[0] * gap(views.pitches), this.yaw + step[1] * gap(views.yaws));
      settle(this);
    });
  }

  /** The panel whose views the head comes to rest on. */
  main() {
    return this.panels.find((p) => p.name === "centre") || this.panels[0];
  }

  /** @param {boolean} all draws it where nobody sees it, too */
  paint(all = false) {
    const [pitch, yaw] = this.main().views.sprite.poses[this.main().views.nearest(this.pitch, this.yaw)];
    const text = `pitch ${degrees(pitch)}, yaw ${degrees(yaw)}`;
    if (this.label) this.label.textContent = text;
    this.host.dataset.view = `${pitch},${yaw}`;
    this.host.setAttribute("aria-label", `${this.title}, ${text}; arrow keys turn them`);
    if (!this.visible && !all) return;
    for (const { canvas, views } of this.panels) {
      if (views.image.complete && views.image.naturalWidth) draw(canvas, views, this.pitch, this.yaw);
    }
  }
}

function triptych(host) {
  const cell = cells.get(host.dataset.triptych);
  return new Triptych(host, `${cell.style}: plain face, portrait and edit`, [
    ["left", cell.source, "plain face"], ["centre", cell.portrait, ""], ["right", cell.edited, "edit of this view"],
  ], cell);
}

/** One face in one style by all variants, as figures 6 and 7 of the paper have it. */
function sideBySide(host) {
  const shown = host.dataset.figure.split(" ").map((id) => cells.get(id));
  const [first] = shown;
  return new Triptych(host, `${first.style}: ${shown.map(({ variant }) => variant).join(", ")}`, [
    ["method", first.source, "plain face"], ["method", first.edited, "edits"],
    ...shown.map(({ portrait, variant }) => ["method", portrait, variant]),
  ]);
}

let motion = 0;

function stopMotion() {
  cancelAnimationFrame(motion);
  motion = 0;
}

function turn(triptych, pitch, yaw) {
  const clamp = (value, limit) => Math.min(limit, Math.max(-limit, value));
  const all = document.getElementById("together").checked ? triptychs : [triptych];
  for (const each of all) {
    each.pitch = clamp(pitch, each.limit.pitch);
    each.yaw = clamp(yaw, each.limit.yaw);
    each.paint();
  }
}

/** Turns to a pose along a smooth path. */
function glide(triptych, pitch, yaw, milliseconds = 350) {
  stopMotion();
  if (still) return turn(triptych, pitch, yaw);
  const from = [triptych.pitch, triptych.yaw];
  let start = null;
  const step = (now) => {
    start ??= now;
    const t = Math.min(1, (now - start) / milliseconds);
    const eased = 1 - (1 - t) ** 3;
    turn(triptych, from[0] + (pitch - from[0]) * eased, from[1] + (yaw - from[1]) * eased);
    motion = t < 1 ? requestAnimationFrame(step) : 0;
  };
  motion = requestAnimationFrame(step);
}

/** Comes to rest on the nearest rendered view, so that a still picture is never a blend. */
function settle(triptych) {
  const { views } = triptych.main();
  glide(triptych, ...views.sprite.poses[views.nearest(triptych.pitch, triptych.yaw)], 180);
}

/** One slow turn of the head when the page opens shows that it can be turned. */
function greet() {
  if (still || !triptychs.length) return;
  const swing = Math.min(18, triptychs[0].limit.yaw);
  let start = null;
  const step = (now) => {
    start ??= now;
    const t = Math.min(1, (now - start) / 2600);
    turn(triptychs[0], 0, swing * Math.sin(2 * Math.PI * t) * (1 - t * 0.4));
    if (t < 1) motion = requestAnimationFrame(step);
    else settle(triptychs[0]);
  };
  motion = requestAnimationFrame(step);
}
