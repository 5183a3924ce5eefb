# Rays, three-plane features, and volume rendering. Everything per sample is kept channel-first, [c, samples], so that no step permutes.
# `net` holds the decoder's two layers under the names that they have in checkpoints.
# cameras [v, 25] (cam2world, then normalised intrinsics) to origins and unit directions, rows first; m = size * size
def rays(self, cameras: Tensor, size: int) -> Tuple[Tensor, Tensor]:
  pose = torch.view(torch.slice(cameras, 1, 0, 16), [-1, 4, 4])  # [v, 4, 4]
  k = torch.unsqueeze(torch.slice(cameras, 1, 16, 25), 2)  # [v, 9, 1]
  fx = torch.select(k, 1, 0)  # [v, 1], and so are the next
  skew = torch.select(k, 1, 1)
  cx = torch.select(k, 1, 2)
  fy = torch.select(k, 1, 4)
  cy = torch.select(k, 1, 5)
  ticks = torch.div(torch.add(torch.arange(size, dtype=6, device=cameras.device), 0.5), float(size))  # [size]
  u = torch.unsqueeze(torch.repeat(ticks, [size]), 0)  # [1, m]
  v = torch.unsqueeze(torch.repeat_interleave(ticks, size), 0)  # [1, m]
  y = torch.div(torch.sub(v, cy), fy)  # [v, m]
  x = torch.div(torch.sub(torch.sub(u, cx), torch.mul(skew, y)), fx)  # [v, m]
  one = torch.ones_like(x)  # [v, m]
  seen = torch.stack([x, y, one, one], 2)  # [v, m, 4]
  seen = torch.matmul(seen, torch.transpose(torch.slice(pose, 1, 0, 3), 1, 2))  # [v, m, 3]
  origins = torch.select(torch.slice(pose, 1, 0, 3), 2, 3)  # [v, 3]
  world = torch.sub(seen, torch.unsqueeze(origins, 1))  # [v, m, 3]
  return origins, torch.div(world, torch.linalg_vector_norm(world, 2, [2], True))
# planes [3, c, h, w] at x, y, z [p] in [-1, 1]: the sum over the planes
def sample(self, planes: Tensor, x: Tensor, y: Tensor, z: Tensor, public_layout: bool) -> Tensor:
  last = y
  if public_layout:
    last = x
  grid = torch.stack([torch.stack([x, y], 1), torch.stack([x, z], 1), torch.stack([z, last], 1)], 0)  # [3, p, 2]
  f = torch.grid_sampler_2d(planes, torch.unsqueeze(grid, 1), 0, 0, False)  # [3, c, 1, p]
  return torch.sum(torch.squeeze(f, 2), [0])  # [c, p]
# Features summed over planes [c, p] to raw density and colour logits; the mean over planes is in the first weight's gain.
# If density_only, the last layer is cut to its first row.
def decode(self, f: Tensor, net: Dict[str, Tensor], density_only: bool) -> Tensor:
  w1 = net["net.0.weight"]  # [hidden, c]
  w2 = net["net.2.weight"]  # [1 + c, hidden]
  b2 = net["net.2.bias"]  # [1 + c]
  if density_only:
    w2 = torch.slice(w2, 0, 0, 1)  # [1, hidden]
    b2 = torch.slice(b2, 0, 0, 1)  # [1]
  g1 = float(torch.size(w1, 1)) ** -0.5 / 3.0
  g2 = float(torch.size(w2, 1)) ** -0.5
  hidden = torch.addmm(torch.unsqueeze(net["net.0.bias"], 1), torch.mul(w1, g1), f)  # [hidden, p]
  hidden = torch.softplus(hidden, 1, 20)
  return torch.addmm(torch.unsqueeze(b2, 1), torch.mul(w2, g2), hidden)  # [1 + c, p], or [1, p]
# The decoder's outputs at points [b, p, 3] of planes [b, 3c, h, w]; planes of batch 1 serve every b.
def at_points(self, points: Tensor, planes: Tensor, net: Dict[str, Tensor], scale: float, public_layout: bool, density_only: bool) -> Tensor:
  n = torch.size(planes, 0)
  xyz = torch.view(torch.mul(points, scale), [n, -1, 3])  # [n, b p / n, 3]
  xyz = torch.permute(xyz, [2, 0, 1])  # [3, n, b p / n]
  stacks = torch.unbind(torch.view(planes, [n, 3, -1, torch.size(planes, 2), torch.size(planes, 3)]), 0)  # n times [3, c, h, w]
  outs = annotate(List[Tensor], [])
  for i in range(n):
    p = torch.unbind(torch.select(xyz, 1, i), 0)  # 3 times [b p / n]
    f = self.sample(stacks[i], p[0], p[1], p[2], public_layout)  # [c, b p / n]
    outs.append(self.decode(f, net, density_only))  # [1 + c, b p / n], or [1, b p / n]
  return torch.view(torch.stack(outs, 1), [-1, torch.size(points, 0), torch.size(points, 1)])  # [1 + c, b, p], or [1, b, p]
