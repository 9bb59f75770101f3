"""Makes a small SAELens 6 folder and what plain PyTorch computes with it (see README.md)."""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file

out = pathlib.Path(sys.argv[1])
for name, subtract, k in (("pre_bias", True, None), ("free", False, None), ("topk", True, 5)):
    torch.manual_seed(7)
    d_in, d_sae, rows = 6, 17, 9
    w_enc = torch.randn(d_in, d_sae)
    b_enc = torch.randn(d_sae) * 0.3 - 0.5
    w_dec = torch.randn(d_sae, d_in)
    b_dec = torch.randn(d_in)
    x = torch.randn(rows, d_in)
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"W_enc": w_enc, "b_enc": b_enc, "W_dec": w_dec, "b_dec": b_dec}, folder / "sae_weights.safetensors")
    config = {
        "architecture": "topk" if k else "standard", "d_in": d_in, "d_sae": d_sae, "dtype": "float32", "device": "cpu",
        "apply_b_dec_to_input": subtract, "normalize_activations": "none", "reshape_activations": "none",
        "metadata": {"sae_lens_version": "6.18.0", "model_name": "toy", "hook_name": "blocks.0.mlp.hook_post"},
    }
    if k:
        config |= {"k": k, "rescale_acts_by_decoder_norm": False}
    (folder / "cfg.json").write_text(json.dumps(config))
    d = [t.double() for t in (x, w_enc, b_enc, w_dec, b_dec)]
    h = (d[0] - d[4] if subtract else d[0]) @ d[1] + d[2]
    if k:
        top = torch.topk(h, k)
        h = torch.zeros_like(h).scatter(1, top.indices, top.values)
    f = torch.relu(h)
    save_file({"x": x, "features": f.float(), "reconstruction": (f @ d[3] + d[4]).float()}, folder / "expected.safetensors")
