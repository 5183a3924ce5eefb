"""Weights and inputs by the formula of dev.triptych.models.formula, so that both sides compute with the same numbers."""
import numpy as np
import torch

MASK = (1 << 64) - 1


def values(name, shape, scale=1.0, shift=0.0):
    start = 0xCBF29CE484222325
    for byte in name.encode("utf-8"):
        start = ((start ^ byte) * 0x100000001B3) & MASK
    count = int(np.prod(shape))
    with np.errstate(over="ignore"):
        x = np.uint64(start) + np.arange(count, dtype=np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(31)
    u = (x >> np.uint64(40)).astype(np.float64) / (1 << 24)
    return torch.from_numpy((scale * np.sqrt(3) * (2 * u - 1) + shift).astype(np.float32).reshape(shape))


def input(name, *shape):
    return values("input." + name, shape)


def plain(name, shape):
    """Scale and shift for the networks of diffusers and transformers, and for VGG."""
    if name.startswith("lin"):
        return 0.1, 0
    if name == "logit_scale":
        return 0, 2.6592
    if name.endswith("bias") or (len(shape) == 1 and "class_embedding" in name):
        return 0.02, 0
    if len(shape) == 1:
        return 0.1, 1
    if "embedding" in name and "time_embedding" not in name and "patch" not in name:
        return 0.02, 0
    return float(np.prod(shape[1:])) ** -0.5, 0


def eg3d(name, shape):
    """Scale and shift for EG3D's generator and the image-to-triplane network."""
    if name.endswith("affine.bias"):
        return 0.1, 1
    if "mapping.embed" in name:
        return (0.1, 0) if name.endswith("bias") else (1, 0)
    if "mapping.fc" in name:
        return (10, 0) if name.endswith("bias") else (100, 0)
    if name == "decoder.net.2.weight":
        return -2.5, 0
    if name.endswith(("noise_strength", "w_avg", "bias")):
        return 0.1, 0
    return 1, 0


def fill(module, rule, prefix=""):
    """Fills a module's tensors and freezes it."""
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            if tensor.is_floating_point() and not name.endswith("resample_filter"):
                tensor.copy_(values(prefix + name, tuple(tensor.shape), *rule(prefix + name, tuple(tensor.shape))))
    return module.eval().requires_grad_(False)


class Tensors:
    """Tensors made by the formula when they are first asked for; `trained` ones require gradients."""

    def __init__(self, rule, trained=False):
        self.rule, self.trained, self.made = rule, trained, {}

    def __call__(self, name, *shape):
        if name not in self.made:
            tensor = values(name, shape, *self.rule(name, shape))
            self.made[name] = tensor.requires_grad_(self.trained)
        return self.made[name]
