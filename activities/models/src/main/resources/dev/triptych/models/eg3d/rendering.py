# Rays, three-plane features, and volume rendering. A sample's features lie side by side, [samples, c], so that one sample reads and writes whole cache lines.
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
# Cameras around the origin that look at (0, 0, pivot): angles [v, 2], pitch and yaw in radians, to labels [v, 25] as `rays` takes them.
def labels(self, angles: Tensor, sampler: bool, radius: float, pivot: float, focal: float) -> Tensor:
  elevation = torch.select(angles, 1, 0)  # [v], and so are the next
  yaw = torch.select(angles, 1, 1)
  if sampler:
    elevation = torch.neg(torch.asin(torch.clamp(torch.mul(elevation, 0.6366197723675814), -1., 1.)))
  flat = torch.mul(torch.cos(elevation), radius)
  x = torch.mul(flat, torch.sin(yaw))
  y = torch.mul(torch.sin(elevation), radius)
  z = torch.mul(flat, torch.cos(yaw))
  origins = torch.stack([x, y, z], 1)  # [v, 3], and so are the next
  ahead = torch.stack([torch.neg(x), torch.neg(y), torch.add(torch.neg(z), pivot)], 1)
  ahead = torch.div(ahead, torch.linalg_vector_norm(ahead, 2, [1], True))
  right = torch.stack([torch.neg(torch.select(ahead, 1, 2)), torch.zeros_like(x), torch.select(ahead, 1, 0)], 1)
  right = torch.div(right, torch.linalg_vector_norm(right, 2, [1], True))
  down = torch.linalg_cross(ahead, right)
  pose = torch.reshape(torch.stack([right, down, ahead, origins], 2), [-1, 12])  # [v, 12]
  zero = torch.zeros_like(x)
  one = torch.ones_like(x)
  half = torch.mul(one, 0.5)
  length = torch.mul(one, focal)
  fixed = torch.stack([zero, zero, zero, one, length, zero, half, zero, length, half, zero, zero, one], 1)  # [v, 13]
  return torch.cat([pose, fixed], 1)  # [v, 25]
# Planes [3, c, n, n] as one row of features a texel, with a border of zeros.
def texels(self, planes: Tensor) -> Tensor:
  padded = torch.constant_pad_nd(planes, [1, 1, 1, 1], 0)  # [3, c, n + 2, n + 2]
  return torch.reshape(torch.permute(padded, [0, 2, 3, 1]), [-1, torch.size(planes, 1)])  # [3 (n + 2)^2, c]
# Bilinear sampling as the product of a sparse matrix (12 weights a sample) and the texels: with gradients, on a CPU, half the time of grid_sampler_2d.
# p [samples, 3] in texels of planes n x n, its integers at texels' centres; the sum over the planes.
def sample_rows(self, rows: Tensor, p: Tensor, n: int, public_layout: bool) -> Tensor:
  q = torch.clamp(p, -1., float(n))  # [p, 3]
  low = torch.clamp(torch.floor(q), None, float(n - 1))  # [p, 3]
  high = torch.sub(q, low)  # [p, 3], the share of the following texel
  at = torch.add(torch.to(low, 3), 1)  # [p, 3]
  share = torch.stack([torch.sub(1., high), high], 2)  # [p, 3, 2]
  across = torch.tensor([0, 0, 2], dtype=3, device=p.device)  # [3]
  down = torch.tensor([1, 2, 1], dtype=3, device=p.device)  # [3]
  if public_layout:
    down = torch.tensor([1, 2, 0], dtype=3, device=p.device)  # [3]
  side = n + 2
  first = torch.add(torch.index_select(at, 1, across), torch.index_select(at, 1, down), alpha=side)  # [p, 3]
  first = torch.add(first, torch.arange(0, 3 * side * side, side * side, dtype=3, device=p.device))  # [p, 3]
  corners = torch.tensor([0, 1, side, side + 1], dtype=3, device=p.device)  # [4]
  columns = torch.view(torch.add(torch.unsqueeze(first, 2), corners), [-1])  # [12 p]
  weights = torch.mul(torch.unsqueeze(torch.index_select(share, 1, down), 3), torch.unsqueeze(torch.index_select(share, 1, across), 2))  # [p, 3, 2, 2]
  count = torch.size(p, 0)
  ends = torch.arange(0, 12 * count + 1, 12, dtype=3, device=p.device)  # [p + 1]
  sparse = torch._sparse_csr_tensor_unsafe(ends, columns, torch.view(weights, [-1]), [count, torch.size(rows, 0)], dtype=6, layout=2, device=p.device)
  return torch.mm(sparse, rows)  # [p, c]
