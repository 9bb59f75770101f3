# Makes the golden files in the folder gpt2/ beside it. See ORIGIN.md.
import json
import pathlib

import torch
from safetensors.torch import save_file
from transformers import GPT2Config, GPT2LMHeadModel

here = pathlib.Path(__file__).parent / "gpt2"


def hooks(model, ids):
    """Runs the model; returns activations under TransformerLens's names, from forward hooks."""
    seen = {}

    def out(name):
        def hook(module, inputs, output):
            seen[name] = (output[0] if isinstance(output, tuple) else output).detach().clone()
        return hook

    def inp(name):
        def hook(module, inputs):
            seen[name] = inputs[0].detach().clone()
        return hook

    body = model.transformer
    body.wte.register_forward_hook(out("hook_embed"))
    body.wpe.register_forward_hook(out("hook_pos_embed"))
    for i, block in enumerate(body.h):
        at = f"blocks.{i}."
        block.register_forward_pre_hook(inp(at + "hook_resid_pre"))
        block.ln_1.register_forward_hook(out(at + "ln1.hook_normalized"))
        block.attn.c_proj.register_forward_pre_hook(inp(at + "attn.hook_z"))
        block.attn.register_forward_hook(out(at + "hook_attn_out"))
        block.ln_2.register_forward_pre_hook(inp(at + "hook_resid_mid"))
        block.ln_2.register_forward_hook(out(at + "ln2.hook_normalized"))
        block.mlp.c_fc.register_forward_hook(out(at + "mlp.hook_pre"))
        block.mlp.act.register_forward_hook(out(at + "mlp.hook_post"))
        block.mlp.register_forward_hook(out(at + "hook_mlp_out"))
        block.register_forward_hook(out(at + "hook_resid_post"))
    body.ln_f.register_forward_hook(out("ln_final.hook_normalized"))
    logits = model(ids).logits
    seen["hook_pos_embed"] = seen["hook_pos_embed"].expand_as(seen["hook_embed"]).clone()
    return seen, logits


def make(name, activation, tied, prefix, masks, d=16, vocabulary=41):
    torch.manual_seed(7)
    config = GPT2Config(
        vocab_size=vocabulary, n_positions=16, n_embd=d, n_layer=2, n_head=4, n_inner=40,
        activation_function=activation, tie_word_embeddings=tied, bos_token_id=0, eos_token_id=0,
        resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0)
    model = GPT2LMHeadModel(config).eval()
    with torch.no_grad():  # so that no bias is zero, no gain one, and attention is not flat
        for weight in model.parameters():
            weight.add_(torch.randn_like(weight) * 0.15)
    ids = torch.randint(0, vocabulary, (2, 10))
    seen, logits = hooks(model, ids)
    predicted = torch.log_softmax(logits[:, :-1], -1)
    losses = -predicted.gather(-1, ids[:, 1:, None])[..., 0]
    model.zero_grad()
    losses.mean().backward()
    folder = here / name
    folder.mkdir(parents=True, exist_ok=True)
    weights = {}
    gradients = {}
    for key, value in model.named_parameters():
        plain = key.removeprefix("transformer.")
        weights[key if prefix else plain] = value.detach().clone()
        gradients["gradient." + plain] = value.grad.clone()
    if masks:
        for i in range(2):
            at = ("transformer." if prefix else "") + f"h.{i}.attn."
            weights[at + "bias"] = torch.tril(torch.ones(16, 16))[None, None]
            weights[at + "masked_bias"] = torch.tensor(-1e4)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(json.dumps(config.to_diff_dict(), indent=1) + "\n")
    golden = {key: value.contiguous() for key, value in seen.items()}
    golden.update(gradients)
    golden.update({"input_ids": ids, "logits": logits.detach(), "losses": losses.detach()})
    save_file(golden, folder / "golden.safetensors")


make("relu-untied", "relu", tied=False, prefix=True, masks=False)
make("gelu-tied-masks", "gelu", tied=True, prefix=False, masks=True)
make("gelu_new-tied", "gelu_new", tied=True, prefix=True, masks=False)
