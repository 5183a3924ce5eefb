# VGG's activations of images [n, 3, h, w] at the end of each level. weights and biases of every convolution in turn; counts: convolutions of each level.
def trunk(self, images: Tensor, weights: List[Tensor], biases: List[Tensor], counts: List[int], shift: Tensor, scale: Tensor) -> List[Tensor]:
  x = (images - shift) / scale
  out = annotate(List[Tensor], [])
  k = 0
  for level in range(len(counts)):
    if level > 0:
      x = torch.max_pool2d(x, [2, 2], [2, 2])  # [n, c, h / 2^level, w / 2^level]
    for i in range(counts[level]):
      x = torch.relu(torch.conv2d(x, weights[k], biases[k], [1, 1], [1, 1], [1, 1], 1))  # [n, out, h / 2^level, w / 2^level]
      k = k + 1
    n = torch.append(out, x)
  return out
# Unit vectors over channels. The small number stands inside the root: at a position without features the gradient is then zero, not undefined.
def unit(self, xs: List[Tensor], eps: float) -> List[Tensor]:
  out = annotate(List[Tensor], [])
  for x in xs:
    n = torch.append(out, x * torch.rsqrt(torch.sum(x * x, [1], True) + eps * eps))
  return out
def features(self, images: Tensor, weights: List[Tensor], biases: List[Tensor], counts: List[int], shift: Tensor, scale: Tensor, eps: float) -> List[Tensor]:
  return self.unit(self.trunk(images, weights, biases, counts, shift, scale), eps)
# a, b: [n, c, h, w] of each level; lins: [1, c, 1, 1] of each level.
def terms(self, a: List[Tensor], b: List[Tensor], lins: List[Tensor]) -> Tensor:
  out = annotate(List[Tensor], [])
  for i in range(len(a)):
    d = a[i] - b[i]
    weighted = torch.conv2d(d * d, lins[i], None, [1, 1], [0, 0], [1, 1], 1)  # [n, 1, h, w]
    n = torch.append(out, torch.flatten(torch.mean(weighted, [2, 3], True)))  # [n]
  return torch.stack(out, 1)  # [n, levels]
def distance(self, a: List[Tensor], b: List[Tensor], lins: List[Tensor]) -> Tensor:
  return torch.sum(self.terms(a, b, lins), [1])  # [n]