# As `sample_rows`, without gradients, of p [3, samples]: twelve texels a sample, weighted and summed in one go. Coordinates lie in long rows, and what is gathered by
# sample is turned over at the end.
def sample_bags(self, rows: Tensor, p: Tensor, n: int, public_layout: bool) -> Tensor:
  q = torch.clamp(p, -1., float(n))  # [3, p]
  low = torch.clamp(torch.floor(q), None, float(n - 1))  # [3, p]
  high = torch.sub(q, low)  # [3, p], the share of the following texel
  at = torch.add(torch.to(low, 3), 1)  # [3, p]
  share = torch.stack([torch.sub(1., high), high], 1)  # [3, 2, p]
  across = torch.tensor([0, 0, 2], dtype=3, device=p.device)  # [3]
  down = torch.tensor([1, 2, 1], dtype=3, device=p.device)  # [3]
  if public_layout:
    down = torch.tensor([1, 2, 0], dtype=3, device=p.device)  # [3]
  side = n + 2
  first = torch.add(torch.index_select(at, 0, across), torch.index_select(at, 0, down), alpha=side)  # [3, p]
  first = torch.add(first, torch.unsqueeze(torch.arange(0, 3 * side * side, side * side, dtype=3, device=p.device), 1))  # [3, p]
  corners = torch.view(torch.tensor([0, 1, side, side + 1], dtype=3, device=p.device), [4, 1])  # [4, 1]
  texels = torch.view(torch.add(torch.unsqueeze(first, 1), corners), [12, -1])  # [12, p]
  weights = torch.mul(torch.unsqueeze(torch.index_select(share, 0, down), 2), torch.unsqueeze(torch.index_select(share, 0, across), 1))  # [3, 2, 2, p]
  count = torch.size(p, 1)
  starts = torch.arange(0, 12 * count, 12, dtype=3, device=p.device)  # [p]
  texels = torch.reshape(torch.transpose(texels, 0, 1), [-1])  # [12 p]
  weights = torch.reshape(torch.transpose(torch.view(weights, [12, -1]), 0, 1), [-1])  # [12 p]
  return (torch.embedding_bag(rows, texels, starts, False, 0, False, weights, False, None))[0]  # [p, c]
# Planes [3, c, h, w] at p [3, samples], also in texels; the sum over the planes.
def sample_grid(self, planes: Tensor, p: Tensor, public_layout: bool) -> Tensor:
  n = float(torch.size(planes, 3))
  xyz = torch.unbind(torch.sub(torch.mul(torch.add(p, 0.5), 2. / n), 1.), 0)  # 3 times [p]
  last = xyz[1]
  if public_layout:
    last = xyz[0]
  grid = torch.stack([torch.stack([xyz[0], xyz[1]], 1), torch.stack([xyz[0], xyz[2]], 1), torch.stack([xyz[2], last], 1)], 0)  # [3, p, 2]
  f = torch.grid_sampler_2d(planes, torch.unsqueeze(grid, 1), 0, 0, False)  # [3, c, 1, p]
  return torch.transpose(torch.sum(torch.squeeze(f, 2), [0]), 0, 1)  # [p, c]
