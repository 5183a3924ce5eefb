"""The reference side of `make bench`: eager PyTorch on one thread. It speaks as the Java side does (see Bench.java)."""
import json
import os
import sys
import time
import types
import warnings

import torch

import formula
import plain_torch
from formula import input as given

warnings.filterwarnings("ignore")
MANNEQUIN = json.load(open(sys.argv[1]))["networks"]


def unet_of(config):
    from diffusers import UNet2DConditionModel

    attending, levels = config["down_block_types"], len(config["block_out_channels"])
    ups = [name.replace("Down", "Up") for name in reversed(attending)]
    config = dict(config, down_block_types=tuple(attending), up_block_types=tuple(ups))
    heads = config["attention_head_dim"]
    config["attention_head_dim"] = heads if isinstance(heads, int) else tuple(heads)
    return formula.fill(UNet2DConditionModel(sample_size=32, **config), formula.plain)


def unet():
    attending = ["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"]
    network = unet_of(
        dict(in_channels=8, out_channels=4, block_out_channels=[320, 640, 1280, 1280], layers_per_block=2,
             down_block_types=attending, attention_head_dim=8, cross_attention_dim=768, norm_num_groups=32))
    sample, text, times = given("sample", 3, 8, 32, 32), given("text", 3, 77, 768), torch.full([3], 500)
    return lambda: network(sample, times, text).sample


def vae_of(config):
    from diffusers import AutoencoderKL

    config = dict(config)
    fold, levels = config.pop("patch_size", 1), len(config["block_out_channels"])
    config["in_channels"] *= fold * fold
    config["out_channels"] *= fold * fold
    down, up = ["DownEncoderBlock2D"] * levels, ["UpDecoderBlock2D"] * levels
    network = formula.fill(AutoencoderKL(down_block_types=down, up_block_types=up, **config), formula.plain)
    from torch.nn.functional import pixel_shuffle, pixel_unshuffle

    encode = lambda x: network.encode(pixel_unshuffle(x, fold) if fold > 1 else x).latent_dist.mean
    decode = lambda z: pixel_shuffle(network.decode(z).sample, fold) if fold > 1 else network.decode(z).sample
    return encode, decode


STABLE_DIFFUSION = dict(in_channels=3, out_channels=3, block_out_channels=[128, 256, 512, 512], layers_per_block=2,
                        latent_channels=4, norm_num_groups=32)


def vae_encode():
    encode, image = vae_of(STABLE_DIFFUSION)[0], given("image", 1, 3, 256, 256)
    return lambda: encode(image)


def vae_decode():
    decode, latent = vae_of(STABLE_DIFFUSION)[1], given("latent", 1, 4, 32, 32)
    return lambda: decode(latent)


def clip_of(config, batch):
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    vision = config["vision_config"]
    network = formula.fill(
        CLIPVisionModelWithProjection(CLIPVisionConfig(projection_dim=config["projection_dim"], **vision)), formula.plain)
    pixels = given("pixels", batch, 3, vision["image_size"], vision["image_size"])
    return lambda: torch.nn.functional.normalize(network(pixel_values=pixels).image_embeds, dim=1)


def clip():
    vision = dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, image_size=224,
                  patch_size=32, hidden_act="quick_gelu")
    return clip_of(dict(vision_config=vision, projection_dim=512), 8)


def lpips_network():
    import lpips as package

    network = package.LPIPS(net="vgg", pretrained=False, pnet_rand=True, verbose=False).eval().requires_grad_(False)
    rename = {}
    for name, tensor in network.state_dict().items():
        parts = name.split(".")
        if parts[0] == "net" and len(parts) == 4:
            rename[name] = f"features.{parts[2]}.{parts[3]}"
        elif parts[0].startswith("lin") and parts[0] != "lins":
            rename[name] = name
    with torch.no_grad():
        for name, public in rename.items():
            tensor = network.state_dict()[name]
            if public.startswith("lin"):
                tensor.copy_(formula.values(public, tuple(tensor.shape), 0.1).abs())
            else:
                tensor.copy_(formula.values(public, tuple(tensor.shape), *formula.plain(public, tuple(tensor.shape))))
    return network


def pair(size):
    return given("a", 1, 3, size, size), given("b", 1, 3, size, size)


