# Equations 4 to 7 of the paper.
def triplane_error(self, planes: Tensor, target: Tensor, scale: float) -> Tensor:
  return torch.mean(torch.abs(planes - target)) * scale
def l1(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.mean(torch.abs(a - b))
def perturbed(self, points: Tensor, noise: Tensor) -> Tensor:
  return torch.cat([points, points + points * noise], 1)
# Mean absolute difference between the densities of points (first half) and their perturbed copies (second half). sigma [n, 2m].
def density_difference(self, sigma: Tensor) -> Tensor:
  parts = torch.chunk(sigma, 2, 1)
  return torch.mean(torch.abs(parts[0] - parts[1]))
def weighted(self, l1: Tensor, lpips: Tensor, density: Tensor, rec: float, dr: float) -> Tensor:
  return (l1 + lpips) * rec + density * dr
