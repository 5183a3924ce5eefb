"""Opens exported files with other programs' readers and compares what they find: check.py FOLDER [SCREENSHOT]."""

import json
import math
import pathlib
import sys

import av
import numpy
import PIL.Image
import trimesh

FOLDER = pathlib.Path(sys.argv[1])
TOLD = json.loads((FOLDER / "told.json").read_text())
failures = 0


def check(what, fine, found):
    global failures
    failures += not fine
    print(f"{'ok  ' if fine else 'BAD '} {what}: {found}")


def mesh(ending):
    """The mesh in a file, its vertices as they are there."""
    loaded = trimesh.load(FOLDER / f"head.{ending}", process=False, maintain_order=True)
    return next(iter(loaded.geometry.values())) if isinstance(loaded, trimesh.Scene) else loaded


def colours(found):
    """Red, green and blue of the vertices in [0, 1]; beside a material trimesh keeps them as an attribute."""
    if isinstance(found.visual, trimesh.visual.TextureVisuals):
        return numpy.asarray(found.visual.vertex_attributes["color"], float)[:, :3] / 65535
    return numpy.asarray(found.visual.vertex_colors, float)[:, :3] / 255


def meshes():
    told = TOLD["mesh"]
    all_of_them = {ending: mesh(ending) for ending in ("glb", "ply", "obj")}
    for ending, found in all_of_them.items():
        name = f"head.{ending} by trimesh"
        merged = found.copy()
        merged.merge_vertices()  # by place alone, as most programs do
        check(f"{name}, watertight", merged.is_watertight and found.is_watertight, merged.is_watertight)
        check(f"{name}, winding", merged.is_winding_consistent and found.volume > 0, merged.is_winding_consistent)
        check(f"{name}, Euler characteristic", found.euler_number % 2 == 0, found.euler_number)
        check(f"{name}, triangles", len(found.faces) == told["triangles"], len(found.faces))
        off = abs(found.volume / told["volume"] - 1)
        check(f"{name}, volume", off < 1e-3, f"{1000 * found.volume:.3f} l")
        low, high = found.bounds
        off = numpy.abs(found.bounds - numpy.array(told["bounds"])).max()
        check(f"{name}, bounds", off < 1e-5, " × ".join(f"{side:.3f}" for side in high - low) + " m")
        along = (found.vertex_normals * trimesh.Trimesh(found.vertices, found.faces, process=False).vertex_normals).sum(1)
        check(f"{name}, normals", numpy.mean(along > 0.5) > 0.999, f"{along.mean():.4f} along those of the triangles")
    linear, srgb = colours(all_of_them["glb"]), colours(all_of_them["ply"])
    as_linear = numpy.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    check("colours of head.glb and head.ply", numpy.abs(linear - as_linear).max() < 0.02, f"{numpy.abs(linear - as_linear).max():.4f} apart")


def frames_by_ffmpeg(name):
    with av.open(str(FOLDER / name)) as container:
        stream = container.streams.video[0]
        frames = [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(stream)]
        if stream.duration is None:
            return frames, None, stream.codec_context.name
        return frames, float(stream.duration * stream.time_base), stream.codec_context.name


def films():
    told = TOLD["turntable"]
    shape = (told["height"], told["width"], 3)
    png, _, _ = frames_by_ffmpeg("film.png")
    for name in ("film.mp4", "film.gif", "film.png"):
        frames, seconds, codec = frames_by_ffmpeg(name)
        check(f"{name} by FFmpeg ({codec}), frames", len(frames) == told["frames"], len(frames))
        check(f"{name} by FFmpeg, size", all(f.shape == shape for f in frames), frames[0].shape)
        if seconds is not None:
            check(f"{name} by FFmpeg, length", abs(seconds - told["seconds"]) < 0.02, f"{seconds:.3f} s")
        steps = [numpy.abs(a - b).mean() for a, b in zip(frames, frames[1:])]
        last = numpy.abs(frames[-1] - frames[0]).mean()
        check(f"{name}, the last frame and the first", last <= 1.5 * max(steps), f"{last:.2f}, neighbours {max(steps):.2f} at most")
        noise = numpy.mean([((a - b) ** 2).mean() for a, b in zip(frames, png)])
        quality = math.inf if noise == 0 else 10 * math.log10(255**2 / noise)
        check(f"{name} against the lossless one", quality > 32, f"{quality:.1f} dB")
    for name in ("film.gif", "film.png"):
        with PIL.Image.open(FOLDER / name) as film:
            length = 0
            for frame in range(film.n_frames):
                film.seek(frame)
                length += film.info["duration"]
            check(f"{name} by Pillow, frames", film.n_frames == told["frames"], film.n_frames)
            check(f"{name} by Pillow, length", abs(length / 1000 - told["seconds"]) < 0.011, f"{length / 1000:.3f} s")
            check(f"{name} by Pillow, for ever", film.info.get("loop") == 0, film.info.get("loop"))


def depths():
    folder = FOLDER / "views" / TOLD["mesh"]["cell"]
    nearest, farthest = json.loads((FOLDER / "views/export.json").read_text())["depth"]
    values = numpy.array(PIL.Image.open(folder / "depth/p+0_y+0.png")).astype(float)
    distances = nearest + (values[values > 0] - 1) / 65534 * (farthest - nearest)
    front = TOLD["mesh"]["bounds"][1][2] / TOLD["mesh"]["metresPerUnit"]
    off = distances.min() - (2.7 - front)
    check("depth of the tip of the nose against the mesh", abs(off) < 0.03, f"{off:+.4f} units")
    picture = numpy.array(PIL.Image.open(folder / "novel/p+0_y+0.png").convert("L").resize(values.shape))
    share = overlap(values > 0, picture < 245)
    check("silhouette of the depth against the portrait", share > 0.9, f"{share:.3f} of both")


def overlap(one, other):
    return (one & other).sum() / (one | other).sum()


def screenshot(file):
    """Against the depth, for the picture is soft at its rim; one pixel all around is a twelfth of the silhouette."""
    seen = numpy.array(PIL.Image.open(file).convert("L").resize((64, 64), PIL.Image.Resampling.BOX)) < 250
    depth = numpy.array(PIL.Image.open(FOLDER / "views" / TOLD["mesh"]["cell"] / "depth/p+0_y+0.png")) > 0
    share = overlap(seen, depth)
    check("silhouette of head.glb by three.js in Chromium against the depth", share > 0.88, f"{share:.3f} of both")


meshes()
films()
depths()
if len(sys.argv) > 2:
    screenshot(sys.argv[2])
sys.exit(1 if failures else 0)
