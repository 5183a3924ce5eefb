# What packed.py offers, for builds of libtorch without oneDNN.
def convolution(self, x: Tensor, weight: Tensor, bias: Tensor, stride: int, pad: int) -> Tensor:
  return torch.conv2d(x, weight, bias, [stride, stride], [pad, pad], [1, 1], 1)
def convolution_plus(self, x: Tensor, weight: Tensor, bias: Tensor, pad: int, other: Tensor) -> Tensor:
  return torch.conv2d(x, weight, bias, [1, 1], [pad, pad], [1, 1], 1) + other
def linear(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
  return torch.linear(x, weight, bias)
def linear_plus(self, x: Tensor, weight: Tensor, bias: Tensor, other: Tensor) -> Tensor:
  return other + torch.linear(x, weight, bias)
def gated(self, x: Tensor, p: List[Tensor]) -> Tensor:
  w = torch.chunk(p[0], 2, 0)
  b = torch.chunk(p[1], 2, 0)
  return torch.linear(x, w[0], b[0]) * torch.gelu(torch.linear(x, w[1], b[1]))
