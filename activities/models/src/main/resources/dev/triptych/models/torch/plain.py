# What packed.py offers, for builds of libtorch without oneDNN.
def convolution(self, x: Tensor, weight: Tensor, bias: Tensor, stride: int, pad: int) -> Tensor:
  return torch.conv2d(torch.to(x, ops.prim.dtype(weight)), weight, bias, [stride, stride], [pad, pad], [1, 1], 1)  # [n, out, h / stride, w / stride]
def linear(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
  return torch.linear(torch.to(x, ops.prim.dtype(weight)), weight, bias)  # [n, tokens, out]
def linear_plus(self, x: Tensor, weight: Tensor, bias: Tensor, other: Tensor) -> Tensor:
  return other + self.linear(x, weight, bias)  # [n, tokens, out]
def gated_by(self, x: Tensor, weight: Tensor, bias: Tensor, gate_weight: Tensor, gate_bias: Tensor) -> Tensor:
  return self.linear(x, weight, bias) * torch.gelu(self.linear(x, gate_weight, gate_bias))  # [n, tokens, out]
def gated(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  w = torch.chunk(weight, 2, 0)  # twice [out, in]
  b = torch.chunk(bias, 2, 0)  # twice [out]
  return self.gated_by(x, w[0], b[0], w[1], b[1])  # [n, tokens, out]