def density(self, raw: Tensor, scale: float) -> Tensor:
  return torch.mul(torch.softplus(torch.sub(raw, 1.0), 1, 20), scale)
def colours(self, logits: Tensor) -> Tensor:
  return torch.sub(torch.mul(torch.sigmoid(logits), 1.002), 0.001)
# Weights of the intervals between samples from raw densities and depths [m, s].
def interval_weights(self, raw: Tensor, t: Tensor, scale: float) -> Tensor:
  steps = torch.diff(t)  # [m, s - 1]
  middle = torch.mul(torch.add(torch.slice(raw, 1, 1), torch.slice(raw, 1, 0, -1)), 0.5)  # [m, s - 1]
  thickness = torch.mul(self.density(middle, scale), steps)
  before = torch.sub(torch.cumsum(thickness, 1), thickness)
  return torch.mul(torch.neg(torch.expm1(torch.neg(thickness))), torch.exp(torch.neg(before)))
# An interval's colour is the mean of its ends, so a sample weighs half of both its intervals [m, s - 1].
def sample_weights(self, weights: Tensor) -> Tensor:
  padded = torch.constant_pad_nd(weights, [1, 1], 0)  # [m, s + 1]
  return torch.mul(torch.add(torch.slice(padded, 1, 1), torch.slice(padded, 1, 0, -1)), 0.5)  # [m, s]
# Depths of the second pass: inverse transform sampling of the first pass's weights [m, s - 1], smoothed, at depths t [m, s] and quantiles u [m, f].
def importance(self, weights: Tensor, t: Tensor, u: Tensor) -> Tensor:
  bins = torch.mul(torch.add(torch.slice(t, 1, 1), torch.slice(t, 1, 0, -1)), 0.5)  # [m, s - 1]
  peaks = torch.max_pool1d(torch.unsqueeze(weights, 1), [2], [1], [1], [1], False)  # [m, 1, s]
  smooth = torch.add(torch.squeeze(torch.avg_pool1d(peaks, [2], [1], [0], False, True), 1), 0.01)  # [m, s - 1]
  inner = torch.add(torch.slice(smooth, 1, 1, -1), 1e-5)  # [m, s - 3]
  pdf = torch.div(inner, torch.sum(inner, [1], True))
  cdf = torch.contiguous(torch.constant_pad_nd(torch.cumsum(pdf, 1), [1, 0], 0))  # [m, s - 2]
  i = torch.searchsorted(cdf, u, right=True)  # [m, f], and so are the next
  below = torch.clamp(torch.sub(i, 1), 0)
  above = torch.clamp(i, 0, torch.size(cdf, 1) - 1)
  c0 = torch.gather(cdf, 1, below)
  b0 = torch.gather(bins, 1, below)
  width = torch.sub(torch.gather(cdf, 1, above), c0)
  width = torch.where(torch.lt(width, 1e-5), torch.ones_like(width), width)
  return torch.add(b0, torch.mul(torch.div(torch.sub(u, c0), width), torch.sub(torch.gather(bins, 1, above), b0)))
# The decoder's outputs along rays o, d [3, m] at depths t [m, s]
def along(self, planes: Tensor, o: Tensor, d: Tensor, t: Tensor, scale: float, public_layout: bool, net: Dict[str, Tensor]) -> Tensor:
  p = torch.mul(torch.addcmul(torch.unsqueeze(o, 2), torch.unsqueeze(d, 2), t), scale)  # [3, m, s]
  xyz = torch.unbind(torch.flatten(p, 1), 0)  # 3 times [m s]
  f = self.sample(planes, xyz[0], xyz[1], xyz[2], public_layout)  # [c, m s]
  return torch.view(self.decode(f, net, False), [-1, torch.size(t, 0), torch.size(t, 1)])  # [1 + c, m, s]
# The weighted sum over samples of colour activations [1 + c, m, s], without the density's row.
def gathered(self, out: Tensor, weights: Tensor) -> Tensor:
  return torch.sum(torch.mul(torch.sigmoid(torch.slice(out, 0, 1)), weights), [2])  # [c, m]
