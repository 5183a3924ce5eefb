# 3x3 convolutions by minimal filtering, F(4x4, 3x3) (Winograd 1980; Lavin and Gray 2016): a quarter of the multiplications. The points 0, +-sqrt(1/2),
# +-sqrt(2) and infinity keep the rounding error a quarter of what 0, +-1, +-2 give. Channels are innermost, so that tiles are copied in long runs.
# weight [out, in, 3, 3] to what `winograd` takes
def winograd_weight(self, weight: Tensor) -> Tensor:
  a = 0.7071067811865476
  rows = [[1., 0., 0.], [-2. / 3., -2. * a / 3., -1. / 3.], [-2. / 3., 2. * a / 3., -1. / 3.], [1. / 6., a / 3., 1. / 3.], [1. / 6., -a / 3., 1. / 3.], [0., 0., 1.]]
  g = torch.tensor(rows, dtype=7, device=weight.device)  # [6, 3]
  taps = torch.to(torch.reshape(torch.permute(weight, [2, 3, 1, 0]), [9, -1]), 7)  # [9, in out]
  return torch.view(torch.to(torch.mm(torch.kron(g, g), taps), 6), [36, torch.size(weight, 1), torch.size(weight, 0)])  # [36, in, out]
# of a tile of the input
def winograd_tile(self, x: Tensor) -> Tensor:
  a = 0.7071067811865476
  b = 1.4142135623730951
  rows = [[1., 0., -2.5, 0., 1., 0.], [0., -b, -2., a, 1., 0.], [0., b, -2., -a, 1., 0.], [0., -a, -.5, b, 1., 0.], [0., a, -.5, -b, 1., 0.], [0., 1., 0., -2.5, 0., 1.]]
  t = torch.tensor(rows, dtype=6, device=x.device)  # [6, 6]
  return torch.kron(t, t)  # [36, 36]
# of a tile of the output
def winograd_result(self, x: Tensor) -> Tensor:
  a = 0.7071067811865476
  b = 1.4142135623730951
  rows = [[1., 1., 1., 1., 1., 0.], [0., a, -a, b, -b, 0.], [0., .5, .5, 2., 2., 0.], [0., .5 * a, -.5 * a, 2. * b, -2. * b, 1.]]
  t = torch.tensor(rows, dtype=6, device=x.device)  # [4, 6]
  return torch.kron(t, t)  # [16, 36]
# x [n, in, h, w], h and w multiples of 4, and the weight [36, in, out]; padding 1. In bands whose tiles stay in the processor's cache.
def winograd(self, x: Tensor, weight: Tensor) -> Tensor:
  n = torch.size(x, 0)
  channels = torch.size(x, 1)
  height = torch.size(x, 2) // 4
  width = torch.size(x, 3) // 4
  out = torch.size(weight, 2)
  tile = self.winograd_tile(x)
  result = self.winograd_result(x)
  padded = torch.constant_pad_nd(torch.permute(x, [0, 2, 3, 1]), [0, 0, 1, 1, 1, 1], 0)  # [n, h + 2, w + 2, in]
  y = torch.empty([n, 4 * height, 4 * width, out], dtype=6, device=x.device)  # [n, h, w, out]
  band = max(1, 65536 // (channels * width))
  for i in range(n):
    top = 0
    while top < height:
      rows = min(band, height - top)
      seen = torch.slice(torch.select(padded, 0, i), 0, 4 * top, 4 * (top + rows) + 2)  # [4 rows + 2, w + 2, in]
      tiles = torch.permute(torch.unfold(torch.unfold(seen, 0, 6, 4), 1, 6, 4), [3, 4, 0, 1, 2])  # [6, 6, rows, width, in]
      v = torch.view(torch.mm(tile, torch.reshape(tiles, [36, -1])), [36, rows * width, channels])
      z = torch.mm(result, torch.view(torch.bmm(v, weight), [36, -1]))  # [16, rows width out]
      z = torch.permute(torch.view(z, [4, 4, rows, width, out]), [2, 0, 3, 1, 4])  # [rows, 4, width, 4, out]
      into = torch.slice(torch.select(y, 0, i), 0, 4 * top, 4 * (top + rows))  # [4 rows, w, out]
      done = torch.copy_(torch.view(into, [rows, 4, width, 4, out]), z)
      top = top + rows
  return torch.permute(y, [0, 3, 1, 2])  # [n, out, h, w]
