"""Writes the small PyTorch files beside it: python checkpoints.py FOLDER (torch 2.7.1, numpy)."""
import json, pickle, sys, warnings, zipfile
from collections import OrderedDict
import torch

warnings.filterwarnings("ignore")
folder = sys.argv[1]
torch.manual_seed(0)


def numbers(count, dtype):  # exact in every kind of number
    return (torch.arange(count) - 2).to(dtype)


base = numbers(24, torch.float32)
kinds = ["float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8"]
state = OrderedDict((kind, numbers(6, getattr(torch, kind)).reshape(2, 3)) for kind in kinds)
state["uint8"] = torch.tensor([0, 1, 255], dtype=torch.uint8)
state["bool"] = torch.tensor([True, False, True])
state["scalar"] = torch.tensor(0.5)
state["empty"] = torch.zeros(0, 3)
state["shared.whole"] = base.reshape(2, 3, 4)
state["shared.rows"] = base.reshape(6, 4)[2:4]
state["shared.transposed"] = base.reshape(6, 4).t()
state["shared.column"] = base.reshape(6, 4)[:, 1]
state["shared.every_other"] = base[1::2]
state["parameter"] = torch.nn.Parameter(numbers(3, torch.float32))
state["parameter.with_attributes"] = torch.nn.Parameter(numbers(3, torch.float32))
state["parameter.with_attributes"].tag = "x"
state["bfloat16.transposed"] = numbers(6, torch.bfloat16).reshape(2, 3).t()
odd = OrderedDict(state)
odd["complex"] = torch.tensor([1 + 2j])
odd["float8"] = torch.zeros(2, dtype=torch.float8_e4m3fn)
odd["quantised"] = torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)
odd["repeated"] = torch.ones(1).expand(1000)
odd["text"] = "not a tensor"
training = {"epoch": 3, "state_dict": odd, "optimizer": {"state": {0: {"step": torch.tensor(1.0)}}}}

torch.save(state, f"{folder}/zip.pth")
torch.save(state, f"{folder}/legacy.pth", _use_new_zipfile_serialization=False)
torch.save(training, f"{folder}/training.ckpt")
torch.save(training, f"{folder}/training-legacy.ckpt", _use_new_zipfile_serialization=False)
torch.save(state, f"{folder}/protocol5.pth", pickle_protocol=5)
with open(f"{folder}/bare.pkl", "wb") as file:
    pickle.dump(state, file)


def zip_again(source, target, method):
    """Zips a file of PyTorch's with an ordinary program, without notes about this machine."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", method) as new:
        for entry in old.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                new.writestr(zipfile.ZipInfo(entry.filename), old.read(entry), method)


zip_again(f"{folder}/zip.pth", f"{folder}/deflated.pth", zipfile.ZIP_DEFLATED)


class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(3, 2)
        self.register_buffer("count", torch.tensor(7))
        with torch.no_grad():
            self.linear.weight.copy_(numbers(6, torch.float32).reshape(2, 3))
            self.linear.bias.copy_(numbers(2, torch.float32))

    def forward(self, x):
        return self.linear(x) * self.count


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = torch.nn.Sequential(Block(), Block())
        self.scale = torch.nn.Parameter(torch.tensor([0.25]))

    def forward(self, x):
        return self.blocks[1](self.blocks[0](x)[:, :1].expand(-1, 3)) * self.scale


net = Net().eval()
torch.save(net, f"{folder}/module.pth")
torch.jit.trace(net.half(), torch.ones(1, 3).half()).save(f"{folder}/traced.raw")
zip_again(f"{folder}/traced.raw", f"{folder}/traced.pt", zipfile.ZIP_STORED)

shards = [f"model-0000{i}-of-00002.bin" for i in (1, 2)]
names = list(state)
parts = [dict((n, state[n]) for n in names[:10]), dict((n, state[n]) for n in names[10:])]
for shard, part in zip(shards, parts):
    torch.save(part, f"{folder}/{shard}")
index = {"metadata": {}, "weight_map": {n: s for s, p in zip(shards, parts) for n in p}}
with open(f"{folder}/model.bin.index.json", "w") as file:
    json.dump(index, file)
