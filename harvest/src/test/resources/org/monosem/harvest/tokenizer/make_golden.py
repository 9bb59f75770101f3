"""Writes golden.json beside this file: what HuggingFace's own tokenizers library says.

merges: of its BpeTrainer on corpus.jsonl, 420 tokens, pairs that occur at least twice.
ids: of encode(text, add_special_tokens=False) with tokenizer.json, which BpeTrainer.java wrote
from the same corpus (BpeGoldenTest checks that it still writes the same bytes).

Made with Python 3 and tokenizers 0.23.2: python make_golden.py
"""

import json
import pathlib

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

here = pathlib.Path(__file__).parent
documents = [json.loads(line)["text"] for line in (here / "corpus.jsonl").read_text("utf-8").splitlines()]

trained = Tokenizer(models.BPE())
trained.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
trained.train_from_iterator(
    documents,
    trainers.BpeTrainer(
        vocab_size=420,
        min_frequency=2,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    ),
)
merges = [" ".join(merge) for merge in json.loads(trained.to_str())["model"]["merges"]]

ours = Tokenizer.from_file(str(here / "tokenizer.json"))
texts = documents + [
    "",
    " ",
    "\n\n",
    "a  b",
    "   leading and trailing   ",
    "<|endoftext|>",
    "The river<|endoftext|>The mill",
    "\u0000\u0001\u007f\u00ad",
    "\ufffd \ud7ff \ue000",
    "na\u00efve caf\u00e9 \u0130stanbul stra\u00dfe",
    "\u2028\u2029\u0085\u00a0x",
    "x\u0301\u0302\u0303 \u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001d54f\U00010437",
    "'S 'T 'RE don'T I'LL we'd've",
    "\u0661\u0662\u0663 \u00bd \u2163 x\u00b2",
    "TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT",
]
rows = [{"text": text, "ids": ours.encode(text, add_special_tokens=False).ids} for text in texts]
for row in rows:
    assert ours.decode(row["ids"], skip_special_tokens=False) == row["text"], row
(here / "golden.json").write_text(
    json.dumps({"merges": merges, "rows": rows}, ensure_ascii=True, indent=0) + "\n", "utf-8"
)
