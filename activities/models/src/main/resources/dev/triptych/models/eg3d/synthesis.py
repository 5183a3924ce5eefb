# Style-modulated convolutions. Equalised learning rate: a stored weight is N(0, 1), its gain is 1/sqrt(fan in).
# `p` holds a layer's weights under the names that they have in checkpoints.
def normalize(self, x: Tensor) -> Tensor:
  return torch.mul(x, torch.rsqrt(torch.add(torch.mean(torch.square(x), [1], True), 1e-8)))
# x [n, in], weight [out, in]
def connect(self, x: Tensor, weight: Tensor, bias: Tensor, rate: float) -> Tensor:
  return torch.linear(x, torch.mul(weight, rate * float(torch.size(weight, 1)) ** -0.5), torch.mul(bias, rate))  # [n, out]
# z [n, z] and the embedded condition (a list of at most one [n, w]) to w; rate is the layers' learning-rate multiplier
def map(self, z: Tensor, condition: List[Tensor], weights: List[Tensor], biases: List[Tensor], rate: float) -> Tensor:
  parts = [self.normalize(z)]
  for c in condition:
    parts.append(self.normalize(c))
  x = torch.cat(parts, 1)  # [n, z], conditioned [n, z + w]
  for i in range(len(weights)):
    x = torch.mul(torch.leaky_relu(self.connect(x, weights[i], biases[i], rate), 0.2), 1.4142135623730951)  # [n, width], the last [n, w]
  return x
# w [n, w] for every layer, drawn towards the average [w] by psi
def spread(self, w: Tensor, average: Tensor, psi: float, count: int) -> Tensor:
  x = w
  if psi != 1.0:
    x = torch.add(torch.mul(w, psi), torch.mul(average, 1.0 - psi))
  return torch.expand(torch.unsqueeze(x, 1), [-1, count, -1])  # [n, count, w]
# the learned constant [c, 4, 4] for every style
def start(self, ws: Tensor, constant: Tensor, channels_innermost: bool) -> Tensor:
  x = torch.expand(torch.unsqueeze(constant, 0), [torch.size(ws, 0), -1, -1, -1])  # [n, c, 4, 4]
  if channels_innermost:
    x = torch.contiguous(x, memory_format=2)  # [n, c, 4, 4]
  return x
# 4 x [1,3,3,1]/8 outer itself: the low-pass filter after a transposed convolution, or before it an interpolation
def blur(self, x: Tensor) -> Tensor:
  channels = torch.size(x, 1)
  outer = torch.full([1], 0.25, dtype=6, device=x.device)  # [1]; made there, since a copy from the host would wait for the device
  taps = torch.cat([outer, torch.full([2], 0.75, dtype=6, device=x.device), outer], 0)  # [4]
  kernel = torch.mul(torch.unsqueeze(taps, 0), torch.unsqueeze(taps, 1))  # [4, 4]
  kernel = torch.expand(kernel, [channels, 1, 4, 4])  # [c, 1, 4, 4]
  return torch.conv2d(x, torch.contiguous(kernel), None, [1, 1], [1, 1], [1, 1], channels)  # [n, c, h - 1, w - 1]
# the same filter as an interpolation to twice the size: bilinear, with zeros instead of copies beyond the border
def enlarge(self, x: Tensor) -> Tensor:
  height = 2 * torch.size(x, 2)
  width = 2 * torch.size(x, 3)
  y = torch.upsample_bilinear2d(x, [height, width], False, None, None)  # [n, c, 2 h, 2 w]
  return torch.mul(y, torch.mul(torch.unsqueeze(self.edge(x, height), 1), self.edge(x, width)))
# the factors [size] of the outermost rows or columns of images such as x, and of those between
def edge(self, x: Tensor, size: int) -> Tensor:
  end = torch.full([1], 0.75, dtype=6, device=x.device)  # [1]
  return torch.cat([end, torch.ones([size - 2], dtype=6, device=x.device), end], 0)  # [size]
# x [n, in, h, h], weight [out, in, 3, 3]
def convolve(self, x: Tensor, weight: Tensor, up: bool) -> Tensor:
  if up:
    y = torch.conv_transpose2d(x, torch.transpose(weight, 0, 1), None, [2, 2], [0, 0], [0, 0], 1, [1, 1])  # [n, out, 2 h + 1, 2 h + 1]
    y = self.blur(y)  # [n, out, 2 h, 2 h]
  else:
    y = torch.conv2d(x, weight, None, [1, 1], [1, 1], [1, 1], 1)  # [n, out, h, h]
  return y
# the scales of a layer's input channels: ws [n, layers, w] gives its row k, ws [n, w] serves every layer
def scales(self, ws: Tensor, k: int, p: Dict[str, Tensor]) -> Tensor:
  w = ws
  if torch.dim(ws) == 3:
    w = torch.select(ws, 1, k)  # [n, w]
  return self.connect(w, p["affine.weight"], p["affine.bias"], 1.0)  # [n, in]
