"""Dictionaries as other libraries write them, and what their documented equations give (see README.md).

  python forms.py make FOLDER    writes one folder for each case, with case.json and expected.safetensors
  python forms.py check FOLDER   loads dictionary_learning folders that Monosem wrote beside an
                                 expected.safetensors of Monosem's own numbers, and compares

Files are written with torch.save, numpy.savez and safetensors, by the names and orientations of each library; what
they mean is computed in float64 from the tensors as they stand there.
"""

import json
import math
import pathlib
import sys

import numpy
import torch
from safetensors.torch import load_file, save_file

D, F, D_OUT, ROWS = 6, 17, 4, 9


def linear(x, weight, bias):
    return x @ weight.T + bias


def top_k(h, k):
    top = torch.topk(torch.relu(h), k)
    return torch.zeros_like(h).scatter(1, top.indices, top.values)


def above(h, threshold):
    margin = (h - threshold).abs().min().item()
    assert margin > 5e-6, f"a pre-activation within {margin} of its threshold"
    return torch.relu(h) * (h > threshold)


# dictionary_learning ------------------------------------------------------------------------------------------------


def dl_weights(dict_class, threshold=0.6, k=4):
    enc, dec = torch.randn(F, D), torch.randn(D, F) * (0.3 + torch.rand(F))
    bias, out = torch.randn(F) * 0.3 - 0.2, torch.randn(D)
    scalars = {"k": torch.tensor(k, dtype=torch.int), "threshold": torch.tensor(threshold)}
    if dict_class == "AutoEncoder":
        return {"bias": out, "encoder.weight": enc, "encoder.bias": bias, "decoder.weight": dec}
    if dict_class == "AutoEncoderNew":
        # As that library starts them: one is a transposed view.
        return {"encoder.weight": torch.randn(D, F).T, "encoder.bias": bias, "decoder.weight": dec, "decoder.bias": out}
    if dict_class == "GatedAutoEncoder":
        return {"decoder_bias": out, "encoder.weight": enc, "r_mag": torch.randn(F) * 0.4, "gate_bias": bias,
                "mag_bias": torch.randn(F) * 0.4, "decoder.weight": dec}
    if dict_class in ("AutoEncoderTopK", "BatchTopKSAE"):
        return scalars | {"encoder.weight": enc, "encoder.bias": bias, "decoder.weight": dec, "b_dec": out}
    matrices = {"W_enc": enc.T, "b_enc": bias, "W_dec": dec.T, "b_dec": out}
    if dict_class == "JumpReluAutoEncoder":
        return matrices | {"threshold": torch.rand(F) + 0.1}
    return scalars | matrices | {"group_sizes": torch.tensor([5, 12])}


def dl_forward(dict_class, w, x):
    """encode and decode of each class, as that library defines them."""
    w = {name: tensor.double() for name, tensor in w.items()}
    if dict_class == "AutoEncoder":
        f = torch.relu(linear(x - w["bias"], w["encoder.weight"], w["encoder.bias"]))
        return f, linear(f, w["decoder.weight"], w["bias"])
    if dict_class == "AutoEncoderNew":
        f = torch.relu(linear(x, w["encoder.weight"], w["encoder.bias"]))
        return f, linear(f, w["decoder.weight"], w["decoder.bias"])
    if dict_class == "GatedAutoEncoder":
        h = (x - w["decoder_bias"]) @ w["encoder.weight"].T
        f = (h + w["gate_bias"] > 0) * torch.relu(torch.exp(w["r_mag"]) * h + w["mag_bias"])
        norms = w["decoder.weight"].norm(dim=0)
        f = f * norms
        return f, linear(f / norms, w["decoder.weight"], w["decoder_bias"])
    if dict_class in ("AutoEncoderTopK", "BatchTopKSAE"):
        h = linear(x - w["b_dec"], w["encoder.weight"], w["encoder.bias"])
        f = top_k(h, int(w["k"])) if dict_class == "AutoEncoderTopK" else above(h, w["threshold"])
        return f, linear(f, w["decoder.weight"], w["b_dec"])
    if dict_class == "JumpReluAutoEncoder":
        f = above(x @ w["W_enc"] + w["b_enc"], w["threshold"])
        norms = w["W_dec"].norm(dim=1)
        f = f * norms
        return f, (f / norms) @ w["W_dec"] + w["b_dec"]
    assert dict_class == "MatryoshkaBatchTopKSAE"
    f = above((x - w["b_dec"]) @ w["W_enc"] + w["b_enc"], w["threshold"])
    return f, f @ w["W_dec"] + w["b_dec"]


