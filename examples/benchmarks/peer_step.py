"""Times the training step that Python programs take for an L1 dictionary, in plain PyTorch.

Two peers, written from what their steps compute:

dictionary_learning  the standard trainer: a decoder of unit-norm columns whose gradient is made perpendicular to them,
                     Adam as PyTorch ships it, columns normalised after the step; the reconstruction norm is computed
                     at every step as that trainer does for its log.
saelens              the standard architecture: a penalty weighted by decoder norms, counts of who fired at every step,
                     the gradient's norm clipped to 1, Adam as PyTorch ships it.

Both subtract the decoder bias from the input, sum the squared error over elements and take the mean over the batch.
Each runs in float32 as it ships, with --precision bf16 under torch.autocast(bfloat16), faster and inexact, and on a
GPU with --precision tf32 in float32 with TF32 products, which PyTorch leaves off unless asked.

The data come from `monosem benchmark --keep-data FILE`: a safetensors file with x [batch, dIn], w_enc [dSae, dIn],
b_enc [dSae], w_dec [dSae, dIn], b_dec [dIn], so that every program times the same numbers. Run alone, it prints one
JSON object; `monosem benchmark --peer python3` drives it with --interactive, turn by turn with its own steps.
"""

import argparse
import contextlib
import json
import sys
import time

try:
    import numpy
    import torch
except ImportError as e:
    sys.exit(f"{sys.executable}: torch and numpy are needed: {e}")

COEFFICIENT = 0.1
LEARNING_RATE = 1e-12  # all arithmetic runs, but no weight moves: L0 stays as it was set
WARM_UP_STEPS = 2


def read_arrays(path):
    """The float32 tensors of a safetensors file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        start = file.tell()
        arrays = {}
        for name, info in header.items():
            if name == "__metadata__":
                continue
            if info["dtype"] != "F32":
                sys.exit(f"{path}: {name}: expected F32, got {info['dtype']}")
            begin, end = info["data_offsets"]
            file.seek(start + begin)
            values = numpy.frombuffer(bytearray(file.read(end - begin)), dtype="<f4")
            arrays[name] = torch.from_numpy(values.reshape(info["shape"]))
        return arrays


class DictionaryLearning(torch.nn.Module):
    """Two linear layers and a bias, trained with a unit-norm constraint on the decoder's columns."""

    def __init__(self, arrays):
        super().__init__()
        features, width = arrays["w_enc"].shape
        self.bias = torch.nn.Parameter(arrays["b_dec"].clone())
        self.encoder = torch.nn.Linear(width, features)
        self.decoder = torch.nn.Linear(features, width, bias=False)
        with torch.no_grad():
            self.encoder.weight.copy_(arrays["w_enc"])
            self.encoder.bias.copy_(arrays["b_enc"])
            self.decoder.weight.copy_(arrays["w_dec"].t())

    def optimiser(self):
        return torch.optim.Adam(self.parameters(), lr=LEARNING_RATE)

    def loss(self, x):
        f = torch.relu(self.encoder(x - self.bias))
        error = x - (self.decoder(f) + self.bias)
        error.norm(dim=-1).mean()  # for the log
        return error.pow(2).sum(dim=-1).mean() + COEFFICIENT * f.norm(p=1, dim=-1).mean()

    def after_forward(self):
        pass

    @torch.no_grad()
    def before_update(self):
        w = self.decoder.weight
        directions = w / w.norm(dim=0, keepdim=True)
        w.grad -= (w.grad * directions).sum(dim=0, keepdim=True) * directions

    @torch.no_grad()
    def after_update(self):
        w = self.decoder.weight
        w /= w.norm(dim=0, keepdim=True)


class SaeLens(torch.nn.Module):
    """Free decoder norms that weight the penalty; who fired is counted at every step."""

    def __init__(self, arrays):
        super().__init__()
        features = arrays["w_enc"].shape[0]
        self.w_enc = torch.nn.Parameter(arrays["w_enc"].t().contiguous().clone())
        self.b_enc = torch.nn.Parameter(arrays["b_enc"].clone())
        self.w_dec = torch.nn.Parameter(arrays["w_dec"].clone())
        self.b_dec = torch.nn.Parameter(arrays["b_dec"].clone())
        self.register_buffer("steps_since_fired", torch.zeros(features))
        self.register_buffer("times_fired", torch.zeros(features))

    def optimiser(self):
        return torch.optim.Adam(self.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.999))

    def loss(self, x):
        pre = (x - self.b_dec) @ self.w_enc + self.b_enc
        self.features = torch.relu(pre)
        error = self.features @ self.w_dec + self.b_dec - x
        weighted = self.features * self.w_dec.norm(dim=1)
        return error.pow(2).sum(dim=-1).mean() + COEFFICIENT * weighted.norm(p=1, dim=-1).mean()

    @torch.no_grad()
    def after_forward(self):
        fired = (self.features > 0).float().sum(0) > 0
        self.steps_since_fired += 1
        self.steps_since_fired[fired] = 0
        self.times_fired += (self.features.abs() > 0).float().sum(0)

    def before_update(self):
        torch.nn.utils.clip_grad_norm_(self.parameters(), 1.0)

    def after_update(self):
        pass