# A layer's bias, with its learned map if it has one.
def offset(self, p: Dict[str, Tensor], gain: float) -> Tensor:
  shift = torch.mul(torch.view(p["bias"], [-1, 1, 1]), gain)  # [out, 1, 1]
  if "learned_map" in p:
    shift = torch.add(shift, p["learned_map"], alpha=gain)  # [out, h, h]
  return shift
# One synthesis layer of x [n, in, h, h] (h half as large if up). A leaky ReLU is homogeneous, so its gain goes into what precedes it.
def layer(self, x: Tensor, ws: Tensor, k: int, p: Dict[str, Tensor], up: bool, clamp: float) -> Tensor:
  gain = 1.4142135623730951
  weight = p["weight"]  # [out, in, 3, 3]
  s = self.scales(ws, k, p)  # [n, in]
  shift = self.offset(p, gain)
  minimal = "weight.winograd" in p and not (ops.prim.requires_grad(x) or ops.prim.requires_grad(s))
  if torch.size(s, 0) == 1 and not minimal:
    m = torch.mul(weight, torch.view(s, [1, -1, 1, 1]))  # [out, in, 3, 3]
    d = torch.rsqrt(torch.add(torch.sum(torch.square(m), [1, 2, 3], True), 1e-8))  # [out, 1, 1, 1]
    y = torch.add_(self.convolve(x, torch.mul(m, torch.mul(d, gain)), up), shift)  # [n, out, h, h]
  else:
    energy = torch.sum(torch.square(weight), [2, 3])  # [out, in]
    d = torch.mul(torch.rsqrt(torch.add(torch.linear(torch.square(s), energy, None), 1e-8)), gain)  # [n, out]
    scaled = torch.mul(x, torch.unsqueeze(torch.unsqueeze(s, 2), 3))  # [n, in, h, h]
    if minimal:
      y = self.winograd(scaled, p["weight.winograd"])  # [n, out, h, h]
    else:
      y = self.convolve(scaled, weight, up)  # [n, out, h, h]
    d = torch.unsqueeze(torch.unsqueeze(d, 2), 3)  # [n, out, 1, 1]
    if ops.prim.requires_grad(y) or ops.prim.requires_grad(d) or ops.prim.requires_grad(shift):
      y = torch.addcmul(shift, y, d)  # [n, out, h, h]
    else:
      y = torch.addcmul(shift, y, d, out=y)  # [n, out, h, h]
  if "noise_const" in p:
    y = torch.add_(y, torch.mul(p["noise_const"], torch.mul(p["noise_strength"], gain)))
  y = torch.leaky_relu_(y, 0.2)
  if clamp > 0.:
    if ops.prim.requires_grad(y):
      y = torch.clamp(y, -clamp, clamp)
    else:
      y = torch.clamp_(y, -clamp, clamp)
  return y
# x [n, in, h, h] to image channels, added to the image so far (a list of at most one, half as large if up)
def to_image(self, x: Tensor, ws: Tensor, k: int, p: Dict[str, Tensor], image: List[Tensor], up: bool, clamp: float) -> Tensor:
  channels = torch.size(p["weight"], 1)
  s = torch.mul(self.scales(ws, k, p), float(channels) ** -0.5)  # [n, in]
  m = torch.mul(torch.view(p["weight"], [1, -1, channels]), torch.unsqueeze(s, 1))  # [n, out, in]
  if torch.size(s, 0) == 1:
    y = torch.conv2d(x, torch.view(m, [-1, channels, 1, 1]), p["bias"], [1, 1], [0, 0], [1, 1], 1)  # [n, out, h, h]
  else:
    y = torch.baddbmm(torch.view(p["bias"], [1, -1, 1]), m, torch.flatten(x, 2))  # [n, out, h h]
    y = torch.view(y, [torch.size(x, 0), -1, torch.size(x, 2), torch.size(x, 3)])  # [n, out, h, h]
  if clamp > 0.:
    y = torch.clamp(y, -clamp, clamp)
  for previous in image:
    if up:
      y = torch.add(y, self.enlarge(previous))
    else:
      y = torch.add(y, previous)
  return y
# Features at a given size (bilinear, low-passed when they shrink), channels innermost: a sixth faster through narrow convolutions.
def interleave(self, x: Tensor, size: int) -> Tensor:
  y = x
  if torch.size(x, 2) > size:
    y = torch._upsample_bilinear2d_aa(x, [size, size], False, None, None)  # [n, c, size, size]
  elif torch.size(x, 2) < size:
    y = torch.upsample_bilinear2d(x, [size, size], False, None, None)  # [n, c, size, size]
  return torch.contiguous(y, memory_format=2)
def plain(self, x: Tensor) -> Tensor:
  return torch.contiguous(x)
# A vector [w] as a batch of one.
def row(self, x: Tensor) -> Tensor:
  return torch.unsqueeze(x, 0)  # [1, w]
