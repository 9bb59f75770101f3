"""Golden values of every objective: written from the equations in the objectives' Javadoc, by PyTorch's autograd.

Needs: Python 3, torch. Run beside this file: python make_goldens.py
Writes <case>.json: the objective as the Java record's JSON, start, batches, the first step's loss and gradients
in float64, and parameters and estimates after 20 steps of torch.optim.Adam in float64.
"""

import json
import math

import torch

D_IN, D_SAE, BATCH, STEPS = 6, 20, 12, 20
LEARNING_RATE, DEAD_AFTER = 3e-3, 3 * BATCH
torch.set_default_dtype(torch.float64)


def aux_loss(aux, x, target, xhat, p, h, dead, factor):
    """AuxK: the k largest pre-activations among dead features reconstruct the residual."""
    if aux["coefficient"] == 0 or not dead.any():
        return 0.0
    count = int(dead.sum())
    r = (target - xhat).detach()
    k = min(aux["k"], count)
    hidden = torch.where(dead, h, torch.full_like(h, -math.inf))
    top = torch.topk(hidden, k, dim=1)
    f = torch.zeros_like(h).scatter(1, top.indices, torch.relu(top.values))
    error = (r - f @ p["wDec"]).pow(2).sum(1).mean()
    share = min(1.0, count / aux["k"])
    if aux["normalisation"] == "SHARE_OF_DEAD":
        return aux["coefficient"] * share * factor * error
    if aux["normalisation"] == "RESIDUAL_VARIANCE":
        return aux["coefficient"] * error / (r - r.mean(0)).pow(2).sum(1).mean()
    return aux["coefficient"] * share * error / (target - target.mean(0)).pow(2).sum(1).mean()


def reduction(o, width):
    return 1.0 if o["errorReduction"] == "SUM" else 1.0 / width


def pre(o, p, x):
    return (x - p["bDec"] if o["preEncoderBias"] else x) @ p["wEnc"].T + p["bEnc"]


def k_at(active, progress):
    if progress >= active["annealing"]:
        return active["k"]
    return round(active["start"] + (active["k"] - active["start"]) * progress / active["annealing"])


def topk(o, p, x, y, now):
    h = pre(o, p, x)
    top = torch.topk(h, k_at(o["active"], now["progress"]), dim=1)
    f = torch.zeros_like(h).scatter(1, top.indices, torch.relu(top.values))
    xhat = f @ p["wDec"] + p["bDec"]
    factor = reduction(o, y.shape[1])
    loss = factor * (y - xhat).pow(2).sum(1).mean() + aux_loss(o["auxK"], x, y, xhat, p, h, now["dead"], factor)
    return loss, f


def batch_topk(o, p, x, y, now):
    h = pre(o, p, x)
    flat = torch.relu(h).flatten()
    top = torch.topk(flat, k_at(o["active"], now["progress"]) * x.shape[0])
    f = torch.zeros_like(flat).scatter(0, top.indices, top.values).reshape(h.shape)
    xhat = f @ p["wDec"] + p["bDec"]
    factor = reduction(o, y.shape[1])
    loss = factor * (y - xhat).pow(2).sum(1).mean() + aux_loss(o["auxK"], x, y, xhat, p, h, now["dead"], factor)
    observe_threshold(o, f, now["estimates"])
    return loss, f


def matryoshka(o, p, x, y, now):
    inner = o["largest"]
    h = pre(inner, p, x)
    flat = torch.relu(h).flatten()
    top = torch.topk(flat, k_at(inner["active"], now["progress"]) * x.shape[0])
    f = torch.zeros_like(flat).scatter(0, top.indices, top.values).reshape(h.shape)
    factor = reduction(inner, y.shape[1])
    loss = 0.0
    for width in o["widths"]:
        xhat = f[:, :width] @ p["wDec"][:width] + p["bDec"]
        dead = now["dead"] & (torch.arange(D_SAE) < width)
        loss = loss + factor * (y - xhat).pow(2).sum(1).mean()
        loss = loss + aux_loss(inner["auxK"], x, y, xhat, p, h, dead, factor)
    observe_threshold(inner, f, now["estimates"])
    return loss / (len(o["widths"]) if o["levels"] == "MEAN" else 1), f


