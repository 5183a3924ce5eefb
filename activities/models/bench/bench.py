"""Measures this project's networks beside eager PyTorch and writes a table. Both sides stay warm and alternate, so that a busy machine disturbs them alike.

usage: bench.py CLASSPATH MANIFEST TABLE [ROWS]    ROWS: names or beginnings of names, separated by commas
"""
import datetime
import os
import platform
import re
import statistics
import subprocess
import sys
from pathlib import Path

TOLERANCE = 1e-3  # of the mean magnitude of both sides' results
HALF = "-bf16"  # our side computes in bf16, PyTorch in fp32 all the same
HALF_TOLERANCE = 2e-2
HERE = Path(__file__).resolve().parent
# name, what it is, turns
ROWS = [
    ("unet", "UNet of Stable Diffusion 1.5, batch 3, latents of 32²", 5),
    ("unet-bf16", "UNet of Stable Diffusion 1.5, batch 3, latents of 32², in bf16", 5),
    ("vae-encode", "its autoencoder, encoding 256²", 5),
    ("vae-encode-bf16", "its autoencoder, encoding 256², in bf16", 5),
    ("vae-decode", "its autoencoder, decoding to 256²", 5),
    ("vae-decode-bf16", "its autoencoder, decoding to 256², in bf16", 5),
    ("clip", "CLIP ViT-B/32, 8 pictures", 7),
    ("clip-bf16", "CLIP ViT-B/32, 8 pictures, in bf16", 7),
    ("lpips", "LPIPS-VGG, a pair of 256²", 5),
    ("lpips-gradient", "LPIPS-VGG, the same with its gradient", 5),
    ("eg3d-backbone", "EG3D, mapping and backbone", 5),
    ("eg3d-volume", "EG3D, volume rendering of 128²", 5),
    ("eg3d-super-resolution", "EG3D, super-resolution to 512²", 5),
    ("mannequin-edit", "mannequin, an edit of 20 steps", 7),
    ("mannequin-edit-bf16", "mannequin, an edit of 20 steps, in bf16", 7),
    ("mannequin-clip", "mannequin, CLIP, 8 pictures", 15),
    ("mannequin-lpips", "mannequin, LPIPS of a pair", 15),
    ("mannequin-lpips-gradient", "mannequin, the same with its gradient", 15),
    ("mannequin-backbone", "mannequin, mapping and backbone", 15),
    ("mannequin-render", "mannequin, rendering a view", 15),
    ("mannequin-fine-tuning", "mannequin, a step of fine-tuning, 4 views", 15),
]


