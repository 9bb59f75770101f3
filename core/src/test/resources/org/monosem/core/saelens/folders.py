"""SAELens folders of every kind, and what the documented equations give for them (see README.md).

  python folders.py make FOLDER    writes the folders and expected.safetensors in each
  python folders.py check FOLDER   loads folders that hold an expected.safetensors, and compares

Weights are read as SAELens lays them out; everything is computed in float64. Training checkpoints are computed as
training computes them: on s x, selecting by h times the decoder's norms, and scaled back.
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import load_file, save_file

D_IN, D_SAE, D_OUT, ROWS = 6, 17, 4, 9


def encode(cfg, w, x):
    """Features [rows, d_sae] of rows that are normalised already."""
    architecture = cfg["architecture"]
    if cfg["apply_b_dec_to_input"]:
        x = x - w["b_dec"]
    if "gated" in architecture:
        gate = x @ w["W_enc"] + w["b_gate"] > 0
        return gate * torch.relu(x @ (w["W_enc"] * torch.exp(w["r_mag"])) + w["b_mag"])
    h = x @ w["W_enc"] + w["b_enc"]
    if cfg.get("rescale_acts_by_decoder_norm"):
        h = h * w["W_dec"].norm(dim=1)
    if "batchtopk" in architecture:
        return torch.relu(h) * (h > w["topk_threshold"])
    if "topk" in architecture:
        top = torch.topk(h, cfg["k"])
        return torch.zeros_like(h).scatter(1, top.indices, torch.relu(top.values))
    if "jumprelu" in architecture:
        threshold = w["threshold"] if "threshold" in w else torch.exp(w["log_threshold"])
        margin = (h - threshold).abs().min().item()
        assert margin > 5e-6, f"{architecture}: a pre-activation within {margin} of its threshold"
        return torch.relu(h) * (h > threshold)
    return torch.relu(h)


def forward(cfg, w, x, s=1.0):
    """Features and output for raw rows x; s is a scale that is not folded into the weights."""
    w = {name: tensor.double() for name, tensor in w.items()}
    x = x.double()
    mode = cfg["normalize_activations"]
    n = x * s
    if mode == "constant_norm_rescale":
        coefficient = cfg["d_in"] ** 0.5 / x.norm(dim=1, keepdim=True)
        n = x * coefficient
    elif mode == "layer_norm":
        mean, std = x.mean(1, keepdim=True), x.std(1, keepdim=True)
        n = (x - mean) / (std + 1e-5)
    f = encode(cfg, w, n)
    g = f / w["W_dec"].norm(dim=1) if cfg.get("rescale_acts_by_decoder_norm") else f
    if cfg.get("finetuning_scaling_factor"):
        g = g * w["scaling_factor"]
    y = g @ w["W_dec"] + w["b_dec"]
    if "transcoder" not in cfg["architecture"]:
        if mode == "constant_norm_rescale":
            y = y / coefficient
        elif mode == "layer_norm":
            y = y * std + mean
        y = y / s
    if "skip" in cfg["architecture"]:
        y = y + x @ w["W_skip"].T
    return f, y


def weights(architecture):
    d_out = D_OUT if "transcoder" in architecture else D_IN
    w = {
        "W_enc": torch.randn(D_IN, D_SAE), "b_enc": torch.randn(D_SAE) * 0.3 - 0.3,
        "W_dec": torch.randn(D_SAE, d_out) * torch.rand(D_SAE, 1), "b_dec": torch.randn(d_out),
    }
    if "gated" in architecture:
        w["b_gate"] = w.pop("b_enc")
        w["b_mag"], w["r_mag"] = torch.randn(D_SAE) * 0.4, torch.randn(D_SAE) * 0.5
    elif "batchtopk" in architecture:
        w["topk_threshold"] = torch.tensor(0.731, dtype=torch.float64)
    elif "jumprelu" in architecture:
        w["threshold"] = torch.rand(D_SAE) * 1.5
    if "skip" in architecture:
        w["W_skip"] = torch.randn(d_out, D_IN)
    return w


def config(architecture, more):
    cfg = {
        "architecture": architecture, "d_in": D_IN, "d_sae": D_SAE, "dtype": "float32", "device": "cpu",
        "apply_b_dec_to_input": "transcoder" not in architecture, "normalize_activations": "none",
        "reshape_activations": "none",
        "metadata": {"sae_lens_version": "6.18.0", "sae_lens_training_version": "6.18.0", "model_name": "toy",
                     "hook_name": "blocks.0.hook_resid_post", "hook_head_index": None, "prepend_bos": True},
    }
    if "transcoder" in architecture:
        cfg |= {"d_out": D_OUT}
    if architecture == "topk":
        cfg |= {"k": 5, "rescale_acts_by_decoder_norm": False}
    if "batchtopk" in architecture:
        cfg |= {"k": 5.5, "rescale_acts_by_decoder_norm": True, "topk_threshold_lr": 0.01}
    return cfg | more


SCALE = {"normalize_activations": "expected_average_only_in"}
TRAINING = {"decoder_init_norm": 0.1, "lp_norm": 1.0}
# Before version 6: everything in one object.
FLAT = {"prepend_bos": True, "d_in": D_IN, "d_sae": D_SAE, "dtype": "torch.float32", "device": "mps", "model_name": "toy",
        "hook_point": "blocks.3.hook_resid_pre", "hook_point_layer": 3, "hook_point_head_index": None, "lr": 0.0004,
        "activation_fn_str": "relu", "sae_lens_training_version": None}

# name: architecture, changes to cfg.json, scale in activation_scaler.json, element type
FOLDERS = {
    "jumprelu": ("jumprelu", {}, None, None),
    "jumprelu_free": ("jumprelu", {"apply_b_dec_to_input": False}, None, None),
    "gated": ("gated", {}, None, None),
    "topk_rescaled": ("topk", {"rescale_acts_by_decoder_norm": True}, None, None),
    "transcoder": ("transcoder", {}, None, None),
    "skip_transcoder": ("skip_transcoder", {}, None, None),
    "jumprelu_transcoder": ("jumprelu_transcoder", {}, None, None),
    "jumprelu_skip_transcoder": ("jumprelu_skip_transcoder", {"normalize_activations": "layer_norm"}, None, None),
    "layer_norm": ("standard", {"normalize_activations": "layer_norm"}, None, None),
    "constant_norm": ("jumprelu", {"normalize_activations": "constant_norm_rescale"}, None, None),
    "hook_z": ("standard", {"reshape_activations": "hook_z"}, None, None),
    "bfloat16": ("jumprelu", {"dtype": "bfloat16"}, None, torch.bfloat16),
    "float16": ("standard", {"dtype": "torch.float16"}, None, torch.float16),
    "finished": ("standard", SCALE, None, None),
    "training_standard": ("standard", SCALE | TRAINING, 0.2, None),
    "training_topk": ("topk", SCALE | TRAINING | {"rescale_acts_by_decoder_norm": True}, 0.2, None),
    "training_gated": ("gated", SCALE | TRAINING, 3.5, None),
    "training_jumprelu": ("jumprelu", SCALE | TRAINING, 0.2, None),
    "training_batchtopk": ("batchtopk", SCALE | TRAINING, 0.2, None),
    "training_batchtopk_plain": ("batchtopk", SCALE | TRAINING | {"rescale_acts_by_decoder_norm": False}, 0.2, None),
    "training_matryoshka": ("matryoshka_batchtopk", TRAINING | {"matryoshka_widths": [5, 17]}, None, None),
    "flat_standard": ("standard", FLAT | {"normalize_activations": False}, None, None),
    "flat_topk": ("topk", FLAT | {"activation_fn_str": "topk", "activation_fn_kwargs": {"k": 5}}, None, None),
    "flat_fine_tuned": ("standard", FLAT | {"finetuning_scaling_factor": True, "normalize_activations": True}, None, None),
}


def make(name, folder):
    architecture, more, s, dtype = FOLDERS[name]
    w = weights(architecture)
    if name == "training_jumprelu":
        w["log_threshold"] = torch.log(w.pop("threshold") + 0.01)
    if name == "flat_standard":
        w["scaling_factor"] = torch.ones(D_SAE)
    if name == "flat_fine_tuned":
        w["scaling_factor"] = torch.rand(D_SAE) + 0.5
    if dtype:
        w = {key: tensor.to(dtype) for key, tensor in w.items()}
    # What is computed knows everything; what is written has the form of its version.
    cfg = config(architecture, more)
    written = dict(cfg)
    if name.startswith("flat"):
        cfg |= {"normalize_activations": "none"}
        written = dict(more)
        if name == "flat_topk":
            written["architecture"] = "standard"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cfg.json").write_text(json.dumps(written, indent=1))
    save_file({key: tensor.contiguous() for key, tensor in w.items()}, folder / "sae_weights.safetensors")
    if s:
        (folder / "activation_scaler.json").write_text(json.dumps({"scaling_factor": s}))
    x = torch.randn(ROWS, D_IN) / (s or 1)
    f, y = forward(cfg, w, x, s or 1.0)
    assert 0 < (f > 0).double().mean() < 0.8
    save_file({"x": x, "features": f.float(), "reconstruction": y.float()}, folder / "expected.safetensors")


def check(folder):
    cfg = json.loads((folder / "cfg.json").read_text())
    w = load_file(folder / "sae_weights.safetensors")
    expected = load_file(folder / "expected.safetensors")
    f, y = forward(cfg, w, expected["x"])
    pairs = ((f, expected["features"]), (y, expected["reconstruction"]))
    # Of one, or of the largest number.
    off = [((a - b).abs().max() / max(1, b.abs().max().item())).item() for a, b in pairs]
    print(f"{folder.name}: {cfg['architecture']}: features off by {off[0]:.1e}, outputs by {off[1]:.1e}")
    assert max(off) < 1e-5


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "make":
        for number, name in enumerate(FOLDERS):
            torch.manual_seed(100 + number)
            make(name, root / name)
    else:
        for folder in sorted(path.parent for path in root.rglob("expected.safetensors")):
            check(folder)
