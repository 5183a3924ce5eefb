# Style-modulated convolutions. Equalised learning rate: a stored weight is N(0, 1), its gain is 1/sqrt(fan in).
def normalize(self, x: Tensor) -> Tensor:
  return torch.mul(x, torch.rsqrt(torch.add(torch.mean(torch.square(x), [1], True), 1e-8)))
def connect(self, x: Tensor, weight: Tensor, bias: Tensor, rate: float) -> Tensor:
  return torch.linear(x, torch.mul(weight, rate * float(torch.size(weight, 1)) ** -0.5), torch.mul(bias, rate))
# z [n, z] and the embedded condition (a list of at most one [n, w]) to w [n, w]; rate is the layers' learning-rate multiplier
def map(self, z: Tensor, condition: List[Tensor], weights: List[Tensor], biases: List[Tensor], rate: float) -> Tensor:
  parts = [self.normalize(z)]
  for c in condition:
    parts.append(self.normalize(c))
  x = torch.cat(parts, 1)
  for i in range(len(weights)):
    x = torch.mul(torch.leaky_relu(self.connect(x, weights[i], biases[i], rate), 0.2), 1.4142135623730951)
  return x
# w [n, w] to ws [n, count, w], drawn towards the average by psi
def spread(self, w: Tensor, average: Tensor, psi: float, count: int) -> Tensor:
  x = w
  if psi != 1.0:
    x = torch.add(torch.mul(w, psi), torch.mul(average, 1.0 - psi))
  return torch.expand(torch.unsqueeze(x, 1), [-1, count, -1])
# the learned constant [c, 4, 4] for every style
def start(self, ws: Tensor, constant: Tensor) -> Tensor:
  return torch.expand(torch.unsqueeze(constant, 0), [torch.size(ws, 0), -1, -1, -1])
# 4 x [1,3,3,1]/8 outer itself: the low-pass filter after a transposed convolution, or before it an interpolation
def blur(self, x: Tensor) -> Tensor:
  channels = torch.size(x, 1)
  taps = torch.tensor([0.25, 0.75, 0.75, 0.25], dtype=6)
  kernel = torch.expand(torch.mul(torch.unsqueeze(taps, 0), torch.unsqueeze(taps, 1)), [channels, 1, 4, 4])
  return torch.conv2d(x, torch.contiguous(kernel), None, [1, 1], [1, 1], [1, 1], channels)
# the same filter as an interpolation to twice the size: bilinear, with zeros instead of copies beyond the border
def enlarge(self, x: Tensor) -> Tensor:
  height = 2 * torch.size(x, 2)
  width = 2 * torch.size(x, 3)
  y = torch.upsample_bilinear2d(x, [height, width], False, None, None)
  return torch.mul(y, torch.mul(torch.unsqueeze(self.edge(height), 1), self.edge(width)))
def edge(self, size: int) -> Tensor:
  end = torch.full([1], 0.75, dtype=6)
  return torch.cat([end, torch.ones([size - 2], dtype=6), end])
def convolve(self, x: Tensor, weight: Tensor, up: bool) -> Tensor:
  if up:
    y = self.blur(torch.conv_transpose2d(x, torch.transpose(weight, 0, 1), None, [2, 2], [0, 0], [0, 0], 1, [1, 1]))
  else:
    y = torch.conv2d(x, weight, None, [1, 1], [1, 1], [1, 1], 1)
  return y
# the scales of a layer's input channels: ws [n, layers, w] gives its row k, ws [n, w] serves every layer
def scales(self, ws: Tensor, k: int, weight: Tensor, bias: Tensor) -> Tensor:
  w = ws
  if torch.dim(ws) == 3:
    w = torch.select(ws, 1, k)
  return self.connect(w, weight, bias, 1.0)
# One synthesis layer. noise: nothing, a map, or a map and its strength. A leaky ReLU is homogeneous, so its gain goes into what precedes it.
def layer(self, x: Tensor, ws: Tensor, k: int, affine_weight: Tensor, affine_bias: Tensor, weight: Tensor, bias: Tensor, noise: List[Tensor], up: bool, clamp: float) -> Tensor:
  gain = 1.4142135623730951
  s = self.scales(ws, k, affine_weight, affine_bias)
  shift = torch.mul(torch.view(bias, [-1, 1, 1]), gain)
  if len(noise) == 1:
    shift = torch.add(shift, noise[0], alpha=gain)
  if len(noise) == 2:
    shift = torch.add(shift, torch.mul(noise[0], noise[1]), alpha=gain)
  if torch.size(s, 0) == 1:
    m = torch.mul(weight, torch.view(s, [1, -1, 1, 1]))
    d = torch.rsqrt(torch.add(torch.sum(torch.square(m), [1, 2, 3], True), 1e-8))
    y = torch.add(self.convolve(x, torch.mul(m, torch.mul(d, gain)), up), shift)
  else:
    energy = torch.sum(torch.square(weight), [2, 3])
    d = torch.mul(torch.rsqrt(torch.add(torch.linear(torch.square(s), energy), 1e-8)), gain)
    scaled = torch.mul(x, torch.unsqueeze(torch.unsqueeze(s, 2), 3))
    y = torch.addcmul(shift, self.convolve(scaled, weight, up), torch.unsqueeze(torch.unsqueeze(d, 2), 3))
  y = torch.leaky_relu_(y, 0.2)
  if clamp > 0.:
    y = torch.clamp(y, -clamp, clamp)
  return y
# x to image channels, added to the image so far (a list of at most one)
def to_image(self, x: Tensor, ws: Tensor, k: int, affine_weight: Tensor, affine_bias: Tensor, weight: Tensor, bias: Tensor, image: List[Tensor], up: bool, clamp: float) -> Tensor:
  channels = torch.size(weight, 1)
  s = torch.mul(self.scales(ws, k, affine_weight, affine_bias), float(channels) ** -0.5)
  m = torch.mul(torch.view(weight, [1, -1, channels]), torch.unsqueeze(s, 1))
  if torch.size(s, 0) == 1:
    y = torch.conv2d(x, torch.view(m, [-1, channels, 1, 1]), bias, [1, 1], [0, 0], [1, 1], 1)
  else:
    y = torch.baddbmm(torch.view(bias, [1, -1, 1]), m, torch.flatten(x, 2))
    y = torch.view(y, [torch.size(x, 0), -1, torch.size(x, 2), torch.size(x, 3)])
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
    y = torch._upsample_bilinear2d_aa(x, [size, size], False, None, None)
  elif torch.size(x, 2) < size:
    y = torch.upsample_bilinear2d(x, [size, size], False, None, None)
  return torch.contiguous(y, memory_format=2)
def plain(self, x: Tensor) -> Tensor:
  return torch.contiguous(x)
# A vector as a batch of one.
def row(self, x: Tensor) -> Tensor:
  return torch.unsqueeze(x, 0)