def dl(dict_class, io="out", dtype=None, file="trainer_0/ae.pt", old=False):
    def write(folder):
        w = dl_weights(dict_class)
        trainer = {"trainer_class": "Trainer", "dict_class": dict_class, "lr": 0.0003, "steps": 1000, "seed": 0,
                   "activation_dim": D, "dict_size": F, "device": "cpu", "layer": 3, "lm_name": "EleutherAI/pythia-70m",
                   "wandb_name": "x", "submodule_name": "resid_post_layer_3"}
        if "k" in w:
            trainer["k"] = 4
        if old:
            w = {name: tensor for name, tensor in w.items() if name not in ("k", "threshold")}
        if dtype:
            w = {name: t.to(dtype) if t.ndim else t for name, t in w.items()}
        path = folder / file
        path.parent.mkdir(parents=True)
        torch.save(w, path)
        buffer = {"d_submodule": D, "io": io, "n_ctxs": 3000, "ctx_len": 128, "refresh_batch_size": 32, "device": "cpu"}
        config = {"trainer": trainer, "buffer": buffer}
        above_it = file.startswith("trainer_0/checkpoints")
        (folder / "trainer_0/config.json" if above_it else path.parent / "config.json").write_text(json.dumps(config))
        x = torch.randn(ROWS, D)
        full = w | ({"k": torch.tensor(4)} if old else {})
        return path if above_it else path.parent, x, *dl_forward(dict_class, full, x.double())
    return write


# Gemma Scope --------------------------------------------------------------------------------------------------------


def gemma(path, deflated=False, d_out=D, scale=1.0):
    def write(folder):
        w = {"W_enc": torch.randn(D, F), "b_enc": torch.randn(F) * 0.3 - 0.2, "W_dec": torch.randn(F, d_out),
             "b_dec": torch.randn(d_out), "threshold": torch.rand(F) + 0.1}
        target = folder / path
        target.mkdir(parents=True)
        save = numpy.savez_compressed if deflated else numpy.savez
        save(target / "params.npz", **{name: tensor.numpy() for name, tensor in w.items()})
        w = {name: tensor.double() for name, tensor in w.items()}
        x = torch.randn(ROWS, D) / scale
        f = above(x.double() * scale @ w["W_enc"] + w["b_enc"], w["threshold"])
        return target, x, f, (f @ w["W_dec"] + w["b_dec"]) / scale
    return write


GEMMA_3 = "model.layers.17."


def gemma_2(path, hook_in, hook_out=None, affine=False, d_out=D, kind="sae"):
    def write(folder):
        w = {"w_enc": torch.randn(D, F), "b_enc": torch.randn(F) * 0.3 - 0.2, "w_dec": torch.randn(F, d_out),
             "b_dec": torch.randn(d_out), "threshold": torch.rand(F) + 0.1}
        if affine:
            w["affine_skip_connection"] = torch.randn(D, d_out)
        target = folder / path
        target.mkdir(parents=True)
        config = {"hf_hook_point_in": GEMMA_3 + hook_in, "hf_hook_point_out": GEMMA_3 + (hook_out or hook_in),
                  "width": F, "model_name": "google/gemma-3-1b-it", "architecture": "jump_relu", "l0": 20,
                  "affine_connection": affine, "type": kind}
        (target / "config.json").write_text(json.dumps(config))
        save_file(w, target / "params.safetensors")
        w = {name: tensor.double() for name, tensor in w.items()}
        x = torch.randn(ROWS, D)
        f = above(x.double() @ w["w_enc"] + w["b_enc"], w["threshold"])
        y = f @ w["w_dec"] + w["b_dec"]
        return target, x, f, y + x.double() @ w["affine_skip_connection"] if affine else y
    return write


# OpenAI -------------------------------------------------------------------------------------------------------------


