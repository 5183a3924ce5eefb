"""The mannequin's networks, for which there is no public implementation, in plain PyTorch."""
import torch
import torch.nn.functional as F

ROOT2 = 2 ** 0.5


def activate(x):
    return F.leaky_relu(x, 0.2) * ROOT2


def doubled(x):
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class Generator:
    """EG3D's generator at the mannequin's size: learned maps instead of noise, one style for super-resolution."""

    def __init__(self, tensors, config):
        self.t, self.c = tensors, config
        taps = torch.tensor([1.0, 3.0, 3.0, 1.0])
        self.filter = (taps[:, None] * taps[None, :] / 16)[None, None]

    def blur(self, x, pad):
        c = x.shape[1]
        return F.conv2d(x, self.filter.expand(c, 1, 4, 4), padding=pad, groups=c)

    def upsampled(self, x):
        n, c, h, w = x.shape
        return F.conv_transpose2d(x, self.filter.expand(c, 1, 4, 4), stride=2, padding=1, groups=c)

    def scales(self, name, w, channels):
        weight = self.t(name + ".affine.weight", channels, w.shape[1])
        return F.linear(w, weight * w.shape[1] ** -0.5, self.t(name + ".affine.bias", channels))

    def layer(self, name, x, w, out, up, maps):
        n, c, h, _ = x.shape
        s = self.scales(name, w, c)[0]
        weight = self.t(name + ".weight", out, c, 3, 3) * s[:, None, None]
        weight = weight * torch.rsqrt(weight.square().sum([1, 2, 3], keepdim=True) + 1e-8)
        if up:
            y = self.blur(F.conv_transpose2d(x, weight.transpose(0, 1), stride=2), 1)
        else:
            y = F.conv2d(x, weight, padding=1)
        if maps:
            y = y + self.t(name + ".learned_map", out, y.shape[2], y.shape[3])
        return activate(y + self.t(name + ".bias", out)[:, None, None])

    def to_rgb(self, name, x, w, out):
        c = x.shape[1]
        s = self.scales(name, w, c)[0] * c ** -0.5
        return F.conv2d(x, self.t(name + ".weight", out, c, 1, 1) * s[:, None, None], self.t(name + ".bias", out))

    def planes(self, z):
        m = self.c["mapping"]
        x = z * torch.rsqrt(z.square().mean(1, keepdim=True) + 1e-8)
        for i in range(m["layers"]):
            out = self.c["wDim"] if i == m["layers"] - 1 else m["width"]
            name = f"backbone.mapping.fc{i}"
            weight = self.t(name + ".weight", out, x.shape[1]) * (m["learningRate"] * x.shape[1] ** -0.5)
            x = activate(F.linear(x, weight, self.t(name + ".bias", out) * m["learningRate"]))
        widths, image, features = self.c["backbone"]["widths"], None, 3 * self.c["backbone"]["planeChannels"]
        w, x = x, self.t("backbone.synthesis.b4.const", widths[0], 4, 4)[None]
        for i, width in enumerate(widths):
            block = f"backbone.synthesis.b{4 << i}"
            if i > 0:
                x = self.layer(block + ".conv0", x, w, width, True, True)
            x = self.layer(block + ".conv1", x, w, width, False, True)
            y = self.to_rgb(block + ".torgb", x, w, features)
            image = y if image is None else y + self.upsampled(image)
        return image

    def field(self, planes, points):
        """planes [n, 3, c, h, w], points [n, p, 3] -> raw [n, p], colours [n, p, c]"""
        n, _, c, h, w = planes.shape
        p = points * (2 / self.c["decoder"]["boxWarp"])
        grid = torch.stack([p[..., [0, 1]], p[..., [0, 2]], p[..., [2, 1]]], 1).flatten(0, 1)[:, None]
        f = F.grid_sample(planes.flatten(0, 1), grid, align_corners=False)[:, :, 0]
        f = f.view(n, 3, c, -1).mean(1).transpose(1, 2)
        hidden = self.c["decoder"]["hidden"]
        w0, w2 = self.t("decoder.net.0.weight", hidden, c), self.t("decoder.net.2.weight", 1 + c, hidden)
        x = F.softplus(F.linear(f, w0 * c ** -0.5, self.t("decoder.net.0.bias", hidden)))
        x = F.linear(x, w2 * hidden ** -0.5, self.t("decoder.net.2.bias", 1 + c))
        return x[..., 0], torch.sigmoid(x[..., 1:]) * 1.002 - 0.001

    def render(self, planes, cameras, jitter):
        r, n = self.c["rendering"], len(cameras)
        size, s = r["size"], r["samples"]
        pose, k = cameras[:, :16].view(-1, 4, 4), cameras[:, 16:].view(-1, 3, 3)
        ticks = (torch.arange(size) + 0.5) / size
        v, u = torch.meshgrid(ticks, ticks, indexing="ij")
        y = (v.flatten() - k[:, 1, 2, None]) / k[:, 1, 1, None]
        x = (u.flatten() - k[:, 0, 2, None] - k[:, 0, 1, None] * y) / k[:, 0, 0, None]
        d = torch.stack([x, y, torch.ones_like(x)], 2) @ pose[:, :3, :3].transpose(1, 2)
        d = F.normalize(d, dim=2)
        near, far = r["rayStart"], r["rayEnd"]
        t = torch.linspace(near, far, s) + jitter * ((far - near) / (s - 1))
        points = pose[:, None, None, :3, 3] + d[:, :, None] * t[..., None]
        planes = planes.view(len(planes), 3, -1, *planes.shape[2:]).expand(n, -1, -1, -1, -1)
        raw, colour = self.field(planes, points.reshape(n, -1, 3))
        raw, colour = raw.view(n, -1, s), colour.view(n, size * size, s, -1)
        steps = t[..., 1:] - t[..., :-1]
        sigma = F.softplus((raw[..., 1:] + raw[..., :-1]) / 2 - 1) * self.c["decoder"]["densityScale"]
        alpha = 1 - torch.exp(-sigma * steps)
        through = torch.cumprod(torch.cat([torch.ones_like(alpha[..., :1]), 1 - alpha + 1e-10], -1), -1)[..., :-1]
        weights = alpha * through
        f = (weights[..., None] * (colour[:, :, 1:] + colour[:, :, :-1]) / 2).sum(2)
        if r["whiteBackground"]:
            f = f + 1 - weights.sum(-1)[..., None]
        f = (f * 2 - 1).transpose(1, 2).reshape(n, -1, size, size)
        image, x = f[:, :3], f
        w = self.t("backbone.mapping.w_avg", self.c["wDim"])[None]
        for i, block in enumerate(self.c["superResolution"]["blocks"]):
            name = f"superresolution.block{i}"
            x = self.layer(name + ".conv0", x, w, block["channels"], block["up"], False)
            x = self.layer(name + ".conv1", x, w, block["channels"], False, False)
            y = self.to_rgb(name + ".torgb", x, w, 3)
            image = y + (self.upsampled(image) if block["up"] else image)
        return image