class Side:
    def __init__(self, command):
        environment = dict(os.environ, OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=HERE)

    def ask(self, question):
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.process.args[0]} ended at: {question}")
        return answer.split()

    def run(self):
        seconds, value = self.ask("run")
        return float(seconds), float(value)

    def resident(self):
        """GB of memory, shared pages of libraries included."""
        line = next(line for line in open(f"/proc/{self.process.pid}/status") if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1e6

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def measure(name, turns, ours, reference):
    half = name.endswith(HALF)
    ours.ask("case " + name)
    reference.ask("case " + name.removesuffix(HALF))
    warm = 30 if name.startswith("mannequin") else 1
    for _ in range(warm):
        (_, a), (_, b) = ours.run(), reference.run()
    pairs = []
    for turn in range(turns):
        first, second = (ours, reference) if turn % 2 else (reference, ours)
        times = {first: first.run()[0], second: second.run()[0]}
        pairs.append((times[ours], times[reference]))
    ratios = sorted(x / y for x, y in pairs)
    quarter = len(ratios) // 4
    return (
        abs(a - b) <= (HALF_TOLERANCE if half else TOLERANCE) * max(abs(a), abs(b)),
        statistics.median(y for _, y in pairs),
        statistics.median(x for x, _ in pairs),
        statistics.median(ratios),
        ratios[quarter],
        ratios[-1 - quarter],
        reference.resident(),
        ours.resident(),
    )


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def heading():
    import torch
    import diffusers
    import transformers
    import importlib.metadata

    return f"""# Speed beside eager PyTorch

Written by `make bench`. Time is one thread's processor time, in fp32 unless a row says that ours is in bf16; both sides have the same weights (by formula) and inputs, stay warm and take turns. `ratio` is the median of the
turns' ratios, ours ÷ PyTorch's; in brackets its quartiles. A row whose results differ, in their mean magnitude, by more than {TOLERANCE:g} of it ({HALF_TOLERANCE:g} in bf16) is left out, and the command fails. `load` is how many programs wanted the processor's {os.cpu_count()} cores: above that number the machine was shared. `GB` is the memory that a process holds after the last turn, runtime and weights included. The reference is PyTorch {torch.__version__.split('+')[0]} with diffusers {diffusers.__version__}, transformers {transformers.__version__}, lpips {importlib.metadata.version('lpips')}, EG3D's public code,
and for the mannequin the same networks in diffusers, transformers or [plain PyTorch](../bench/plain_torch.py).

| network | PyTorch | ours | ratio | PyTorch, GB | ours, GB | measured on: date, commit, processor, load |
|---|---|---|---|---|---|---|
"""


def kept(table):
    """Rows of an earlier table, by what they are about."""
    if not table.exists():
        return {}
    rows = re.findall(r"^\| ([^|]+) \|(.*)\|$", table.read_text(), re.M)
    return {what: f"| {what} |{rest}|" for what, rest in rows if what not in ("network", "---")}


def main():
    classpath, manifest, table = sys.argv[1], str(Path(sys.argv[2]).resolve()), Path(sys.argv[3])
    wanted = [row for row in (sys.argv[4] if len(sys.argv) > 4 else "").split(",") if row]
    rows = [row for row in ROWS if not wanted or any(row[0].startswith(start) for start in wanted)]
    if not rows:
        raise SystemExit("ROWS has none of: " + ", ".join(name for name, _, _ in ROWS))
    git = lambda *words: subprocess.run(["git", *words], capture_output=True, text=True, cwd=HERE).stdout.strip()
    where = f"{datetime.date.today()}, {git('rev-parse', '--short', 'HEAD')}, {processor()}"
    java = ["java", "-Xmx2g", "-XX:+UseSerialGC", "-Dai.djl.offline=true", "-cp", classpath, "dev.triptych.models.bench.Bench", manifest]
    lines, differing = kept(table), []
    for name, what, turns in rows:
        if name.startswith("eg3d-") and not os.environ.get("EG3D"):
            print(f"{name}: skipped; its public code cannot be redistributed: set EG3D to the folder eg3d of a checkout", file=sys.stderr)
            continue
        ours, reference = Side(java), Side([sys.executable, "reference.py", manifest])
        agree, theirs, mine, ratio, low, high, their_memory, our_memory = measure(name, turns, ours, reference)
        for side in (ours, reference):
            side.end()
        if not agree:
            differing.append(name)
            print(f"{name}: the results of both sides differ", file=sys.stderr, flush=True)
            continue
        lines[what] = f"| {what} | {theirs:.3g} s | {mine:.3g} s | {ratio:.2f} ({low:.2f}–{high:.2f}) | {their_memory:.1f} | {our_memory:.1f} | {where}, {os.getloadavg()[1]:.0f} |"
        print(lines[what], file=sys.stderr, flush=True)
        table.parent.mkdir(parents=True, exist_ok=True)
        whole = heading() + "".join(lines[what] + "\n" for _, what, _ in ROWS if what in lines)
        unfinished = table.with_suffix(".part")
        unfinished.write_text(whole)
        unfinished.replace(table)
    if differing:
        raise SystemExit("results differ: " + ", ".join(differing))


if __name__ == "__main__":
    main()