def openai(kind, path, legacy=False, tied=False):
    def write(folder):
        w = {"pre_bias": torch.randn(D), "latent_bias": torch.randn(F) * 0.3,
             "stats_last_nonzero": torch.arange(F), "latents_activation_frequency": torch.ones(F),
             "latents_mean_square": torch.zeros(F), "encoder.weight": torch.randn(F, D),
             "decoder.weight": torch.randn(D, F)}
        if tied:
            w["decoder.weight"] = w["encoder.weight"].T
        state = dict(w)
        if tied:
            state["decoder.linear.weight"] = state["encoder.weight"]
            del state["decoder.weight"]
        if kind == "TopK":
            state |= {"activation": "TopK", "activation_state_dict": {"k": 4, "postact_fn": "ReLU"}}
        elif kind == "ReLU":
            state |= {"activation": "ReLU", "activation_state_dict": {}}
        target = folder / path
        target.parent.mkdir(parents=True)
        torch.save(state, target, _use_new_zipfile_serialization=not legacy)
        w = {name: tensor.double() for name, tensor in w.items()}
        x = torch.randn(ROWS, D) * 3 + 1
        n, mean, std = x.double(), 0.0, 1.0
        if kind == "TopK":
            mean = n.mean(-1, keepdim=True)
            std = (n - mean).std(-1, keepdim=True)
            n = (n - mean) / (std + 1e-5)
        h = linear(n - w["pre_bias"], w["encoder.weight"], w["latent_bias"])
        f = top_k(h, 4) if kind == "TopK" else torch.relu(h)
        return target, x, f, linear(f, w["decoder.weight"], w["pre_bias"]) * std + mean
    return write


# sparsify -----------------------------------------------------------------------------------------------------------


def sparsify(module, transcode=None, skip=False, latents=F, dtype=torch.float32):
    def write(folder):
        features = latents or 3 * D
        w = {"encoder.weight": torch.randn(features, D), "encoder.bias": torch.randn(features) * 0.3,
             "W_dec": torch.randn(features, D), "b_dec": torch.randn(D)}
        if skip:
            w["W_skip"] = torch.randn(D, D)
        w = {name: tensor.to(dtype) for name, tensor in w.items()}
        cfg = {"expansion_factor": 3, "normalize_decoder": True, "num_latents": latents, "k": 4}
        if transcode is not None:
            cfg = {"activation": "topk"} | cfg | {"multi_topk": True, "skip_connection": skip, "transcode": transcode}
        target = folder / module
        target.mkdir(parents=True)
        (target / "cfg.json").write_text(json.dumps(cfg | {"d_in": D}))
        save_file(w, target / "sae.safetensors")
        w = {name: tensor.double() for name, tensor in w.items()}
        x = torch.randn(ROWS, D)
        n = x.double() if transcode else x.double() - w["b_dec"]
        f = top_k(linear(n, w["encoder.weight"], w["encoder.bias"]), 4)
        y = f @ w["W_dec"] + w["b_dec"]
        return target, x, f, y + x.double() @ w["W_skip"].T if skip else y
    return write


# Llama Scope --------------------------------------------------------------------------------------------------------

HOOK, HOOK_OUT = "blocks.8.hook_resid_post", "blocks.8.hook_mlp_out"


def scope_config(act_fn, hook_out, normalisation, norms):
    return {"hook_point_in": HOOK, "hook_point_out": hook_out, "use_decoder_bias": True, "expansion_factor": 3,
            "d_model": D, "act_fn": act_fn, "norm_activation": normalisation, "sparsity_include_decoder_norm": norms,
            "use_glu_encoder": False, "top_k": 4, "dtype": "torch.bfloat16"}