def with_gradient(distance, a, b):
    a.requires_grad_(True)

    def run():
        a.grad = None
        with torch.enable_grad():
            distance(a, b).sum().backward()
        return a.grad

    return run


def lpips():
    network, (a, b) = lpips_network(), pair(256)
    return lambda: network(a, b)


def lpips_gradient():
    return with_gradient(lpips_network(), *pair(256))


def public_eg3d():
    """NVIDIA's generator from the checkout that EG3D names; its code is not redistributed."""
    sys.path.insert(0, os.environ["EG3D"])
    import training.volumetric_rendering.renderer as renderer
    from training.triplane import TriPlaneGenerator

    rendering = dict(
        image_resolution=512, disparity_space_sampling=False, clamp_mode="softplus",
        superresolution_module="training.superresolution.SuperresolutionHybrid8XDC", c_gen_conditioning_zero=False,
        gpc_reg_prob=0.8, c_scale=1.0, superresolution_noise_mode="none", density_reg=0.25, density_reg_p_dist=0.004,
        reg_type="l1", decoder_lr_mul=1.0, sr_antialias=True, depth_resolution=48, depth_resolution_importance=48,
        ray_start=2.25, ray_end=3.3, box_warp=1, avg_camera_radius=2.7, avg_camera_pivot=[0, 0, 0.2], white_back=False)
    shared = dict(channel_base=32768, channel_max=512, fused_modconv_default="inference_only")
    network = TriPlaneGenerator(
        z_dim=512, c_dim=25, w_dim=512, img_resolution=512, img_channels=3, sr_num_fp16_res=4,
        mapping_kwargs=dict(num_layers=2), rendering_kwargs=rendering, sr_kwargs=dict(shared), num_fp16_res=0,
        conv_clamp=None, **shared)
    # Jitter and quantiles that the Java side can repeat: the middle of every stratum, evenly spaced quantiles.
    even = types.ModuleType("torch")
    even.__getattr__ = lambda name: getattr(torch, name)
    even.rand_like = lambda x: torch.full_like(x, 0.5)
    renderer.torch = even
    sample = renderer.ImportanceRenderer.sample_pdf
    renderer.ImportanceRenderer.sample_pdf = lambda self, bins, weights, n, det=False, eps=1e-5: sample(
        self, bins, weights, n, True, eps)
    return formula.fill(network, formula.eg3d)


FRONTAL = torch.tensor([[1.0, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 2.7, 0, 0, 0, 1, 4.2647, 0, 0.5, 0, 4.2647, 0.5, 0, 0, 1]])


def eg3d_backbone():
    network, z = public_eg3d(), given("z", 1, 512)

    def run():
        ws = network.mapping(z, FRONTAL, truncation_psi=0.7, truncation_cutoff=14)
        return network.backbone.synthesis(ws, noise_mode="const")

    return run


def eg3d_volume():
    network, planes = public_eg3d(), given("planes", 1, 3, 32, 256, 256)

    def run():
        origins, directions = network.ray_sampler(FRONTAL[:, :16].view(-1, 4, 4), FRONTAL[:, 16:].view(-1, 3, 3), 128)
        return network.renderer(planes, network.decoder, origins, directions, network.rendering_kwargs)[0]

    return run


def eg3d_super_resolution():
    network, features, ws = public_eg3d(), given("features", 1, 32, 128, 128), given("style", 1, 1, 512)
    return lambda: network.superresolution(features[:, :3], features, ws, noise_mode="none")


def mannequin_edit():
    from diffusers import DDIMScheduler

    network, (encode, decode) = unet_of(MANNEQUIN["unet"]), vae_of(MANNEQUIN["vae"])
    image, noise, text = given("image", 1, 3, 64, 64), given("noise", 1, 4, 16, 16), given("text", 2, 24, 64)
    context = torch.cat([text[:1], text[1:], text[1:]])
    settings = MANNEQUIN["scheduler"]
    scale = MANNEQUIN["vae"]["scaling_factor"]

    def run():
        scheduler = DDIMScheduler(beta_schedule="scaled_linear", **settings)
        scheduler.set_timesteps(20)
        picture, latents = encode(image), noise
        for t in scheduler.timesteps:
            condition = torch.cat([picture, picture, torch.zeros_like(picture)])
            both = network(torch.cat([torch.cat([latents] * 3), condition], 1), t, context).sample
            full, image_only, none = both.chunk(3)
            guided = none + 2.5 * (full - image_only) + 1.5 * (image_only - none)
            latents = scheduler.step(guided, t, latents, use_clipped_model_output=True).prev_sample
        return decode(latents / scale)

    return run


