# Inversion of pictures in a generator.
# The average code [c] as a variable of its own.
def start(self, average: Tensor, layers: int) -> Tensor:
  return torch.clone(torch.expand(torch.view(average, [1, 1, -1]), [-1, layers, -1]), memory_format=0)  # [1, layers, c]
# w [1, k, c] with noise of its shape, for every layer
def disturbed(self, w: Tensor, noise: Tensor, scale: float, layers: int) -> Tensor:
  return torch.expand(torch.add(w, noise, alpha=scale), [-1, layers, -1])  # [1, layers, c]
def spread(self, w: Tensor, layers: int) -> Tensor:
  return torch.clone(torch.expand(w, [-1, layers, -1]), memory_format=0)  # [1, layers, c]
# Root of the mean square distance of codes [n, c] from their average [c].
def deviation(self, codes: Tensor, average: Tensor) -> Tensor:
  return torch.sqrt(torch.mean(torch.sum(torch.square(torch.sub(codes, average)), [1])))  # []
# Pictures [n, c, h, h] with sides of at most so many pixels, means over areas.
def shrunk(self, x: Tensor, size: int) -> Tensor:
  if torch.size(x, 2) <= size:
    return torch.alias(x)
  return torch.adaptive_avg_pool2d(x, [size, size])  # [n, c, size, size]
def same(self, x: Tensor) -> Tensor:
  return torch.alias(x)
def mean(self, x: Tensor) -> Tensor:
  return torch.mean(x)  # []
def square_difference(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.mean(torch.square(torch.sub(a, b)))  # []
def weighed(self, terms: List[Tensor], weights: List[float]) -> Tensor:
  sum = torch.mul(terms[0], weights[0])
  for i in range(1, len(weights)):
    sum = torch.add(sum, terms[i], alpha=weights[i])
  return sum
# How much noise maps [h, h] resemble themselves a pixel to the side, at all sizes down to 8 (Karras et al. 2020, appendix D).
def autocorrelation(self, maps: List[Tensor]) -> Tensor:
  terms = annotate(List[Tensor], [])
  for m in maps:
    x = torch.unsqueeze(torch.unsqueeze(m, 0), 0)  # [1, 1, h, h]
    more = True
    while more:
      across = torch.cat([torch.slice(x, 3, -1), torch.slice(x, 3, 0, -1)], 3)  # [1, 1, h, h]
      down = torch.cat([torch.slice(x, 2, -1), torch.slice(x, 2, 0, -1)], 2)  # [1, 1, h, h]
      terms.append(torch.square(torch.mean(torch.mul(x, across))))
      terms.append(torch.square(torch.mean(torch.mul(x, down))))
      more = torch.size(x, 2) > 8
      if more:
        x = torch.avg_pool2d(x, [2, 2], [2, 2])  # [1, 1, h / 2, h / 2]
  return torch.sum(torch.stack(terms, 0))  # []
# Noise maps to mean 0 and variance 1, in place.
def normalise(self, maps: List[Tensor]) -> Tensor:
  for m in maps:
    a = torch.sub_(m, torch.mean(m))
    b = torch.mul_(m, torch.rsqrt(torch.mean(torch.square(m))))
  return maps[0]
# Mean absolute change of depths [n, 1, r, r] from ray to ray.
def variation(self, depth: Tensor) -> Tensor:
  return torch.add(torch.mean(torch.abs(torch.diff(depth, 1, 2))), torch.mean(torch.abs(torch.diff(depth, 1, 3))))  # []
# What a view from `fixed` [1, 25] shows, features [1, c, h, h], is drawn onto the surface that the cameras see: rays with origins [n, 3] and directions
# [n, h h, 3] meet it at depths [n, 1, r, r]. The mean square difference from what they should see, wanted [n, c, h, h], over what is nearer than the mean depth.
def warping(self, origins: Tensor, directions: Tensor, depth: Tensor, fixed: Tensor, features: Tensor, wanted: Tensor) -> Tensor:
  n = torch.size(directions, 0)
  h = torch.size(features, 2)
  t = torch.reshape(torch.upsample_bilinear2d(torch.detach(depth), [h, h], False, None, None), [n, -1, 1])  # [n, h h, 1]
  points = torch.add(torch.unsqueeze(origins, 1), torch.mul(directions, t))  # [n, h h, 3]
  pose = torch.view(torch.slice(torch.select(fixed, 0, 0), 0, 0, 16), [4, 4])  # [4, 4]
  k = torch.slice(torch.select(fixed, 0, 0), 0, 16, 25)  # [9]
  own = torch.matmul(torch.sub(points, torch.slice(torch.select(pose, 1, 3), 0, 0, 3)), torch.slice(torch.slice(pose, 0, 0, 3), 1, 0, 3))  # [n, h h, 3]
  z = torch.select(own, 2, 2)  # [n, h h]
  u = torch.add(torch.mul(torch.div(torch.select(own, 2, 0), z), torch.select(k, 0, 0)), torch.select(k, 0, 2))  # [n, h h], a share of the width
  v = torch.add(torch.mul(torch.div(torch.select(own, 2, 1), z), torch.select(k, 0, 4)), torch.select(k, 0, 5))  # [n, h h]
  grid = torch.view(torch.sub(torch.mul(torch.stack([u, v], 2), 2.), 1.), [n, h, h, 2])  # [n, h, h, 2]
  drawn = torch.grid_sampler_2d(torch.expand(features, [n, -1, -1, -1]), grid, 0, 0, False)  # [n, c, h, h]
  near = torch.to(torch.lt(t, torch.mean(t)), 6)  # [n, h h, 1]
  each = torch.mul(torch.view(torch.sum(torch.square(torch.sub(drawn, wanted)), [1]), [n, -1, 1]), near)  # [n, h h, 1]
  return torch.div(torch.sum(each), torch.clamp(torch.sum(near), 1.))  # []