def observe_threshold(o, f, estimates):
    live = f[f > 0]
    if live.numel() > 0:
        least, decay = live.min().item(), o["thresholdDecay"]
        estimates["threshold.total"] = decay * estimates["threshold.total"] + (1 - decay) * least
        estimates["threshold.weight"] = decay * estimates["threshold.weight"] + (1 - decay)
        estimates["threshold.last"] = least


def l1(o, p, x, y, now):
    f = torch.relu(pre(o, p, x))
    xhat = f @ p["wDec"] + p["bDec"]
    w = torch.ones(D_SAE)
    if o["penaltyWeight"] == "DECODER_NORM":
        sources = o.get("sourceWidths") or [y.shape[1]]
        w = sum(part.norm(dim=1) for part in p["wDec"].split(sources, dim=1))
    return reduction(o, y.shape[1]) * (y - xhat).pow(2).sum(1).mean() + o["coefficient"] * (f @ w).mean(), f


def positive_part(threshold):
    """max(threshold, 0); where that is 0, only gradients that raise the threshold pass."""

    class PositivePart(torch.autograd.Function):
        @staticmethod
        def forward(ctx, value):
            ctx.save_for_backward(value)
            return value.clamp(min=0)

        @staticmethod
        def backward(ctx, g):
            (value,) = ctx.saved_tensors
            return torch.where(value > 0, g, g.clamp(max=0))

    return PositivePart.apply(threshold)


def jump(h, threshold, bandwidth, through, size):
    """size(h) where h > threshold; the derivative by the jump is a rectangle's."""

    class Jump(torch.autograd.Function):
        @staticmethod
        def forward(ctx, h, t):
            ctx.save_for_backward(h, t)
            return size(h) * (h > t)

        @staticmethod
        def backward(ctx, g):
            h, t = ctx.saved_tensors
            inside = ((h - t).abs() < bandwidth / 2).double()
            at_jump = g * size(t) * inside / bandwidth
            smooth = g * (h > t) if size(t) is t else torch.zeros_like(g)
            return smooth + (at_jump if through else 0), -at_jump.sum(0)

    return Jump.apply(h, threshold)


def jumprelu(o, p, x, y, now):
    h = pre(o, p, x)
    t = positive_part(p["threshold"])
    bandwidth, through = o["threshold"]["bandwidth"], o["threshold"]["throughPreActivation"]
    f = jump(h, t, bandwidth, through, lambda value: value)
    l0 = jump(h, t, bandwidth, through, torch.ones_like).sum(1).mean()
    kind = o["sparsity"]["variant"]
    if kind == "Step":
        sparsity = l0
    elif kind == "Quadratic":
        sparsity = (l0 / o["sparsity"]["target"] - 1) ** 2
    else:
        sparsity = torch.tanh(o["sparsity"]["scale"] * f).sum(1).mean()
    xhat = f @ p["wDec"] + p["bDec"]
    return reduction(o, y.shape[1]) * (y - xhat).pow(2).sum(1).mean() + o["coefficient"] * sparsity, f


def gated(o, p, x, y, now):
    pi = pre(o, p, x)
    g = torch.relu(pi)
    f = (pi > 0) * torch.relu(p["rMag"].exp() * (pi - p["bEnc"]) + p["bMag"])
    w = p["wDec"].norm(dim=1) if o["penaltyWeight"] == "DECODER_NORM" else torch.ones(D_SAE)
    errors = (y - f @ p["wDec"] - p["bDec"]).pow(2).sum(1)
    auxiliary = (y - g @ p["wDec"].detach() - p["bDec"].detach()).pow(2).sum(1)
    return reduction(o, y.shape[1]) * (errors + auxiliary).mean() + o["coefficient"] * (g @ w).mean(), f


