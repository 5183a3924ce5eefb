# Equations 4 to 7 of the paper.
def l1(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.mean(torch.abs(a - b))  # []
# Mean absolute difference between the densities of points (first half) and their disturbed copies (second half). sigma [n, 2m].
def density_difference(self, sigma: Tensor) -> Tensor:
  parts = torch.chunk(sigma, 2, 1)  # twice [n, m]
  return torch.mean(torch.abs(parts[0] - parts[1]))  # []
def total(self, l1: Tensor, lpips: Tensor, density: Tensor, reconstruction: float, perceptual: float, regularisation: float) -> Tensor:
  return (l1 + lpips * perceptual) * reconstruction + density * regularisation
# parts [1, c, h, w] each, in half precision
def join_as_float(self, parts: List[Tensor]) -> Tensor:
  return torch.to(torch.cat(parts, 0), 6)  # [n, c, h, w]
