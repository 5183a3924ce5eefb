# Losses of the mannequin priors' trainings.
# Differences between neighbouring pixels, so that edges count and not only areas.
# difference [n, c, h, w]
def edges(self, difference: Tensor) -> Tensor:
  h = difference.size(2)
  w = difference.size(3)
  vertical = torch.slice(difference, 2, 1, h, 1) - torch.slice(difference, 2, 0, h - 1, 1)  # [n, c, h - 1, w]
  horizontal = torch.slice(difference, 3, 1, w, 1) - torch.slice(difference, 3, 0, w - 1, 1)  # [n, c, h, w - 1]
  return torch.mean(torch.abs(vertical)) + torch.mean(torch.abs(horizontal))  # []
def l1(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.mean(torch.abs(a - b))  # []
# Soft-target contrastive loss of image [n, c] and text [n, c]: those of one kind share their probability. same is [n, n] of 0 and 1.
def contrastive(self, image: Tensor, text: Tensor, scale: Tensor, same: Tensor) -> Tensor:
  logits = torch.clamp(torch.exp(scale), 0., 30.) * torch.matmul(image, torch.t(text))  # [n, n]
  target = torch.div(same, torch.sum(same, [1], True))  # [n, n]
  rows = torch.mean(torch.sum(target * torch.log_softmax(logits, 1), [1]))  # []
  columns = torch.mean(torch.sum(target * torch.log_softmax(torch.t(logits), 1), [1]))  # []
  return (rows + columns) * -0.5
# What perceptual features should tell: style (cross entropy), identity and pose (squared error), from the pooled deepest level.
# features [n, c, h, w], styles [n, k], numbers [n, m]
def attributes(self, features: Tensor, weight: Tensor, bias: Tensor, styles: Tensor, numbers: Tensor) -> Tensor:
  pooled = torch.flatten(torch.adaptive_avg_pool2d(features, [2, 2]), 1)  # [n, 4 c]
  out = torch.linear(pooled, weight, bias)  # [n, k + m]
  n = numbers.size(1)
  k = out.size(1) - n
  style = torch.sum(torch.log_softmax(torch.slice(out, 1, 0, k, 1), 1) * styles, [1])  # [n]
  error = torch.slice(out, 1, k, k + n, 1) - numbers  # [n, m]
  return torch.mean(torch.mean(error * error, [1])) * 3.0 - torch.mean(style)  # []
def gaussian_kl(self, mean: Tensor, logvar: Tensor) -> Tensor:
  return torch.mean(mean * mean + torch.exp(logvar) - logvar - 1.0) * 0.5  # []
def sample_latent(self, mean: Tensor, logvar: Tensor, noise: Tensor) -> Tensor:
  return mean + torch.exp(logvar * 0.5) * noise
# Forward diffusion with per-item sqrt(alpha bar) and sqrt(1 - alpha bar), [n, 1, 1, 1].
def noised(self, x: Tensor, noise: Tensor, signal: Tensor, level: Tensor) -> Tensor:
  return x * signal + noise * level
def squared_error(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.mean((a - b) * (a - b))  # []
# Mapping pre-training: a linear read-out of w predicts the look; the second term keeps w near unit size.
def look_error(self, w: Tensor, weight: Tensor, bias: Tensor, looks: Tensor) -> Tensor:
  error = torch.linear(w, weight, bias) - looks  # [n, look]
  size = torch.mean(w * w) - 1.0  # []
  return torch.mean(error * error) + size * size * 0.001  # []
# Occupancy over a stretch of .03 and colours where there is something. sigma [b, n], occupancy [b, n];
# colour [b, m, 3] of the last m points.
def occupancy_error(self, sigma: Tensor, occupancy: Tensor) -> Tensor:
  return torch.mean(torch.abs(1.0 - torch.exp(sigma * -0.03) - occupancy))  # []
def colour_error(self, colour: Tensor, target: Tensor, occupancy: Tensor) -> Tensor:
  m = target.size(1)
  n = occupancy.size(1)
  weight = torch.slice(occupancy, 1, n - m, n, 1)  # [b, m]
  near = torch.slice(torch.slice(colour, 1, n - m, n, 1), 2, 0, 3, 1)  # [b, m, 3]
  error = torch.mean(torch.abs(near - target), [2])  # [b, m]
  return torch.sum(error * weight) / torch.sum(weight)  # []
def half_size(self, image: Tensor) -> Tensor:
  return torch.avg_pool2d(image, [2, 2])  # [n, c, h / 2, w / 2]
def rows(self, table: Tensor, indices: Tensor) -> Tensor:
  return torch.index_select(table, 0, indices)  # [rows, ...]
