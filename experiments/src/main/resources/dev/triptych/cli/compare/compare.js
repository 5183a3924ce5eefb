const data = JSON.parse(document.getElementById("data").textContent);
const sprites = new Map(
  Object.entries(data.sprites).map(([id, sprite]) => [id, new Views(sprite, data.sources[id])]));
const panels = [];
const pose = { pitch: 0, yaw: 0 };

function strips(host) {
  for (const { title, panels: shown } of data.strips) {
    element(host, "h4", {}, title);
    const turns = shown.some(({ sprite }) => sprite);
    const strip = element(host, "div", turns
      ? { class: "strip", tabindex: 0, role: "application", "aria-label": `${title}; arrow keys turn all heads` }
      : { class: "strip stills" });
    for (const { label, sprite, still } of shown) {
      const figure = element(strip, "figure", still ? { class: "still" } : {});
      if (still) element(figure, "img", { src: still, alt: `${title}, ${label}: the face, its edit, and the portrait from side to side` });
      else if (sprite) panels.push(panel(element(figure, "canvas"), sprites.get(sprite)));
      else element(figure, "div", { class: "absent" });
      element(figure, "figcaption", {}, label);
    }
    if (turns) listen(strip);
  }
}

function panel(canvas, views) {
  const made = { canvas, views, visible: false };
  new IntersectionObserver(([entry]) => {
    made.visible = entry.isIntersecting;
    paint(made);
  }, { rootMargin: "200px" }).observe(canvas);
  views.ready.then(() => paint(made));
  return made;
}

function paint({ canvas, views, visible }) {
  if (visible && views.image.complete && views.image.naturalWidth) draw(canvas, views, pose.pitch, pose.yaw);
}

addEventListener("beforeprint", () => panels.forEach((each) => paint({ ...each, visible: true })));

function turn(pitch, yaw) {
  const limit = (axis) => Math.max(0, ...panels.flatMap(({ views }) => views[axis].map(Math.abs)));
  const clamp = (value, most) => Math.min(most, Math.max(-most, value));
  pose.pitch = clamp(pitch, limit("pitches"));
  pose.yaw = clamp(yaw, limit("yaws"));
  document.getElementById("pose").textContent = `pitch ${degrees(pose.pitch)}, yaw ${degrees(pose.yaw)}`;
  panels.forEach(paint);
}

function listen(strip) {
  let last = null;
  strip.addEventListener("pointerdown", (event) => {
    strip.setPointerCapture(event.pointerId);
    last = [event.clientX, event.clientY];
  });
  strip.addEventListener("pointermove", (event) => {
    if (!last) return;
    turn(pose.pitch + (event.clientY - last[1]) / 4, pose.yaw - (event.clientX - last[0]) / 4);
    last = [event.clientX, event.clientY];
  });
  for (const end of ["pointerup", "pointercancel"]) strip.addEventListener(end, () => (last = null));
  strip.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -5], ArrowRight: [0, 5], ArrowUp: [-5, 0], ArrowDown: [5, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    turn(pose.pitch + step[0], pose.yaw + step[1]);
  });
}

const charts = document.getElementById("charts");
if (charts) data.charts.forEach((chart) => curves(charts, chart));

const host = document.getElementById("strips");
if (host) {
  strips(host);
}
if (panels.length) {
  turn(0, 0);
  document.getElementById("front").addEventListener("click", () => turn(0, 0));
}
