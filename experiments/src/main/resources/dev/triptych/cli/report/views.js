"use strict";
/* What all pages share: elements, and pictures of a head that turns. */

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const SVG = "http://www.w3.org/2000/svg";

function element(parent, name, attributes = {}, text) {
  const svg = parent.namespaceURI === SVG || name === "svg";
  const made = svg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return parent.appendChild(made);
}

const degrees = (value) => {
  const rounded = Math.round(value * 10) / 10;
  return (rounded > 0 ? "+" : rounded < 0 ? "−" : "") + Math.abs(rounded) + "°";
};

/* ---- Pictures: views of one head in a sprite sheet, found by pose. ---- */

class Views {
  /** `source` is the URL of the picture. */
  constructor(sprite, source) {
    this.sprite = sprite;
    this.image = new Image();
    this.ready = new Promise((resolve) => (this.image.onload = () => resolve(this)));
    this.image.src = source;
    const count = (axis) => {
      const counts = new Map();
      sprite.poses.forEach((pose) => counts.set(pose[axis], (counts.get(pose[axis]) || 0) + 1));
      const most = Math.max(...counts.values());
      // The frontal view may stand outside the grid: its row and column are not full.
      return [...counts].filter(([, n]) => n > most / 2).map(([v]) => v).sort((a, b) => a - b);
    };
    this.pitches = count(0);
    this.yaws = count(1);
    this.tiles = new Map(sprite.poses.map((pose, i) => [pose.join(), i]));
  }

  /** The tile of the pose that is nearest. */
  nearest(pitch, yaw) {
    let best = 0;
    let distance = Infinity;
    this.sprite.poses.forEach((pose, i) => {
      const d = (pose[0] - pitch) ** 2 + (pose[1] - yaw) ** 2;
      if (d < distance) [best, distance] = [i, d];
    });
    return best;
  }

  /** Up to four tiles around a pose, with the shares at which they blend. */
  around(pitch, yaw) {
    const exact = this.tiles.get([pitch, yaw].join());
    if (exact !== undefined) return [[exact, 1]];
    const shares = [];
    for (const [p, sp] of neighbours(this.pitches, pitch)) {
      for (const [y, sy] of neighbours(this.yaws, yaw)) {
        const tile = this.tiles.get([p, y].join());
        if (tile !== undefined && sp * sy > 0.001) shares.push([tile, sp * sy]);
      }
    }
    return shares.length ? shares : [[this.nearest(pitch, yaw), 1]];
  }
}

function neighbours(grid, value) {
  if (value <= grid[0]) return [[grid[0], 1]];
  if (value >= grid[grid.length - 1]) return [[grid[grid.length - 1], 1]];
  const above = grid.findIndex((g) => g > value);
  const share = (value - grid[above - 1]) / (grid[above] - grid[above - 1]);
  return [[grid[above - 1], 1 - share], [grid[above], share]];
}

/* Small renders are enlarged with a Lanczos kernel: crisper than the browser's smoothing, without
   the blocks of no smoothing at all. */
const ZOOM = 4;
const TAPS = 6;
const kernel = Array.from({ length: ZOOM }, (_, phase) => {
  const offset = (phase + 0.5) / ZOOM - 0.5;
  const weights = Array.from({ length: TAPS }, (_, k) => {
    const x = k - TAPS / 2 + 1 - offset + Math.floor(offset);
    const s = Math.PI * x;
    return Math.abs(x) < 1e-9 ? 1 : Math.abs(x) >= 3 ? 0 : (3 * Math.sin(s) * Math.sin(s / 3)) / (s * s);
  });
  const sum = weights.reduce((a, b) => a + b);
  return { shift: Math.floor(offset) - TAPS / 2 + 1, weights: weights.map((w) => w / sum) };
});

/** One axis of the enlargement: rows of `width` pixels become rows of `width * ZOOM`, transposed. */
function stretch(source, width, rows) {
  const target = new Float32Array(width * ZOOM * rows * 3);
  for (let row = 0; row < rows; row++) {
    for (let x = 0; x < width; x++) {
      for (let phase = 0; phase < ZOOM; phase++) {
        const { shift, weights } = kernel[phase];
        let r = 0, g = 0, b = 0;
        for (let k = 0; k < TAPS; k++) {
          const at = (row * width + Math.min(width - 1, Math.max(0, x + shift + k))) * 3;
          r += weights[k] * source[at];
          g += weights[k] * source[at + 1];
          b += weights[k] * source[at + 2];
        }
        const to = ((x * ZOOM + phase) * rows + row) * 3;
        target[to] = r;
        target[to + 1] = g;
        target[to + 2] = b;
      }
    }
  }
  return target;
}

const scratch = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

function draw(canvas, views, pitch, yaw) {
  const { tile, columns } = views.sprite;
  scratch.canvas.width = scratch.canvas.height = tile;
  let drawn = 0;
  for (const [index, share] of views.around(pitch, yaw)) {
    drawn += share;
    scratch.globalAlpha = share / drawn; // the last one on top gets exactly its share
    scratch.drawImage(
      views.image, (index % columns) * tile, Math.floor(index / columns) * tile, tile, tile,
      0, 0, tile, tile);
  }
  scratch.globalAlpha = 1;
  const context = canvas.getContext("2d");
  const large = tile > 128 ? null : enlarged(tile);
  canvas.width = canvas.height = large ? tile * ZOOM : tile;
  if (large) context.putImageData(large, 0, 0);
  else context.drawImage(scratch.canvas, 0, 0);
}

/** Nothing where a browser does not let a page look into pictures from the disk. */
function enlarged(tile) {
  try {
    return enlarge(scratch.getImageData(0, 0, tile, tile).data, tile);
  } catch {
    return null;
  }
}

function enlarge(rgba, tile) {
  const rgb = new Float32Array(tile * tile * 3);
  for (let i = 0, j = 0; i < rgba.length; i += 4) {
    rgb[j++] = rgba[i];
    rgb[j++] = rgba[i + 1];
    rgb[j++] = rgba[i + 2];
  }
  const side = tile * ZOOM;
  const large = stretch(stretch(rgb, tile, tile), tile, side);
  const image = new ImageData(side, side);
  for (let i = 0, j = 0; j < large.length; i += 4) {
    image.data[i] = large[j++];
    image.data[i + 1] = large[j++];
    image.data[i + 2] = large[j++];
    image.data[i + 3] = 255;
  }
  return image;
}