# Rays o, d [3, m] through planes [3, c, h, w]. Returns the summed activations [c, m], sum of weights, sum of weighted depths [m], and the depths' range [2].
def march(self, planes: Tensor, o: Tensor, d: Tensor, t: Tensor, u: Tensor, fine: bool, scale: float, density: float, public_layout: bool, net: Dict[str, Tensor]) -> List[Tensor]:
  out = self.along(planes, o, d, t, scale, public_layout, net)  # [1 + c, m, s]
  raw = torch.select(out, 0, 0)  # [m, s]
  w = self.interval_weights(raw, t, density)  # [m, s - 1]
  depths = t
  if fine:
    t2 = self.importance(torch.detach(w), t, u)  # [m, f]
    out2 = self.along(planes, o, d, t2, scale, public_layout, net)  # [1 + c, m, f]
    depths, order = torch.sort(torch.cat([t, t2], 1), 1)  # both [m, s + f]
    raw = torch.gather(torch.cat([raw, torch.select(out2, 0, 0)], 1), 1, order)  # [m, s + f]
    w = self.interval_weights(raw, depths, density)  # [m, s + f - 1]
    back = torch.gather(self.sample_weights(w), 1, torch.argsort(order, 1))  # [m, s + f]
    count = torch.size(t, 1)
    sums = torch.add(self.gathered(out, torch.slice(back, 1, 0, count)), self.gathered(out2, torch.slice(back, 1, count)))  # [c, m]
  else:
    sums = self.gathered(out, self.sample_weights(w))  # [c, m]
  middle = torch.mul(torch.add(torch.slice(depths, 1, 1), torch.slice(depths, 1, 0, -1)), 0.5)  # as w
  span = torch.stack([torch.min(depths), torch.max(depths)], 0)  # [2]
  return [sums, torch.sum(w, [1]), torch.sum(torch.mul(w, middle), [1]), span]
# cameras [v, 25], planes [v or 1, 3c, h, w], jitter [v or 1, m or 1, s], quantiles [v or 1, m or 1, fine samples]
# to features [v, c, size, size] in [-1, 1], depth and opacity [v, 1, size, size]; chunk is the number of rays rendered at once.
def render(self, cameras: Tensor, planes: Tensor, jitter: Tensor, quantiles: Tensor, net: Dict[str, Tensor], size: int, chunk: int, near: float, far: float, fine: bool, scale: float, density: float, public_layout: bool, white: bool) -> Tuple[Tensor, Tensor, Tensor]:
  v = torch.size(cameras, 0)
  m = size * size
  n = torch.size(planes, 0)
  s = torch.size(jitter, 2)
  origins, directions = self.rays(cameras, size)  # [v, 3], [v, m, 3]
  d = torch.view(torch.permute(directions, [2, 0, 1]), [3, v * m])  # [3, v m]
  o = torch.expand(torch.unsqueeze(torch.transpose(origins, 0, 1), 2), [3, v, m])  # [3, v, m]
  o = torch.reshape(o, [3, v * m])  # [3, v m]
  even = torch.linspace(near, far, s, dtype=6, device=cameras.device)  # [s]
  t = torch.add(even, jitter, alpha=(far - near) / float(s - 1))  # [v or 1, m or 1, s]
  t = torch.reshape(torch.expand(t, [v, m, s]), [v * m, s])  # [v m, s]
  u = torch.reshape(torch.expand(quantiles, [v, m, torch.size(quantiles, 2)]), [v * m, -1])  # [v m, fine samples]
  stacks = torch.unbind(torch.view(planes, [n, 3, -1, torch.size(planes, 2), torch.size(planes, 3)]), 0)  # n times [3, c, h, w]
  rays_each = v * m // n
  sums = annotate(List[Tensor], [])
  opacities = annotate(List[Tensor], [])
  moments = annotate(List[Tensor], [])
  spans = annotate(List[Tensor], [])
  for i in range(n):
    a = i * rays_each
    while a < (i + 1) * rays_each:
      e = min(a + chunk, (i + 1) * rays_each)
      r = self.march(stacks[i], torch.slice(o, 1, a, e), torch.slice(d, 1, a, e), torch.slice(t, 0, a, e), torch.contiguous(torch.slice(u, 0, a, e)), fine, scale, density, public_layout, net)
      sums.append(r[0])  # [c, e - a]
      opacities.append(r[1])  # [e - a]
      moments.append(r[2])  # [e - a]
      spans.append(r[3])  # [2]
      a = e
  opacity = torch.cat(opacities, 0)  # [v m]
  span = torch.stack(spans, 0)  # [chunks, 2]
  depth = torch.nan_to_num(torch.div(torch.cat(moments, 0), opacity), inf, inf)  # [v m]
  depth = torch.clamp(depth, torch.min(span), torch.max(span))
  features = torch.sub(torch.mul(torch.cat(sums, 1), 1.002), torch.mul(opacity, 0.001))  # [c, v m]
  if white:
    features = torch.add(features, torch.sub(1.0, opacity))
  features = torch.sub(torch.mul(features, 2.0), 1.0)
  features = torch.contiguous(torch.transpose(torch.view(features, [-1, v, size, size]), 0, 1))  # [v, c, size, size]
  return features, torch.view(depth, [v, 1, size, size]), torch.view(opacity, [v, 1, size, size])