def p_anneal(o, p, x, y, now):
    l1_part, power, estimates = o["loss"], o["power"], now["estimates"]
    f = torch.relu(pre(l1_part, p, x))
    w = p["wDec"].norm(dim=1) if l1_part["penaltyWeight"] == "DECODER_NORM" else torch.ones(D_SAE)

    def penalty(level):
        exponent = 1 - level * (1 - power["end"]) / power["levels"]
        raised = (f[f > 0] + o["smoothing"]) ** exponent - o["smoothing"] ** exponent
        return torch.zeros_like(f).masked_scatter(f > 0, raised) @ w

    level, wanted = int(estimates["power.level"]), 0
    if now["progress"] >= power["from"]:
        part = (now["progress"] - power["from"]) / (power["until"] - power["from"])
        wanted = min(power["levels"], 1 + math.floor(part * power["levels"]))
    if level < wanted:
        if estimates["power.below"] > 0:
            estimates["power.scale"] *= estimates["power.penalty"] / estimates["power.below"]
        estimates.update({"power.level": level + 1.0, "power.penalty": 0.0, "power.below": 0.0})
        level += 1
    here, below = penalty(level), penalty(min(level + 1, power["levels"]))
    for key, value in (("power.penalty", here), ("power.below", below)):
        estimates[key] = o["decay"] * estimates[key] + (1 - o["decay"]) * value.sum().item()
    error = (y - f @ p["wDec"] - p["bDec"]).pow(2).sum(1).mean()
    scale = l1_part["coefficient"] * estimates["power.scale"]
    return reduction(l1_part, y.shape[1]) * error + scale * here.mean(), f


NO_AUX = {"k": 1, "coefficient": 0.0, "normalisation": "RESIDUAL_VARIANCE"}
THRESHOLD = {"threshold.total": 0.0, "threshold.weight": 0.0, "threshold.last": 0.0}


def active(k, start=None, annealing=0.0):
    return {"k": k, "start": start or k, "annealing": annealing}


def largest(variant, k, aux=NO_AUX, reduce="SUM", bias=True, **more):
    return {"variant": variant, "errorReduction": reduce, "preEncoderBias": bias, "active": k, "auxK": aux, **more}


def aux(k, normalisation, coefficient=0.5):
    return {"k": k, "coefficient": coefficient, "normalisation": normalisation}


def nested(widths, levels, loss, **more):
    inner = largest("BatchTopKObjective", active(3), loss, thresholdDecay=0.8, **more)
    del inner["variant"]
    return {"variant": "MatryoshkaObjective", "largest": inner, "widths": widths, "levels": levels}


def threshold_start(g):
    return {"threshold": 0.4 * torch.randn(D_SAE, generator=g) + 0.6}


def gate_start(g):
    return {"rMag": 0.3 * torch.randn(D_SAE, generator=g), "bMag": 0.5 * torch.randn(D_SAE, generator=g)}


def jumping(sparsity, coefficient, reduce="SUM", bias=True, bandwidth=0.5, through=False):
    return (dict(variant="JumpReluObjective", errorReduction=reduce, preEncoderBias=bias, sparsity=sparsity,
                 coefficient=coefficient,
                 threshold={"start": 0.1, "bandwidth": bandwidth, "throughPreActivation": through}),
            jumprelu, threshold_start, {})


def gate(reduce, weight, bias, coefficient):
    return (dict(variant="GatedObjective", errorReduction=reduce, penaltyWeight=weight, preEncoderBias=bias,
                 coefficient=coefficient), gated, gate_start, {})


def annealed(reduce, weight, bias, coefficient, power, decay, smoothing):
    loss = dict(errorReduction=reduce, penaltyWeight=weight, preEncoderBias=bias, coefficient=coefficient)
    return (dict(variant="PAnnealObjective", loss=loss, power=power, decay=decay, smoothing=smoothing), p_anneal, {},
            {"power.level": 0.0, "power.scale": 1.0, "power.penalty": 0.0, "power.below": 0.0})


STEP = {"variant": "Step"}


def quadratic(target):
    return {"variant": "Quadratic", "target": target}


def tanh(scale):
    return {"variant": "Tanh", "scale": scale}


