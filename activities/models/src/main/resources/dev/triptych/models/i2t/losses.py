# Equations 4 to 7 of the paper.
def l1(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.mean(torch.abs(a - b))  # []
# Mean absolute difference between the densities of points (first half) and their disturbed copies (second half). sigma [n, 2m].
def density_difference(self, sigma: Tensor) -> Tensor:
  parts = torch.chunk(sigma, 2, 1)  # twice [n, m]
  return torch.mean(torch.abs(parts[0] - parts[1]))  # []
def reconstruction(self, l1: Tensor, lpips: Tensor, perceptual: float, factor: float) -> Tensor:
  return (l1 + lpips * perceptual) * factor
def total(self, reconstruction: Tensor, density: Tensor, factor: float) -> Tensor:
  return reconstruction + density * factor
# Scalars of a batch's examples.
def mean_of(self, parts: List[Tensor]) -> Tensor:
  return torch.mean(torch.stack(parts, 0))  # []
# parts [1, c, h, w] each, in half precision
def join_as_float(self, parts: List[Tensor]) -> Tensor:
  return torch.to(torch.cat(parts, 0), 6)  # [n, c, h, w]