def llama_scope(act_fn="jumprelu", hook_out=HOOK, normalisation="dataset-wise", norms=True, subtract=False, theta=0.4,
                mean_norms=(0.9, 0.9)):
    def write(folder):
        features = 3 * D
        w = {"encoder.weight": torch.randn(features, D), "encoder.bias": torch.randn(features) * 0.3,
             "decoder.weight": torch.randn(D, features) * (0.3 + torch.rand(features)), "decoder.bias": torch.randn(D)}
        target = folder / "Llama3_1-8B-Base-L8R-8x"
        (target / "checkpoints").mkdir(parents=True)
        hyper = scope_config(act_fn, hook_out, normalisation, norms) | {
            "d_sae": features, "jump_relu_threshold": theta, "apply_decoder_bias_to_pre_encoder": subtract,
            "dataset_average_activation_norm": {"in": mean_norms[0], "out": mean_norms[1]}}
        (target / "hyperparams.json").write_text(json.dumps(hyper))
        save_file(w, target / "checkpoints/final.safetensors")
        # As OpenMOSS loads them: standardise, give decoder columns norm one, then the threshold.
        w = {name: tensor.double() for name, tensor in w.items()}
        s_in, s_out = (math.sqrt(D) / norm for norm in mean_norms) if normalisation == "dataset-wise" else (1.0, 1.0)
        enc, b = w["encoder.weight"], w["encoder.bias"] / s_in
        dec, out = w["decoder.weight"] * s_in / s_out, w["decoder.bias"] / s_out
        if norms:
            n = dec.norm(dim=0)
            enc, b, dec = enc * n[:, None], b * n, dec / n
        x = torch.randn(ROWS, D) / s_in
        rows, c = x.double(), 1.0
        if normalisation == "token-wise":
            c = math.sqrt(D) / rows.norm(dim=1, keepdim=True)
            rows = rows * c
        h = linear(rows - out if subtract else rows, enc, b)
        if act_fn == "topk" and theta == 0:
            f = top_k(h, 4)
        else:
            f = torch.relu(h) if act_fn == "relu" else above(h, theta)
        return target, x, f, linear(f, dec, out) / c
    return write


def llamascopium(act_fn="jumprelu", hook_out=HOOK, normalisation="dataset-wise", norms=True, layers=False, bias=True,
                 mean_norms=(0.9, 0.9)):
    def write(folder):
        features = 3 * D
        w = {"W_E": torch.randn(D, features), "b_E": torch.randn(features) * 0.3,
             "W_D": torch.randn(features, D) * (0.3 + torch.rand(features, 1)), "b_D": torch.randn(D)}
        theta = torch.rand(features) + 0.1
        stored = dict(w)
        if layers:
            stored = {"encoder.weight": w["W_E"].T.contiguous(), "encoder.bias": w["b_E"],
                      "decoder.weight": w["W_D"].T.contiguous(), "decoder.bias": w["b_D"]}
        elif not bias:
            stored.pop("b_D")
            w["b_D"] = torch.zeros(D)
        if act_fn == "jumprelu":
            stored[("" if layers else "activation_function.") + "log_jumprelu_threshold"] = torch.log(theta)
        for hook, norm in zip((HOOK, hook_out), mean_norms):
            stored["dataset_average_activation_norm." + hook] = torch.tensor(norm)
        config = scope_config(act_fn, hook_out, normalisation, norms) | {"use_decoder_bias": bias}
        if not layers:
            config |= {"sae_type": "sae", "expansion_factor": 3.0, "jumprelu_threshold_window": 2.0}
        target = folder / "L8R"
        target.mkdir(parents=True)
        (target / "config.json").write_text(json.dumps(config))
        save_file(stored, target / "sae_weights.safetensors")
        # normalize_activations, encode, decode, denormalize_activations.
        w = {name: tensor.double() for name, tensor in w.items()}
        s_in, s_out = (math.sqrt(D) / norm for norm in mean_norms) if normalisation == "dataset-wise" else (1.0, 1.0)
        x = torch.randn(ROWS, D) / s_in
        if normalisation == "token-wise":
            s_in = s_out = math.sqrt(D) / x.double().norm(dim=1, keepdim=True)
        h = x.double() * s_in @ w["W_E"] + w["b_E"]
        n = w["W_D"].norm(dim=1) if norms else torch.ones(features).double()
        if act_fn == "topk":
            f = top_k(h * n, 4)
            return target, x, f, (f / n @ w["W_D"] + w["b_D"]) / s_out
        f = (torch.relu(h * n) if act_fn == "relu" else above(h * n, torch.log(theta).exp().double())) / n
        return target, x, f, (f @ w["W_D"] + w["b_D"]) / s_out
    return write


# One layer ----------------------------------------------------------------------------------------------------------


def one_layer(name, cfg, dtype=torch.float32, legacy=False):
    def write(folder):
        features = 3 * D
        w = {"W_enc": torch.randn(D, features), "W_dec": torch.randn(features, D),
             "b_enc": torch.randn(features) * 0.3, "b_dec": torch.randn(D)}
        w = {key: tensor.to(dtype) for key, tensor in w.items()}
        folder.mkdir(parents=True)
        torch.save(w, folder / f"{name}.pt", _use_new_zipfile_serialization=not legacy)
        (folder / f"{name}_cfg.json").write_text(json.dumps(cfg))
        w = {key: tensor.double() for key, tensor in w.items()}
        x = torch.randn(ROWS, D)
        f = torch.relu((x.double() - w["b_dec"]) @ w["W_enc"] + w["b_enc"])
        return folder / f"{name}.pt", x, f, f @ w["W_dec"] + w["b_dec"]
    return write


