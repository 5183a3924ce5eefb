# Optimiser arithmetic over lists of tensors: one call a step instead of one a tensor.
def adam(self, parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], rates: List[float], beta1: float, beta2: float, epsilon: float, decay: float, clip: float, step: int) -> Tensor:
  total = torch.zeros([], dtype=6, device=gradients[0].device)  # []
  for g in gradients:
    total = torch.add(total, torch.sum(torch.mul(g, g)))  # []
  norm = torch.sqrt(total)
  scale = 1.0
  if clip > 0.:
    scale = min(1.0, clip / (float(norm) + 1e-6))
  correction1 = 1.0 - beta1 ** float(step)
  correction2 = 1.0 - beta2 ** float(step)
  for i in range(len(parameters)):
    p = parameters[i]
    g = gradients[i]
    if scale < 1.0:
      g = torch.mul(g, scale)
    m = means[i]
    v = squares[i]
    m1 = torch.add_(torch.mul_(m, beta1), g, alpha=1.0 - beta1)
    v1 = torch.addcmul_(torch.mul_(v, beta2), g, g, value=1.0 - beta2)
    if decay > 0.:
      p0 = torch.mul_(p, 1.0 - rates[i] * decay)
    denominator = torch.add_(torch.div_(torch.sqrt(v1), correction2 ** 0.5), epsilon)
    p1 = torch.addcdiv_(p, m1, denominator, value=-rates[i] / correction1)
  return norm
def average(self, averages: List[Tensor], parameters: List[Tensor], weight: float) -> Tensor:
  for i in range(len(averages)):
    a = torch.lerp_(averages[i], parameters[i], weight)
  return averages[0]