# name -> objective as the Java record's JSON, its loss, what makes its extra parameters, its estimates
CASES = {
    "l1_2023": (dict(variant="L1Objective", errorReduction="MEAN", penaltyWeight="ONE", preEncoderBias=True,
                     coefficient=0.05), l1, {}, {}),
    "l1_2024": (dict(variant="L1Objective", errorReduction="SUM", penaltyWeight="DECODER_NORM", preEncoderBias=False,
                     coefficient=0.3), l1, {}, {}),
    "topk": (largest("TopKObjective", active(3)), topk, {}, {}),
    "topk_annealed": (largest("TopKObjective", active(2, 6, 0.5), reduce="MEAN", bias=False), topk, {}, {}),
    "topk_aux_share": (largest("TopKObjective", active(2), aux(5, "SHARE_OF_DEAD"), "MEAN"), topk, {}, {}),
    "topk_aux_residual": (largest("TopKObjective", active(2), aux(2, "RESIDUAL_VARIANCE")), topk, {}, {}),
    "topk_aux_target": (largest("TopKObjective", active(2), aux(8, "TARGET_VARIANCE"), bias=False), topk, {}, {}),
    "batch_topk": (largest("BatchTopKObjective", active(3), thresholdDecay=0.8), batch_topk, {}, THRESHOLD),
    "batch_topk_aux": (largest("BatchTopKObjective", active(2), aux(4, "RESIDUAL_VARIANCE"), bias=False,
                               thresholdDecay=0.9), batch_topk, {}, THRESHOLD),
    "matryoshka": (nested([5, 10, 20], "MEAN", NO_AUX), matryoshka, {}, THRESHOLD),
    "matryoshka_aux": (nested([4, 16, 20], "SUM", aux(3, "SHARE_OF_DEAD"), reduce="MEAN", bias=False), matryoshka, {},
                       THRESHOLD),
    "jumprelu_step": jumping(STEP, 0.8),
    "jumprelu_step_through": jumping(STEP, 0.1, "MEAN", False, 0.8, True),
    "jumprelu_quadratic": jumping(quadratic(3.5), 2.0, bias=False),
    "jumprelu_quadratic_through": jumping(quadratic(9.0), 1.5, "MEAN", bandwidth=0.3, through=True),
    "jumprelu_tanh": jumping(tanh(1.5), 0.6),
    "jumprelu_tanh_through": jumping(tanh(0.7), 0.9, bias=False, through=True),
    "gated": gate("SUM", "ONE", True, 0.4),
    "gated_norms": gate("SUM", "DECODER_NORM", False, 0.2),
    "gated_mean": gate("MEAN", "DECODER_NORM", True, 0.05),
    "p_anneal": annealed("SUM", "ONE", True, 0.4, {"end": 0.2, "from": 0.3, "until": 0.9, "levels": 3}, 0.8, 0.05),
    "p_anneal_norms": annealed("MEAN", "DECODER_NORM", False, 0.1,
                               {"end": 0.5, "from": 0.0, "until": 0.25, "levels": 5}, 0.5, 0.2),
    "p_anneal_plain": annealed("SUM", "DECODER_NORM", True, 0.2,
                               {"end": 0.6, "from": 0.5, "until": 1.0, "levels": 2}, 0.9, 0.0),
}

SPARSE_L1 = dict(variant="L1Objective", errorReduction="SUM", penaltyWeight="DECODER_NORM", preEncoderBias=False,
                 coefficient=0.3)

# Transcoders: the layout's kind and dOut; and crosscoders, whose rows are their sources side by side.
PAIRED = {
    "transcoder_l1": (SPARSE_L1, l1, {}, {}, ("TRANSCODER", 9)),
    "skip_l1": (dict(SPARSE_L1, errorReduction="MEAN"), l1, {}, {}, ("SKIP_TRANSCODER", 4)),
    "skip_topk": (largest("TopKObjective", active(2), aux(3, "RESIDUAL_VARIANCE"), bias=False), topk, {}, {},
                  ("SKIP_TRANSCODER", 9)),
    "transcoder_batch_topk": (largest("BatchTopKObjective", active(3), bias=False, thresholdDecay=0.8), batch_topk, {},
                              THRESHOLD, ("TRANSCODER", 4)),
    "skip_matryoshka": (nested([5, 10, 20], "SUM", NO_AUX, bias=False), matryoshka, {}, THRESHOLD,
                        ("SKIP_TRANSCODER", 7)),
    "skip_jumprelu": jumping(quadratic(3.5), 2.0, bias=False) + (("SKIP_TRANSCODER", 9),),
    "skip_gated": gate("MEAN", "DECODER_NORM", False, 0.2) + (("SKIP_TRANSCODER", 4),),
    "skip_p_anneal": annealed("SUM", "ONE", False, 0.3, {"end": 0.5, "from": 0.0, "until": 0.25, "levels": 5}, 0.5,
                              0.2) + (("SKIP_TRANSCODER", 5),),
    "crosscoder_l1": (dict(SPARSE_L1, sourceWidths=[2, 3, 1]), l1, {}, {}, ("AUTOENCODER", D_IN)),
}