# What `sample` reads: texels or the planes themselves. With gradients, planes that fit into the processor's cache are sampled twice as fast by grid_sampler_2d.
def prepare(self, planes: Tensor) -> Tensor:
  if ops.prim.is_cpu(planes) and torch.size(planes, 2) == torch.size(planes, 3) and (torch.size(planes, 3) >= 128 or not ops.prim.requires_grad(planes)):
    return self.texels(planes)
  return planes
# The sum over the planes at p [3, samples] in texels of planes n x n.
def sample(self, prepared: Tensor, p: Tensor, n: int, public_layout: bool) -> Tensor:
  if prepared.dim() != 2:
    return self.sample_grid(prepared, p, public_layout)  # [p, c]
  if ops.prim.requires_grad(prepared):
    return self.sample_rows(prepared, torch.contiguous(torch.transpose(p, 0, 1)), n, public_layout)  # [p, c]
  return self.sample_bags(prepared, p, n, public_layout)  # [p, c]
# Features summed over planes [p, c] to the hidden layer; the mean over planes is in the weight's gain.
def hidden(self, f: Tensor, net: Dict[str, Tensor]) -> Tensor:
  w = net["net.0.weight"]  # [hidden, c]
  gain = float(torch.size(w, 1)) ** -0.5 / 3.0
  return torch.softplus(torch.addmm(net["net.0.bias"], f, torch.transpose(torch.mul(w, gain), 0, 1)), 1, 20)  # [p, hidden]
# The hidden layer [p, hidden] to raw density.
def raw(self, h: Tensor, net: Dict[str, Tensor]) -> Tensor:
  w = net["net.2.weight"]  # [1 + c, hidden]
  gain = float(torch.size(w, 1)) ** -0.5
  return torch.addmv(torch.slice(net["net.2.bias"], 0, 0, 1), h, torch.mul(torch.select(w, 0, 0), gain))  # [p]
# The hidden layer [p, hidden] to colours in (0, 1).
def sigmoids(self, h: Tensor, net: Dict[str, Tensor]) -> Tensor:
  w = torch.slice(net["net.2.weight"], 0, 1)  # [c, hidden]
  gain = float(torch.size(w, 1)) ** -0.5
  return torch.sigmoid(torch.addmm(torch.slice(net["net.2.bias"], 0, 1), h, torch.transpose(torch.mul(w, gain), 0, 1)))  # [p, c]
# The hidden layer at points [b, p, 3] of planes [b, 3c, h, w]; planes of batch 1 serve every b.
def at_points(self, points: Tensor, planes: Tensor, net: Dict[str, Tensor], scale: float, public_layout: bool) -> Tensor:
  n = torch.size(planes, 0)
  side = torch.size(planes, 3)
  p = torch.add(torch.mul(torch.view(points, [n, -1, 3]), 0.5 * scale * float(side)), 0.5 * float(side - 1))  # [n, b p / n, 3]
  outs = annotate(List[Tensor], [])
  p = torch.contiguous(torch.permute(p, [0, 2, 1]))  # [n, 3, b p / n]
  for i in range(n):
    stack = torch.view(torch.select(planes, 0, i), [3, -1, torch.size(planes, 2), side])  # [3, c, h, w]
    if ops.prim.requires_grad(p):
      outs.append(self.hidden(self.sample_grid(stack, torch.select(p, 0, i), public_layout), net))  # [b p / n, hidden]
    else:
      outs.append(self.hidden(self.sample(self.prepare(stack), torch.select(p, 0, i), side, public_layout), net))  # [b p / n, hidden]
  return torch.cat(outs, 0)  # [b p, hidden]
def raw_at(self, points: Tensor, planes: Tensor, net: Dict[str, Tensor], scale: float, public_layout: bool) -> Tensor:
  h = self.at_points(points, planes, net, scale, public_layout)
  return torch.view(self.raw(h, net), [torch.size(points, 0), -1])  # [b, p]