CASES = {
    "dl_auto_encoder": ("dictionary-learning", dl("AutoEncoder")),
    "dl_auto_encoder_new": ("dictionary-learning", dl("AutoEncoderNew")),
    "dl_gated": ("dictionary-learning", dl("GatedAutoEncoder")),
    "dl_top_k": ("dictionary-learning", dl("AutoEncoderTopK")),
    "dl_top_k_old": ("dictionary-learning", dl("AutoEncoderTopK", old=True)),
    "dl_batch_top_k": ("dictionary-learning", dl("BatchTopKSAE")),
    "dl_batch_top_k_step": ("dictionary-learning", dl("BatchTopKSAE", file="trainer_0/checkpoints/ae_500.pt")),
    "dl_jump_relu": ("dictionary-learning", dl("JumpReluAutoEncoder")),
    "dl_matryoshka": ("dictionary-learning", dl("MatryoshkaBatchTopKSAE")),
    "dl_bfloat16": ("dictionary-learning", dl("AutoEncoder", dtype=torch.bfloat16)),
    "dl_transcoder": ("dictionary-learning", dl("AutoEncoder", io="in_and_out")),
    "gemma_res": ("gemma-scope", gemma("gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71")),
    "gemma_att": ("gemma-scope", gemma("gemma-scope-9b-it-att/layer_3/width_16k/canonical", deflated=True)),
    "gemma_transcoder": ("gemma-scope", gemma("gemma-scope-2b-pt-transcoders/layer_7/width_16k/average_l0_9", d_out=D_OUT)),
    "gemma_told": ("gemma-scope", gemma("somewhere", d_out=D_OUT)),
    "gemma_embedding": ("gemma-scope", gemma("gemma-scope-2b-pt-res/embedding/width_4k/average_l0_6", scale=D ** -0.5)),
    "openai_relu": ("openai", openai("ReLU", "gpt2-small/mlp_post_act/autoencoders/5.pt")),
    "openai_first": ("openai", openai(None, "gpt2-small/resid_delta_mlp/autoencoders/0.pt", legacy=True)),
    "openai_top_k": ("openai", openai("TopK", "gpt2-small/resid_post_mlp_v5_32k/autoencoders/8.pt")),
    "sparsify_first": ("sparsify", sparsify("layers.5")),
    "sparsify_multiple": ("sparsify", sparsify("layers.5.mlp", transcode=False, latents=0, dtype=torch.bfloat16)),
    "sparsify_transcoder": ("sparsify", sparsify("layers.5.mlp", transcode=True)),
    "sparsify_skip": ("sparsify", sparsify("h.2.mlp", transcode=True, skip=True)),
    "scope": ("llama-scope", llama_scope()),
    "scope_transcoder": ("llama-scope", llama_scope(hook_out=HOOK_OUT, mean_norms=(2.4, 0.2))),
    "scope_no_norms": ("llama-scope", llama_scope(norms=False)),
    "scope_subtracting": ("llama-scope", llama_scope(subtract=True)),
    "scope_converted": ("llama-scope", llama_scope(act_fn="topk")),
    "scope_top_k": ("llama-scope", llama_scope(act_fn="topk", theta=0.0)),
    "scope_relu": ("llama-scope", llama_scope(act_fn="relu")),
    "scope_token": ("llama-scope", llama_scope(normalisation="token-wise")),
    "scope_r1": ("llamascopium", llamascopium(layers=True)),
    "scopium": ("llamascopium", llamascopium()),
    "scopium_transcoder": ("llamascopium", llamascopium(hook_out=HOOK_OUT, mean_norms=(2.4, 0.2))),
    "scopium_no_norms": ("llamascopium", llamascopium(norms=False, bias=False)),
    "scopium_inference": ("llamascopium", llamascopium(normalisation="inference")),
    "scopium_token": ("llamascopium", llamascopium(normalisation="token-wise")),
    "scopium_top_k": ("llamascopium", llamascopium(act_fn="topk")),
    "scopium_relu": ("llamascopium", llamascopium(act_fn="relu")),
    "one_layer": ("1l-sparse-autoencoder", one_layer("25", {"seed": 49, "d_mlp": D, "dict_mult": 3, "enc_dtype": "fp32"}, legacy=True)),
    "one_layer_z": ("1l-sparse-autoencoder", one_layer(
        "gpt2-small_L2_Hcat_z", {"act_size": D, "dict_size": 18, "act_name": "blocks.2.attn.hook_z", "model_name": "gpt2-small"},
        dtype=torch.float16)),
    "gemma2_sae": ("gemma-scope-2", gemma_2("resid_post_all/layer_17_width_16k_l0_small", "output")),
    "gemma2_attention": ("gemma-scope-2", gemma_2("attn_out/layer_17_width_16k_l0_medium", "self_attn.o_proj.input")),
    "gemma2_transcoder": ("gemma-scope-2", gemma_2(
        "transcoder/layer_17_width_16k_l0_small", "pre_feedforward_layernorm.output",
        "post_feedforward_layernorm.output", d_out=D_OUT, kind="transcoder")),
    "gemma2_affine": ("gemma-scope-2", gemma_2(
        "transcoder_all/layer_17_width_16k_l0_small_affine", "pre_feedforward_layernorm.output",
        "post_feedforward_layernorm.output", affine=True, kind="transcoder")),
    "openai_tied": ("openai", openai("ReLU", "gpt2-small/resid_delta_attn/autoencoders/3.pt", tied=True)),
    "openai_tied_top_k": ("openai", openai("TopK", "gpt2-small/resid_post_attn/autoencoders/4.pt", tied=True)),
}