class ImageToTriplane:
    def __init__(self, tensors, config):
        self.t, self.c = tensors, config

    def conv(self, name, x, out, kernel, stride=1, weight="weight", bias=True):
        shape = (out, x.shape[1], kernel, kernel)
        w = self.t(f"{name}.{weight}", *shape) * (x.shape[1] * kernel * kernel) ** -0.5
        return F.conv2d(x, w, self.t(name + ".bias", out) if bias else None, stride, kernel // 2)

    def planes(self, portrait):
        c, channels = self.c, self.c["encoderChannels"]
        x = activate(self.conv("encoder.fromrgb", portrait, channels[0], 1))
        for i, out in enumerate(channels[1:]):
            name = f"encoder.b{c['imageSize'] >> i}"
            y = activate(self.conv(name + ".conv0", x, channels[i], 3))
            y = activate(self.conv(name + ".conv1", y, out, 3, 2))
            x = (y + self.conv(name + ".skip", F.avg_pool2d(x, 2), out, 1, bias=False)) * 0.5 ** 0.5
        x = activate(self.conv("encoder.head", x, channels[-1], 3))
        style = self.conv("encoder.style", x, c["styleChannels"], 1)
        x, planes = self.t("synthesis.const", c["channels"][0], 4, 4)[None], None
        for i, out in enumerate(c["channels"]):
            name, size = f"synthesis.b{4 << i}", 4 << i
            hidden = activate(self.conv(name + ".hidden", style, c["modulationHidden"], 3))
            if i > 0:
                x = self.modulated(name + ".sml0", x, hidden, out, True)
            x = self.modulated(name + ".sml1", x, hidden, out, False)
            y = self.conv(name + ".toplanes", x, c["planeChannels"], 1) * c["planeScale"]
            planes = y if planes is None else doubled(planes) + y
        return planes

    def modulated(self, name, x, hidden, out, up):
        size = x.shape[-1]
        w = F.adaptive_avg_pool2d(hidden, size) if hidden.shape[-1] > size else hidden
        w = w if w.shape[-1] == size else F.interpolate(w, size=size, mode="bilinear", align_corners=False)
        gamma, beta = self.conv(name + ".modulation", w, 2 * x.shape[1], 3).chunk(2, 1)
        centred = x - x.mean(1, keepdim=True)
        y = (gamma + 1) * centred * torch.rsqrt(centred.square().mean(1, keepdim=True) + 1e-8) + beta
        y = self.conv(name + ".conv", doubled(y) if up else y, out, 3)
        return activate(y + self.t(name + ".map", out, y.shape[2], y.shape[3]))


class Lpips:
    def __init__(self, tensors, config):
        self.t, self.c = tensors, config
        self.shift = torch.tensor([-0.030, -0.088, -0.188])[:, None, None]
        self.scale = torch.tensor([0.458, 0.448, 0.450])[:, None, None]

    def features(self, images):
        x, out, index = (images - self.shift) / self.scale, [], 0
        for level, width in enumerate(self.c["widths"]):
            x = F.max_pool2d(x, 2) if level else x
            for _ in range(self.c["convolutions"][level]):
                name = f"features.{index}"
                weight = self.t(name + ".weight", width, x.shape[1], 3, 3)
                x, index = F.relu(F.conv2d(x, weight, self.t(name + ".bias", width), padding=1)), index + 2
            out.append(x * torch.rsqrt(x.square().sum(1, keepdim=True) + self.c["epsilon"] ** 2))
            index += 1
        return out

    def distance(self, a, b):
        total = 0
        for level, (x, y) in enumerate(zip(a, b)):
            lin = self.t(f"lin{level}.model.1.weight", 1, x.shape[1], 1, 1).abs()
            total = total + F.conv2d((x - y).square(), lin).mean([1, 2, 3])
        return total