PEERS = {"dictionary_learning": DictionaryLearning, "saelens": SaeLens}


class Trainer:
    """One peer in one precision."""

    def __init__(self, peer, precision, arrays, compiled):
        self.x = arrays["x"]
        self.model = PEERS[peer](arrays).to(self.x.device)
        self.optimiser = self.model.optimiser()
        self.forward = torch.compile(self.model.loss) if compiled else self.model.loss
        self.autocast = precision == "bf16"
        self.tf32 = precision == "tf32"

    def step(self):
        """The loss, where it was computed: nothing here waits for the device."""
        torch.backends.cuda.matmul.allow_tf32 = self.tf32
        self.optimiser.zero_grad()
        device = self.x.device.type
        with torch.autocast(device, dtype=torch.bfloat16) if self.autocast else contextlib.nullcontext():
            loss = self.forward(self.x)
        self.model.after_forward()
        loss.backward()
        self.model.before_update()
        self.optimiser.step()
        self.model.after_update()
        return loss.detach()

    def run(self, steps):
        """Seconds a step, and the last step's loss."""
        begun = time.perf_counter()
        for _ in range(steps):
            loss = self.step()
        if self.x.is_cuda:
            torch.cuda.synchronize()
        seconds = (time.perf_counter() - begun) / steps
        return seconds, loss.item()


def peak_bytes():
    try:
        import resource
    except ImportError:  # no such thing on Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def answer(value):
    print(json.dumps(value), flush=True)


def interactive(trainers):
    """Reads lines `PEER PRECISION STEPS`, answers each with one line of JSON."""
    answer({"torch": torch.__version__, "threads": torch.get_num_threads()})
    for line in sys.stdin:
        peer, precision, steps = line.split()
        seconds, loss = trainers[peer, precision].run(int(steps))
        answer({"seconds": seconds, "loss": loss, "peak_bytes": peak_bytes()})


def alone(trainers, repeats, batch):
    """Takes turns, and prints best and median."""
    seconds = {key: [] for key in trainers}
    losses = {}
    for trainer in trainers.values():
        trainer.run(WARM_UP_STEPS)
    for _ in range(repeats):
        for key, trainer in trainers.items():
            time_of_one, losses[key] = trainer.run(1)
            seconds[key].append(time_of_one)
    result = {"torch": torch.__version__, "threads": torch.get_num_threads(), "peak_bytes": peak_bytes()}
    for (peer, precision), times in seconds.items():
        best, median = min(times), float(numpy.median(times))
        result.setdefault(peer, {})[precision] = {
            "step_ms": {"best": 1e3 * best, "median": 1e3 * median},
            "samples_per_second": batch / best,
            "loss": losses[peer, precision],
        }
    print(json.dumps(result, indent=2))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", help="what `monosem benchmark --keep-data FILE` wrote")
    parser.add_argument("--peer", choices=PEERS, action="append", help="default: all")
    parser.add_argument("--precision", choices=("fp32", "tf32", "bf16"), action="append",
                        help="default: all that the device has")
    parser.add_argument("--threads", type=int, help="default: PyTorch's choice")
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--device", default="cpu", help="cpu or cuda:N")
    parser.add_argument("--compile", action="store_true", help="compile the forward pass with torch.compile")
    parser.add_argument("--interactive", action="store_true", help="answer to lines on standard input")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    precisions = ("fp32", "bf16") if options.device == "cpu" else ("fp32", "tf32", "bf16")
    arrays = {name: array.to(options.device) for name, array in read_arrays(options.data).items()}
    trainers = {
        (peer, precision): Trainer(peer, precision, arrays, options.compile)
        for peer in options.peer or PEERS
        for precision in options.precision or precisions
    }
    if options.interactive:
        interactive(trainers)
    else:
        alone(trainers, options.repeats, len(arrays["x"]))


if __name__ == "__main__":
    main()
