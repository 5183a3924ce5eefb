# VGG's activations of images [n, 3, h, w] at the end of each level. weights and biases of every convolution in turn; counts: convolutions of each level.
# minimal: what `winograd` takes, where it pays, and else empty tensors.
def trunk(self, images: Tensor, weights: List[Tensor], minimal: List[Tensor], biases: List[Tensor], counts: List[int], shift: Tensor, scale: Tensor) -> List[Tensor]:
  x = torch.contiguous((images - shift) / scale, memory_format=2)  # channels innermost: faster through wide layers
  out = annotate(List[Tensor], [])
  k = 0
  for level in range(len(counts)):
    if level > 0:
      x = torch.max_pool2d(x, [2, 2], [2, 2])  # [n, c, h / 2^level, w / 2^level]
    for i in range(counts[level]):
      x = torch.relu_(self.convolve(x, weights[k], minimal[k], biases[k]))  # [n, out, h / 2^level, w / 2^level]
      k = k + 1
    n = torch.append(out, x)
  return out
# x [n, in, h, w], weight [out, in, 3, 3]
def convolve(self, x: Tensor, weight: Tensor, minimal: Tensor, bias: Tensor) -> Tensor:
  height = torch.size(x, 2)
  width = torch.size(x, 3)
  fits = height % 4 == 0 and width % 4 == 0 and min(height, width) >= 16
  if fits and torch.numel(minimal) > 0 and not ops.prim.requires_grad(x):
    return torch.add_(self.winograd(x, minimal), torch.view(bias, [-1, 1, 1]))  # [n, out, h, w]
  return torch.conv2d(x, weight, bias, [1, 1], [1, 1], [1, 1], 1)  # [n, out, h, w]
# Unit vectors over channels. The small number stands inside the root: at a position without features the gradient is then zero, not undefined.
def unit(self, xs: List[Tensor], eps: float) -> List[Tensor]:
  out = annotate(List[Tensor], [])
  for x in xs:
    n = torch.append(out, x * torch.rsqrt(torch.sum(x * x, [1], True) + eps * eps))
  return out
def features(self, images: Tensor, weights: List[Tensor], minimal: List[Tensor], biases: List[Tensor], counts: List[int], shift: Tensor, scale: Tensor, eps: float) -> List[Tensor]:
  return self.unit(self.trunk(images, weights, minimal, biases, counts, shift, scale), eps)
# a, b: [n, c, h, w] of each level; lins: [1, c, 1, 1] of each level.
def terms(self, a: List[Tensor], b: List[Tensor], lins: List[Tensor]) -> Tensor:
  out = annotate(List[Tensor], [])
  for i in range(len(a)):
    d = a[i] - b[i]
    means = torch.mean(d * d, [2, 3])  # [n, c]
    n = torch.append(out, torch.mv(means, torch.flatten(lins[i])))  # [n]
  return torch.stack(out, 1)  # [n, levels]
def distance(self, a: List[Tensor], b: List[Tensor], lins: List[Tensor]) -> Tensor:
  return torch.sum(self.terms(a, b, lins), [1])  # [n]
# What turns a convolution's gradient into that of its input: the weight [out, in, 3, 3], mirrored.
def turned(self, weight: Tensor) -> Tensor:
  return torch.contiguous(torch.transpose(torch.flip(weight, [2, 3]), 0, 1))  # [in, out, 3, 3]
def back(self, g: Tensor, weight: Tensor, minimal: Tensor) -> Tensor:
  if min(torch.size(g, 2), torch.size(g, 3)) >= 16 and torch.size(g, 2) % 4 == 0 and torch.size(g, 3) % 4 == 0 and torch.numel(minimal) > 0:
    return self.winograd(g, minimal)  # [n, in, h, w]
  return torch.conv2d(g, weight, None, [1, 1], [1, 1], [1, 1], 1)  # [n, in, h, w]
# The distance [n] of images [n, 3, h, w] to features b, whose gradient with respect to the images is computed with it. The weights must be frozen.
# Each step backwards is a convolution forwards with a weight of `turned`, or of `turned_minimal` where `winograd` takes it.
def distance_with_gradient(self, images: Tensor, weights: List[Tensor], minimal: List[Tensor], biases: List[Tensor], counts: List[int], shift: Tensor, scale: Tensor, eps: float, b: List[Tensor], lins: List[Tensor], turned: List[Tensor], turned_minimal: List[Tensor]) -> Tensor:
  x = torch.contiguous((torch.detach(images) - shift) / scale, memory_format=2)
  seen = annotate(List[Tensor], [])  # after each activation, [n, c, h / 2^level, w / 2^level]
  largest = annotate(List[Tensor], [])  # where each pooling found it
  pulls = annotate(List[Tensor], [])  # gradients with respect to each level's end
  terms = annotate(List[Tensor], [])  # [n] each
  k = 0
  for level in range(len(counts)):
    if level > 0:
      x, where = torch.max_pool2d_with_indices(x, [2, 2], [2, 2])
      largest.append(where)
    for i in range(counts[level]):
      x = torch.relu_(self.convolve(x, weights[k], minimal[k], biases[k]))
      seen.append(x)
      k = k + 1
    inverse = torch.rsqrt(torch.sum(x * x, [1], True) + eps * eps)  # [n, 1, ...]
    unit = x * inverse
    d = unit - b[level]
    weighed = d * (lins[level] * (1.0 / float(torch.size(x, 2) * torch.size(x, 3))))
    terms.append(torch.sum(d * weighed, [1, 2, 3]))
    pull = weighed * 2.0
    pulls.append(inverse * (pull - unit * torch.sum(unit * pull, [1], True)))
  g = pulls[len(counts) - 1]
  for passed in range(len(counts)):
    level = len(counts) - 1 - passed
    if passed > 0:
      g = g + pulls[level]
    for i in range(counts[level]):
      k = k - 1
      g = self.back(torch.threshold_backward(g, seen[k], 0), turned[k], turned_minimal[k])
    if level > 0:
      g = torch.max_pool2d_with_indices_backward(g, seen[k - 1], [2, 2], [2, 2], [0, 0], [1, 1], False, largest[level - 1])
  distance = torch.sum(torch.stack(terms, 1), [1])  # [n]
  linear = torch.sum(images * (g / scale), [1, 2, 3])  # [n], whose slope is the distance's
  return distance + (linear - torch.detach(linear))