def field_at(self, points: Tensor, planes: Tensor, net: Dict[str, Tensor], scale: float, public_layout: bool) -> Tuple[Tensor, Tensor]:
  h = self.at_points(points, planes, net, scale, public_layout)
  colours = torch.sub(torch.mul(self.sigmoids(h, net), 1.002), 0.001)  # [b p, c]
  b = torch.size(points, 0)
  return torch.view(self.raw(h, net), [b, -1]), torch.view(colours, [b, torch.size(points, 1), -1])
def density(self, raw: Tensor, scale: float) -> Tensor:
  return torch.mul(torch.softplus(torch.sub(raw, 1.0), 1, 20), scale)
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
# The decoder's outputs along rays o, d [3, m, 1], in texels, at depths t [m, s]
def along(self, prepared: Tensor, n: int, o: Tensor, d: Tensor, t: Tensor, public_layout: bool, net: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
  p = torch.addcmul(o, d, t)  # [3, m, s]
  h = self.hidden(self.sample(prepared, torch.view(p, [3, -1]), n, public_layout), net)  # [m s, hidden]
  m = torch.size(t, 0)
  s = torch.size(t, 1)
  return torch.view(self.raw(h, net), [m, s]), torch.view(self.sigmoids(h, net), [m, s, -1])
# The sum over samples of colours [m, s, c] weighted by [m, s].
def gathered(self, colours: Tensor, weights: Tensor) -> Tensor:
  return torch.squeeze(torch.bmm(torch.unsqueeze(weights, 1), colours), 1)  # [m, c]
# Where each of the sorted a [m, s], then each of the sorted b [m, f], comes when both are merged.
def places(self, a: Tensor, b: Tensor) -> Tensor:
  a = torch.contiguous(a)
  b = torch.contiguous(b)
  before = torch.add(torch.searchsorted(b, a, right=False), torch.arange(torch.size(a, 1), device=a.device))  # [m, s]
  after = torch.add(torch.searchsorted(a, b, right=True), torch.arange(torch.size(b, 1), device=a.device))  # [m, f]
  return torch.cat([before, after], 1)  # [m, s + f]
def merged(self, places: Tensor, a: Tensor, b: Tensor) -> Tensor:
  both = torch.cat([a, b], 1)  # [m, s + f]
  return torch.scatter(torch.zeros_like(both), 1, places, both)  # [m, s + f]
# Raw density alone, as `along` takes its arguments, of so many samples at once that what is computed of them stays in the processor's cache.
def raw_along(self, prepared: Tensor, n: int, o: Tensor, d: Tensor, t: Tensor, public_layout: bool, net: Dict[str, Tensor]) -> Tensor:
  p = torch.addcmul(o, d, t)  # [3, m, s]
  outs = annotate(List[Tensor], [])
  for part in torch.split(torch.view(p, [3, -1]), 16384, 1):
    h = self.hidden(self.sample(prepared, part, n, public_layout), net)  # [part, hidden]
    outs.append(self.raw(h, net))  # [part]
  return torch.view(torch.cat(outs, 0), [torch.size(t, 0), torch.size(t, 1)])  # [m, s]
# As `march`, with a gradient through those samples alone that weigh more than 1e-5 in their ray: a fifth of them, in a head before a background. A first look
# without a gradient finds them. The others' densities stay as they are, and their colours are left out. With a gradient for the rays themselves, `prepared` is
# planes, not texels.
def march_seen(self, prepared: Tensor, n: int, o: Tensor, d: Tensor, t: Tensor, u: Tensor, fine: bool, density: float, public_layout: bool, net: Dict[str, Tensor]) -> List[Tensor]:
  still = torch.detach(prepared)
  if torch.dim(still) != 2:
    still = self.prepare(still)
  rest = torch.detach(o)
  course = torch.detach(d)
  raw = torch.detach(self.raw_along(still, n, rest, course, t, public_layout, net))  # [m, s]
  depths = t
  if fine:
    t2, order = torch.cummax(self.importance(self.interval_weights(raw, t, density), t, u), 1)  # [m, f]
    places = self.places(t, t2)
    depths = self.merged(places, t, t2)  # [m, s + f]
    raw = self.merged(places, raw, torch.detach(self.raw_along(still, n, rest, course, t2, public_layout, net)))  # [m, s + f]
  s = torch.size(depths, 1)
  seen = torch.gt(self.sample_weights(self.interval_weights(raw, depths, density)), 1e-5)  # [m, s]
  at = torch.squeeze(torch.nonzero(torch.flatten(seen)), 1)  # [k], and so are the next
  if torch.numel(at) == 0:
    at = torch.zeros([1], dtype=4, device=t.device)  # any: not all operators take none
  ray = torch.floor_divide(at, s)
  depth = torch.index_select(torch.flatten(depths), 0, at)
  p = torch.addcmul(torch.index_select(torch.squeeze(o, 2), 1, ray), torch.index_select(torch.squeeze(d, 2), 1, ray), depth)  # [3, k]
  h = self.hidden(self.sample(prepared, p, n, public_layout), net)  # [k, hidden]
  raw = torch.view(torch.index_copy(torch.flatten(raw), 0, at, self.raw(h, net)), [-1, s])  # [m, s]
  w = self.interval_weights(raw, depths, density)  # [m, s - 1]
  share = torch.index_select(torch.flatten(self.sample_weights(w)), 0, at)  # [k]
  shares = torch.mul(self.sigmoids(h, net), torch.unsqueeze(share, 1))  # [k, c]
  sums = torch.index_add(torch.zeros([torch.size(t, 0), torch.size(shares, 1)], dtype=6, device=t.device), 0, ray, shares)  # [m, c]
  return self.summed(sums, w, depths)
# What `march` returns, of the summed colours [m, c], the intervals' weights [m, s - 1] and the samples' depths [m, s].
def summed(self, sums: Tensor, w: Tensor, depths: Tensor) -> List[Tensor]:
  middle = torch.mul(torch.add(torch.slice(depths, 1, 1), torch.slice(depths, 1, 0, -1)), 0.5)  # as w
  span = torch.stack([torch.min(depths), torch.max(depths)], 0)  # [2]
  return [sums, torch.sum(w, [1]), torch.sum(torch.mul(w, middle), [1]), span]
# Rays o, d [3, m, 1] through planes. Returns the summed colours [m, c], sum of weights, sum of weighted depths [m], and the depths' range [2].
def march(self, prepared: Tensor, n: int, o: Tensor, d: Tensor, t: Tensor, u: Tensor, fine: bool, density: float, public_layout: bool, net: Dict[str, Tensor]) -> List[Tensor]:
  wanted = ops.prim.requires_grad(prepared) or ops.prim.requires_grad(o)
  trained = ops.prim.requires_grad(net["net.0.weight"])  # beside small planes, by all samples
  if wanted and ops.prim.is_cpu(prepared) and (n >= 128 or not trained):
    return self.march_seen(prepared, n, o, d, t, u, fine, density, public_layout, net)
  raw, colours = self.along(prepared, n, o, d, t, public_layout, net)  # [m, s], [m, s, c]
  w = self.interval_weights(raw, t, density)  # [m, s - 1]
  depths = t
  if fine:
    t2, order = torch.cummax(self.importance(torch.detach(w), t, u), 1)  # [m, f]; rounding may put two neighbours out of order
    raw2, colours2 = self.along(prepared, n, o, d, t2, public_layout, net)  # [m, f], [m, f, c]
    places = self.places(t, t2)
    depths = self.merged(places, t, t2)  # [m, s + f]
    w = self.interval_weights(self.merged(places, raw, raw2), depths, density)  # [m, s + f - 1]
    back = torch.gather(self.sample_weights(w), 1, places)  # [m, s + f]
    count = torch.size(t, 1)
    sums = torch.add(self.gathered(colours, torch.slice(back, 1, 0, count)), self.gathered(colours2, torch.slice(back, 1, count)))  # [m, c]
  else:
    sums = self.gathered(colours, self.sample_weights(w))  # [m, c]
  return self.summed(sums, w, depths)
# cameras [v, 25], planes [v or 1, 3c, h, w], jitter [v or 1, m or 1, s], quantiles [v or 1, m or 1, fine samples]
# to features [v, c, size, size] in [-1, 1], depth and opacity [v, 1, size, size]; chunk is the number of rays rendered at once.
def render(self, cameras: Tensor, planes: Tensor, jitter: Tensor, quantiles: Tensor, net: Dict[str, Tensor], size: int, chunk: int, near: float, far: float, fine: bool, scale: float, density: float, public_layout: bool, white: bool) -> Tuple[Tensor, Tensor, Tensor]:
  v = torch.size(cameras, 0)
  m = size * size
  n = torch.size(planes, 0)
  side = torch.size(planes, 3)
  s = torch.size(jitter, 2)
  origins, directions = self.rays(cameras, size)  # [v, 3], [v, m, 3]
  texels = 0.5 * scale * float(side)  # a world unit
  d = torch.unsqueeze(torch.contiguous(torch.transpose(torch.view(torch.mul(directions, texels), [v * m, 3]), 0, 1)), 2)  # [3, v m, 1]
  o = torch.add(torch.mul(origins, texels), 0.5 * float(side - 1))  # [v, 3]
  o = torch.reshape(torch.expand(torch.unsqueeze(torch.transpose(o, 0, 1), 2), [3, v, m]), [3, v * m, 1])  # [3, v m, 1]
  even = torch.linspace(near, far, s, dtype=6, device=cameras.device)  # [s]
  t = torch.add(even, jitter, alpha=(far - near) / float(s - 1))  # [v or 1, m or 1, s]
  t = torch.reshape(torch.expand(t, [v, m, s]), [v * m, s])  # [v m, s]
  sorted, order = torch.sort(quantiles, 2)
  u = torch.reshape(torch.expand(sorted, [v, m, torch.size(quantiles, 2)]), [v * m, -1])  # [v m, fine samples]
  rays_each = v * m // n
  sums = annotate(List[Tensor], [])
  opacities = annotate(List[Tensor], [])
  moments = annotate(List[Tensor], [])
  spans = annotate(List[Tensor], [])
  for i in range(n):
    prepared = torch.view(torch.select(planes, 0, i), [3, -1, torch.size(planes, 2), side])  # [3, c, h, w]
    if not ops.prim.requires_grad(o):  # texels have no gradient for where they are sampled
      prepared = self.prepare(prepared)
    a = i * rays_each
    while a < (i + 1) * rays_each:
      e = min(a + chunk, (i + 1) * rays_each)
      r = self.march(prepared, side, torch.slice(o, 1, a, e), torch.slice(d, 1, a, e), torch.slice(t, 0, a, e), torch.contiguous(torch.slice(u, 0, a, e)), fine, density, public_layout, net)
      sums.append(r[0])  # [e - a, c]
      opacities.append(r[1])  # [e - a]
      moments.append(r[2])  # [e - a]
      spans.append(r[3])  # [2]
      a = e
  opacity = torch.cat(opacities, 0)  # [v m]
  span = torch.stack(spans, 0)  # [chunks, 2]
  depth = torch.nan_to_num(torch.div(torch.cat(moments, 0), opacity), inf, inf)  # [v m]
  depth = torch.clamp(depth, torch.min(span), torch.max(span))
  column = torch.unsqueeze(opacity, 1)  # [v m, 1]
  features = torch.sub(torch.mul(torch.cat(sums, 0), 1.002), torch.mul(column, 0.001))  # [v m, c]
  if white:
    features = torch.add(features, torch.sub(1.0, column))
  features = torch.view(torch.sub(torch.mul(features, 2.0), 1.0), [v, size, size, -1])  # [v, size, size, c]
  features = torch.permute(features, [0, 3, 1, 2])  # [v, c, size, size], channels innermost, as super-resolution wants them
  return features, torch.view(depth, [v, 1, size, size]), torch.view(opacity, [v, 1, size, size])
