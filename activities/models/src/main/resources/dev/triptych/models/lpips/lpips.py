# VGG's activations at the end of each level. p: weight and bias of every convolution; counts: convolutions of each level.
def trunk(self, images: Tensor, p: List[Tensor], counts: List[int], shift: Tensor, scale: Tensor) -> List[Tensor]:
  x = (images - shift) / scale
  out = annotate(List[Tensor], [])
  k = 0
  for level in range(len(counts)):
    if level > 0:
      x = torch.max_pool2d(x, [2, 2], [2, 2])
    for i in range(counts[level]):
      x = torch.relu(torch.conv2d(x, p[2 * k], p[2 * k + 1], [1, 1], [1, 1], [1, 1], 1))
      k = k + 1
    n = torch.append(out, x)
  return out
# Unit vectors over channels. The small number stands inside the root: at a position without features the gradient is then zero, not undefined.
def unit(self, xs: List[Tensor], eps: float) -> List[Tensor]:
  out = annotate(List[Tensor], [])
  for x in xs:
    n = torch.append(out, x * torch.rsqrt(torch.sum(x * x, [1], True) + eps * eps))
  return out
def features(self, images: Tensor, p: List[Tensor], counts: List[int], shift: Tensor, scale: Tensor, eps: float) -> List[Tensor]:
  return self.unit(self.trunk(images, p, counts, shift, scale), eps)
def terms(self, a: List[Tensor], b: List[Tensor], lins: List[Tensor]) -> Tensor:
  out = annotate(List[Tensor], [])
  for i in range(len(a)):
    d = a[i] - b[i]
    n = torch.append(out, torch.flatten(torch.mean(torch.conv2d(d * d, lins[i]), [2, 3], True)))
  return torch.stack(out, 1)
def distance(self, a: List[Tensor], b: List[Tensor], lins: List[Tensor]) -> Tensor:
  return torch.sum(self.terms(a, b, lins), [1])