def mannequin_clip():
    return clip_of(MANNEQUIN["clip"], 8)


def mannequin_perception():
    return plain_torch.Lpips(formula.Tensors(formula.plain), MANNEQUIN["lpips"])


def mannequin_lpips():
    network, (a, b) = mannequin_perception(), pair(64)
    return lambda: network.distance(network.features(a), network.features(b))


def mannequin_lpips_gradient():
    network = mannequin_perception()
    return with_gradient(lambda a, b: network.distance(network.features(a), network.features(b)), *pair(64))


def mannequin_generator():
    return plain_torch.Generator(formula.Tensors(formula.eg3d), MANNEQUIN["eg3d"])


def mannequin_backbone():
    network, z = mannequin_generator(), given("z", 1, 64)
    return lambda: network.planes(z)


def mannequin_render():
    network, planes = mannequin_generator(), given("planes", 1, 48, 32, 32)
    jitter = torch.full([1, 1, 24], 0.5)
    return lambda: network.render(planes, FRONTAL, jitter)


def mannequin_fine_tuning():
    """Four views of one portrait, as the set recommends; features of the targets are computed once."""
    generator, perception = mannequin_generator(), mannequin_perception()
    tensors = formula.Tensors(formula.eg3d, trained=True)
    network = plain_torch.ImageToTriplane(tensors, MANNEQUIN["i2t"])
    portrait, targets = given("portrait", 1, 3, 64, 64), given("targets", 4, 3, 64, 64).clamp(-1, 1)
    with torch.no_grad():
        features = perception.features(targets)
        generator.render(network.planes(portrait), FRONTAL, torch.rand(1, 1024, 24))
    optimizer = torch.optim.Adam(list(tensors.made.values()), 2e-3, (0.0, 0.99))

    def run():
        with torch.enable_grad():
            optimizer.zero_grad()
            planes = network.planes(portrait)
            image = generator.render(planes, FRONTAL.expand(4, -1), torch.rand(4, 1024, 24))
            points = (torch.rand(1, 2000, 3) - 0.5) * 0.7
            points = torch.cat([points, points + 0.03 * torch.randn(1, 2000, 3)], 1)
            sigma = generator.field(planes.view(1, 3, 16, 32, 32), points)[0]
            near, moved = sigma.chunk(2, 1)
            perceived = perception.distance(perception.features(image), features).mean()
            loss = 10 * ((image - targets).abs().mean() + perceived) + 0.2 * (near - moved).abs().mean()
            loss.backward()
            optimizer.step()
            [part.item() for part in (loss, perceived)]
        return torch.zeros(1)  # randomness differs from the Java side's

    return run


CASES = {
    "unet": unet, "vae-encode": vae_encode, "vae-decode": vae_decode, "clip": clip, "lpips": lpips,
    "lpips-gradient": lpips_gradient, "eg3d-backbone": eg3d_backbone, "eg3d-volume": eg3d_volume,
    "eg3d-super-resolution": eg3d_super_resolution, "mannequin-edit": mannequin_edit,
    "mannequin-clip": mannequin_clip, "mannequin-lpips": mannequin_lpips,
    "mannequin-lpips-gradient": mannequin_lpips_gradient, "mannequin-backbone": mannequin_backbone,
    "mannequin-render": mannequin_render, "mannequin-fine-tuning": mannequin_fine_tuning,
}


def main():
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print does not disturb the talk
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    run = None
    for line in sys.stdin:
        word = line.split()
        if word[0] == "case":
            run = None
            run = CASES[word[1]]()
            print("ready", file=answers)
        else:
            start = time.thread_time()
            result = run()
            seconds = time.thread_time() - start
            print(seconds, result.abs().mean(dtype=torch.float64).item(), file=answers)


if __name__ == "__main__":
    main()