# Losses in which something counts as constant, or whose gradient is a surrogate, at the first step.
FROZEN_PARTS = {name for name in CASES if name.startswith(("jumprelu", "gated"))} | {"skip_jumprelu", "skip_gated"}


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def make(name, seed):
    objective, loss_of, extra, estimates, *layout = CASES.get(name) or PAIRED[name]
    kind, d_out = layout[0] if layout else ("AUTOENCODER", D_IN)
    g = torch.Generator().manual_seed(seed)
    p = {
        "wEnc": torch.randn(D_SAE, D_IN, generator=g),
        "bEnc": 0.3 * torch.randn(D_SAE, generator=g) - 0.4,
        "wDec": torch.randn(D_SAE, d_out, generator=g),
        "bDec": 0.2 * torch.randn(d_out, generator=g),
    }
    # Some features are out of reach, so that they are dead from the fourth step on.
    p["bEnc"][D_SAE - 6:] -= 6
    p.update(extra(g) if extra else {})
    if kind == "SKIP_TRANSCODER":
        p["wSkip"] = 0.3 * torch.randn(d_out, D_IN, generator=g)
    # The Java side stores float32: start from numbers that are exact there.
    p = {key: value.float().double().requires_grad_(True) for key, value in p.items()}
    batches = [torch.randn(BATCH, D_IN, generator=g).float().double() for _ in range(STEPS)]
    targets = batches
    if kind != "AUTOENCODER":
        targets = [torch.randn(BATCH, d_out, generator=g).float().double() for _ in range(STEPS)]
    start = {key: numbers(value) for key, value in p.items()}
    optimiser = torch.optim.Adam(p.values(), lr=LEARNING_RATE, betas=(0.9, 0.999), eps=1e-8)
    silent = torch.zeros(D_SAE, dtype=torch.long)
    now = {"estimates": dict(estimates)}
    first = None
    losses = []
    for step, x in enumerate(batches):
        now["progress"] = step / STEPS
        now["dead"] = silent >= DEAD_AFTER
        y = targets[step]
        if kind == "SKIP_TRANSCODER":
            y = y - x @ p["wSkip"].T
        loss, f = loss_of(objective, p, x, y, now)
        optimiser.zero_grad()
        loss.backward()
        if first is None:
            first = {"loss": loss.item(), "features": numbers(f),
                     "gradient": {key: numbers(value.grad) for key, value in p.items()}}
        losses.append(loss.item())
        optimiser.step()
        silent += BATCH
        silent[(f > 0).any(0)] = 0
    golden = {
        "origin": f"make_goldens.py, torch {torch.__version__}, seed {seed}",
        "differentiable": name not in FROZEN_PARTS, "objective": objective, "dIn": D_IN, "dSae": D_SAE, "batch": BATCH,
        "learningRate": LEARNING_RATE,
        "deadAfterRows": DEAD_AFTER, "start": start, "batches": [numbers(x) for x in batches], "first": first,
        "losses": losses, "end": {key: numbers(value) for key, value in p.items()}, "estimates": now["estimates"],
        "dead": silent.ge(DEAD_AFTER).nonzero().flatten().tolist(),
    }
    if layout:
        golden |= {"kind": kind, "dOut": d_out}
    if kind != "AUTOENCODER":
        golden["targets"] = [numbers(y) for y in targets]
    with open(f"{name}.json", "w") as out:
        json.dump(golden, out, separators=(",", ":"))
        out.write("\n")


if __name__ == "__main__":
    for number, case in enumerate(CASES):
        make(case, 100 + number)
    for number, case in enumerate(PAIRED):
        make(case, 300 + number)