def make(name, folder):
    kind, write = CASES[name]
    path, x, f, y = write(folder)
    assert 0 < (f > 0).double().mean() < 0.9, name
    case = {"format": kind, "path": path.relative_to(folder).as_posix(), "transcoder": name == "gemma_told"}
    (folder / "case.json").write_text(json.dumps(case))
    save_file({"x": x, "features": f.float(), "reconstruction": y.float()}, folder / "expected.safetensors")


class Stored(torch.nn.Module):
    """A module of one dict_class, for load_state_dict to be strict about names and shapes."""

    def __init__(self, dict_class, d, features, k):
        super().__init__()
        layers = dict_class not in ("JumpReluAutoEncoder", "MatryoshkaBatchTopKSAE")
        if layers:
            self.encoder = torch.nn.Linear(d, features, bias=dict_class != "GatedAutoEncoder")
            self.decoder = torch.nn.Linear(features, d, bias=dict_class == "AutoEncoderNew")
        sizes = {
            "AutoEncoder": {"bias": d},
            "GatedAutoEncoder": {"decoder_bias": d, "r_mag": features, "gate_bias": features, "mag_bias": features},
            "AutoEncoderTopK": {"b_dec": d},
            "JumpReluAutoEncoder": {"W_enc": (d, features), "b_enc": features, "W_dec": (features, d), "b_dec": d,
                                    "threshold": features},
        }.get(dict_class, {})
        for name, size in sizes.items():
            self.register_parameter(name, torch.nn.Parameter(torch.empty(size)))
        if dict_class == "AutoEncoderTopK":
            self.register_buffer("k", torch.tensor(k, dtype=torch.int))
            self.register_buffer("threshold", torch.tensor(-1.0))


def check(folder):
    trainer = json.loads((folder / "config.json").read_text())["trainer"]
    module = Stored(trainer["dict_class"], trainer["activation_dim"], trainer["dict_size"], trainer.get("k", 0))
    module.load_state_dict(load_file(folder / "ae.safetensors"), strict=True)
    expected = load_file(folder / "expected.safetensors")
    f, y = dl_forward(trainer["dict_class"], module.state_dict(), expected["x"].double())
    pairs = ((f, expected["features"]), (y, expected["reconstruction"]))
    off = [((a - b).abs().max() / max(1, b.abs().max().item())).item() for a, b in pairs]
    print(f"{folder.name}: {trainer['dict_class']}: features off by {off[0]:.1e}, outputs by {off[1]:.1e}")
    assert max(off) < 1e-5


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "make":
        for number, name in enumerate(CASES):
            torch.manual_seed(500 + number)
            make(name, root / name)
    else:
        for folder in sorted(path.parent for path in root.rglob("ae.safetensors")):
            check(folder)
