# Operators that libtorch lacks for meta tensors, or that do not look at their arguments' devices there: results of the right shape, and only for
# tensors of one device.
def meta_together(self, xs: List[Tensor]) -> Tensor:
  total = torch.zeros([1], dtype=6, device=xs[0].device)  # [1]
  for x in xs:
    total = total + torch.slice(torch.flatten(x), 0, 0, 1)
  return torch.squeeze(total, 0)  # []
def meta_mixed(self, xs: List[Tensor], shape: List[int]) -> Tensor:
  return torch.zeros(shape, dtype=6, device=xs[0].device) + self.meta_together(xs)
def meta_conv2d(self, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: List[int], pad: List[int], dilation: List[int], groups: int) -> Tensor:
  h = (x.size(2) + 2 * pad[0] - weight.size(2)) // stride[0] + 1
  w = (x.size(3) + 2 * pad[1] - weight.size(3)) // stride[1] + 1
  y = self.meta_mixed([x, weight], [x.size(0), weight.size(0), h, w])
  if bias is not None:
    y = y + torch.view(bias, [-1, 1, 1])
  return y
def meta_conv_transpose2d(self, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: List[int], pad: List[int], more: List[int], groups: int, dilation: List[int]) -> Tensor:
  h = (x.size(2) - 1) * stride[0] + weight.size(2)
  w = (x.size(3) - 1) * stride[1] + weight.size(3)
  return self.meta_mixed([x, weight], [x.size(0), weight.size(1), h, w])
def meta_embedding(self, table: Tensor, ids: Tensor) -> Tensor:
  return self.meta_mixed([table, ids], [ids.size(0), ids.size(1), table.size(1)])
def meta_index_select(self, x: Tensor, dim: int, index: Tensor) -> Tensor:
  shape = annotate(List[int], [index.size(0)])
  for i in range(x.dim() - 1):
    shape.append(x.size(i + 1))
  return self.meta_mixed([x, index], shape)
def meta_layer_norm(self, x: Tensor, sizes: List[int], scale: Tensor, shift: Tensor) -> Tensor:
  return x * scale + shift
def meta_group_norm(self, x: Tensor, groups: int, scale: Tensor, shift: Tensor, eps: float) -> Tensor:
  return x * torch.view(scale, [-1, 1, 1]) + torch.view(shift, [-1, 1, 1])
def meta_grid_sampler_2d(self, x: Tensor, grid: Tensor, mode: int, padding: int, corners: bool) -> Tensor:
  return self.meta_mixed([x, grid], [x.size(0), x.size(1), grid.size(1), grid.size(2)])
def meta_adaptive_avg_pool2d(self, x: Tensor, sizes: List[int]) -> Tensor:
  return self.meta_mixed([x], [x.size(0), x.size(1), sizes[0], sizes[1]])
def meta_relu(self, x: Tensor) -> Tensor:
  return x + 0.
def meta_linear(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
  y = torch.linear(x, weight, None) + self.meta_together([x, weight])
  if bias is not None:
    y = y + bias
  return y
def meta_matmul(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.matmul(a, b) + self.meta_together([a, b])
def meta_gather(self, x: Tensor, dim: int, index: Tensor) -> Tensor:
  return torch.gather(x, dim, index) + self.meta_together([x, index])
def meta_cat(self, xs: List[Tensor], dim: int) -> Tensor:
  total = self.meta_together(xs)
  return torch.cat(xs, dim)
def meta_scaled_dot_product_attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], dropout: float, causal: bool) -> Tensor:
  return torch.matmul(torch.matmul(q, torch.transpose(k, 2, 3)), v) + self.meta_together([q, k, v])
def meta_where(self, condition: Tensor, a: Tensor, b: Tensor) -> Tensor:
  return a + b + self.meta_together([a, condition])
def meta_min(self, x: Tensor) -> Tensor:
  return torch.sum(x)
def meta_max(self, x: Tensor) -> Tensor:
  return torch.sum(x)
def meta_nan_to_num(self, x: Tensor, nan: float, positive: float) -> Tensor:
  return x + 0.
def meta_searchsorted(self, sorted: Tensor, values: Tensor, right: bool) -> Tensor:
  return torch.to(values + self.meta_together([values, sorted]), 4)
def meta_abs(self, x: Tensor) -> Tensor:
  return x + 0.
def meta_stack(self, xs: List[Tensor], dim: int) -> Tensor:
  total = self.meta_together(xs)
  return torch.stack(xs, dim)
def meta_addmm(self, y: Tensor, a: Tensor, b: Tensor) -> Tensor:
  return torch.addmm(y, a, b) + self.meta_together([y, a, b])
def meta_baddbmm(self, y: Tensor, a: Tensor, b: Tensor) -> Tensor:
  return torch.baddbmm(y, a, b) + self.meta_together([y, a, b])
def meta_cumsum(self, x: Tensor, dim: int) -> Tensor:
  return x + 0.
def meta_sort(self, x: Tensor, dim: int) -> Tuple[Tensor, Tensor]:
  return x + 0., torch.to(x, 4)
def meta_cummax(self, x: Tensor, dim: int) -> Tuple[Tensor, Tensor]:
  return x + 0., torch.to(x, 4)
def meta_scatter(self, x: Tensor, dim: int, index: Tensor, source: Tensor) -> Tensor:
  return x + source + self.meta_together([x, index])
def meta_addmv(self, y: Tensor, a: Tensor, b: Tensor) -> Tensor:
  return torch.addmv(y, a, b) + self.meta_together([y, a, b])
def meta_bmm(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.bmm(a, b) + self.meta_together([a, b])
def meta__fused_adam_(self, parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], maxima: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, weight_decay: float, eps: float, amsgrad: bool, maximize: bool, grad_scale: Optional[Tensor], found_inf: Optional[Tensor]):
  for xs in [gradients, means, squares, steps]:
    together = self.meta_together([parameters[0], xs[0]])
  if grad_scale is not None:
    scaled = self.meta_together([parameters[0], grad_scale])
def meta__fused_adamw_(self, parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], maxima: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, weight_decay: float, eps: float, amsgrad: bool, maximize: bool, grad_scale: Optional[Tensor], found_inf: Optional[Tensor]):
  self.meta__fused_adam_(parameters, gradients, means, squares, maxima, steps, lr, beta1, beta2, weight_decay, eps, amsgrad, maximize, grad_scale, found_inf)
def meta_flip(self, x: Tensor, dims: List[int]) -> Tensor:
  return x + 0.
