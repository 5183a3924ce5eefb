# Cosines of unit vectors.
def cosines(self, images: Tensor, text: Tensor) -> Tensor:
  return torch.flatten(torch.matmul(images, torch.t(text)))
# texts holds the neutral caption and the style's.
def directional(self, before: Tensor, after: Tensor, texts: Tensor) -> Tensor:
  change = after - before
  wanted = torch.unsqueeze(torch.select(texts, 0, 1) - torch.select(texts, 0, 0), 0)
  return torch.cosine_similarity(change, wanted, 1, 1e-8)
def join(self, parts: List[Tensor]) -> Tensor:
  return torch.cat(parts, 0)
