package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong usage: exit code 2, one line that names the option, and where to read more. */
class WrongUsageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense                                               | 'nonsense'
          train --bogus --cache c --out d                        | '--bogus'
          train --cache c                                        | '--out=DIR'
          train --out d                                          | '--cache=DIR'
          encode --sae s --input i                               | '--output=FILE'
          inspect                                                | 'PATH'
          train --cache c --out d --features many                | '--features'
          train --cache c --out d --features 0                   | --features: expected at least 1, got 0
          train --cache c --out d --steps -3                     | --steps: expected at least 1, got -3
          train --cache c --out d --batch 0                      | --batch: expected at least 1, got 0
          train --cache c --out d --report-every 0               | --report-every: expected at least 1
          train --cache c --out d --checkpoint-every 0           | --checkpoint-every: expected at least 1
          train --cache c --out d --recipe 2025                  | --recipe: expected one of 2023, 2024, topk, batch-topk, matryoshka
          train --cache c --out d --recipe topk,2024             | --recipe: expected one recipe, got topk,2024
          train --cache c --out d --recipe topk --l1 2           | --l1 has no effect with --recipe topk, which takes -k
          train --cache c --out d -k 8                           | -k has no effect with --recipe 2024, which takes --l1
          train --cache c --out d --recipe topk --active 8,9     | -k: expected one value, got [8.0, 9.0]
          train --cache c --out d --recipe topk -k 0             | -k: expected at least 1, got 0
          train --cache c --out d --target-l0 0                  | --target-l0: expected more than 0, got 0.0
          train --cache c --out d --target-l0 4,8                | --target-l0: expected one value, got [4.0, 8.0]
          train --cache c --out d --recipe topk --target-l0 4    | --target-l0 has no effect with --recipe topk, which takes -k
          train --cache c --out d --max-norm-ratio .5            | --max-norm-ratio: expected at least 1, got 0.5
          train --cache c --out d --schedule sawtooth            | '--learning-rate-schedule'
          train --cache c --out d --schedule cosine --learning-rate-decay .2 | --learning-rate-decay has no effect with --learning-rate-schedule cosine
          train --cache c --out d --learning-rate-end .1         | --learning-rate-end has no effect with --learning-rate-schedule linear
          train --cache c --out d --learning-rate-warm-up 2      | --learning-rate-warm-up: expected 0 to 1, got 2.0
          train --cache c --out d --learning-rate-decay .95      | --learning-rate-decay: expected at most 1 together with the warm-up of 0.1, got 0.95
          sweep --cache c --out d --features 8 --l1 1 --target-l0 4 | --target-l0 has no effect with --l1 in a sweep of --recipe 2024
          train --cache c --out d --aux-k 8                      | --aux-k has no effect with --recipe 2024, which takes no -k
          train --cache c --out d --recipe 2023 --aux-coefficient 1 | --aux-coefficient has no effect with --recipe 2023
          train --cache c --out d --recipe 2023 --k-start 9      | --k-start has no effect with --recipe 2023
          train --cache c --out d --recipe topk --k-annealing .5 | --k-annealing has no effect without --k-start
          train --cache c --out d --recipe topk --aux-k 0        | --aux-k: expected at least 1, got 0
          train --cache c --out d --decoder-constraint some      | '--decoder-constraint'
          train --cache c --out d --input-scaling some           | '--input-scaling'
          sweep --cache c --out d --features 8 --l1 1 --recipe 2024,2024 | --recipe: expected each value once, got [2024, 2024]
          sweep --cache c --out d --features 8 --l1 1 --recipe 2024,topk | --recipe topk needs -k
          sweep --cache c --out d --features 8 --l1 1 -k 4       | -k has no effect with --recipe 2024, which takes --l1
          sweep --cache c --out d --features 8 --l1 1 --contexts 5 | --contexts has no effect without --corpus
          sweep --cache c --out d --features 8 --l1 1 --no-resample | --no-resample has no effect without --corpus
          sweep --cache c --out d --features 8                   | --recipe 2024 needs --l1
          sweep --cache c --out d --features 8,0 --l1 1          | --features: expected at least 1, got 0
          sweep --cache c --out d --features 8 --l1 1,1.0        | --l1: expected each value once, got [1.0, 1.0]
          sweep --cache c --out d --features 8 --l1 1 --steps 0  | --steps: expected at least 1, got 0
          sweep --cache c --out d --features 8 --l1 1 --evaluation-rows 0 | --evaluation-rows: expected at least 1
          sweep --cache c --out d --features 8 --l1 1 --hook-out h | --hook-out: a dictionary of this sweep is no transcoder
          sweep --cache c --target t --out d --features 8 --l1 1 --corpus x | a dictionary of this sweep is a transcoder, give --hook-out NAME
          sweep --cache c --cache b --out d --features 8 --l1 1 --corpus x | a dictionary of this sweep is a crosscoder
          sweep --cache c --skip --out d --features 8 --l1 1     | --skip: only a transcoder has a linear path, give --target DIR
          train --cache c --skip --out d                         | --skip: only a transcoder has a linear path, give --target DIR
          train --cache c --cache b --target t --out d           | --target: expected one --cache to predict it from, got [c, b]
          train --cache c --out d --precision fp16               | --precision: expected fp32, fp32-via-bf16, bf16 or tf32, got fp16
          train --cache c --out d --memory 4                     | --memory: expected a size such as 512m or 4g, got 4
          train --cache c --out d --memory 0g                    | --memory: expected a size such as 512m or 4g, got 0g
          train --cache c --out d --costs guessed                | --costs: expected measured or fixed, got guessed
          train-tokenizer --out t                                | --corpus
          train-tokenizer --corpus x --out t --vocabulary 10     | --vocabulary: expected at least 257, got 10
          train-transformer --corpus x --tokenizer t --out m --steps 0      | --steps: expected at least 1
          train-transformer --corpus x --tokenizer t --out m --precision X  | '--precision'
          train-transformer --corpus x --tokenizer t --out m --inhibit 1    | --inhibit: expected layers from 0 to 0, got 1
          train-transformer --corpus x --tokenizer t --out m --inhibit-share .1 | --inhibit-share has no effect without --inhibit
          train-transformer --corpus x --tokenizer t --out m --inhibit 0 --inhibit-share .1 | --inhibit-share has no effect with --inhibit-choice highest
          train-transformer --corpus x --tokenizer t --out m --inhibit 0 --inhibit-weight 1 | --inhibit-weight has no effect with --inhibit-effect reverse
          train-transformer --corpus x --tokenizer t --out m --inhibit 0 --inhibit-effect X | --inhibit-effect: expected one of reverse, naive, log-loss, got X
          train-transformer --corpus x --tokenizer t --out m --inhibit 0 --inhibit-site X | --inhibit-site: expected one of block-output, activation, got X
          train-transformer --corpus x --tokenizer t --out m --inhibit 0 --inhibit-warm-up 1 | inhibition: warmUp: expected at least 2, got 1.0
          train-transformer --corpus x --tokenizer t --out m --decorrelation-raw | --decorrelation-raw has no effect without --decorrelate
          train-transformer --corpus x --tokenizer t --out m --decorrelate 3 | --decorrelate: expected layers from 0 to 0, got 3
          sweep --cache c --out d --features 8 --l1 1 --term-rows 9 | --term-rows has no effect without --embedding-term or --decorrelation
          sweep --cache c --out d --features 8 --l1 1 --decorrelation -1 | --decorrelation: expected a finite number above 0, got -1.0
          benchmark digits --embedding-term 0                    | --embedding-term: expected a positive number, got 0.0
          train --cache c --out d --term-rows 9                  | --term-rows has no effect without --embedding-term or --decorrelation
          train --cache c --out d --embedding-term 0             | --embedding-term: expected a finite number above 0, got 0.0
          train --cache c --out d --decorrelation 1 --term-rows 1 | --term-rows: expected at least 2, got 1
          harvest --corpus x                                     | --out DIR
          harvest --corpus x --out c --save-activations a        | --out DIR or --save-activations
          harvest --tokens t --corpus x --out c                  | --corpus has no effect with --tokens
          harvest --tokens t --sources x --out c                 | --sources has no effect with --tokens
          harvest --tokens t --held-out --out c                  | --held-out has no effect with --tokens
          harvest --corpus x --save-activations a                | --save-activations needs --tokens
          harvest --tokens t --save-activations a --rows 5       | --rows has no effect
          harvest --tokens t --save-activations a --dtype F32    | --dtype has no effect
          harvest --corpus x --out c --skip-first -1             | --skip-first: expected at least 0, got -1
          harvest --corpus x --out c --skip-tokens -4            | --skip-tokens: expected at least 0, got -4
          harvest --corpus x --out c --skip-tokens 4,4           | --skip-tokens: expected each value once
          harvest --tokens t --save-activations a --skip-first 1 | --skip-first has no effect
          harvest --tokens t --save-activations a --skip-special | --skip-special has no effect
          evaluate --sae s --cache c --keep-tokens 0             | --keep-tokens has no effect without --corpus
          harvest --corpus x --out c --rows 0                    | --rows: expected at least 1, got 0
          harvest --corpus x --out c --batch 0                   | --batch: expected at least 1, got 0
          harvest --corpus x --out c --dtype complex             | '--dtype'
          evaluate --sae s                                       | --cache
          evaluate --sae s --corpus x --rows 5                   | --rows has no effect without --cache
          evaluate --sae s --cache c --contexts 5                | --contexts has no effect without --corpus
          evaluate --sae s --cache c --all-documents             | --all-documents has no effect
          evaluate --sae s --cache c --saebench f                | --saebench has no effect without --corpus
          evaluate --sae s --cache c --no-resample               | --no-resample has no effect without --corpus
          evaluate --sae s --cache c --keep-first                | --keep-first has no effect without --corpus
          evaluate --sae s --cache c --cosine-features 0         | --cosine-features: expected at least 1, got 0
          generate --tokens 0                                    | --tokens: expected at least 1, got 0
          quickstart --sources x                                 | '--out=DIR'
          quickstart --out x                                     | --sources DIR
          doctor --device tpu                                    | --device: expected cpu or gpuN, got tpu
          benchmark --features 0                                 | --features: expected at least 1, got 0
          benchmark --repeats 0                                  | --repeats: expected at least 1, got 0
          benchmark --threads 0                                  | --threads: expected at least 1, got 0
          benchmark --features 64 --l0 60                        | --l0: expected at least one active feature
          benchmark --precision fp8                              | '--precision'
          benchmark --peer-compile                               | --peer-compile has no effect without --peer
          doctor --rounds 2                                      | --rounds has no effect without --gpu-selftest
          doctor --gpu-selftest --rounds 0                       | --rounds: expected at least 1, got 0
          benchmark density --repeats 0                          | --repeats: expected at least 1, got 0
          benchmark density --features 64 --l0 8,60              | --l0: expected at least one active feature
          benchmark cache --batch 0 --cache x                    | --batch: expected at least 1, got 0
          benchmark topk -k 0                                    | -k: expected at least 1, got 0
          benchmark serving --l0 0                               | --l0: expected more than 0
          benchmark feed                                         | '--folder=DIR'
          benchmark pool --rows 0 --folder x                     | --rows: expected at least 1, got 0
          benchmark sweep --steps 0 --folder x                   | --steps: expected at least 1, got 0
          benchmark harvest --vocabulary 9                       | --vocabulary: expected at least 4096, got 9
          benchmark regularisation --contexts 0                  | --contexts: expected at least 1, got 0
          benchmark digits --images x                            | --images and --labels: expected both or neither
          benchmark digits --images x --labels y --count 50      | --count has no effect with --images
          benchmark digits --count 3                             | --count: expected at least 20, got 3
          benchmark digits --l1 0                                | --l1: expected a positive number, got 0.0
          benchmark digits --threshold 2                         | --threshold: expected a number in [-1, 1), got 2.0
          generate --seed one                                    | '--seed'
          """,
      quoteCharacter = '"')
  void namesTheOption(String line, String named) {
    CommandRun run = CommandRun.of((Object[]) line.strip().split(" +"));
    assertThat(run.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(run.complaint()).contains(named);
    assertThat(run.err()).contains("Try: monosem").contains("--help");
  }

  @Test
  void aCommandIsNeeded() {
    CommandRun run = CommandRun.of();
    assertThat(run.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(run.complaint()).isEqualTo("monosem: a command is needed");
    assertThat(run.err()).endsWith("Try: monosem --help" + System.lineSeparator());
  }

  @Test
  void suggestsWhatWasMeant() {
    assertThat(CommandRun.of("inspec").err()).contains("Did you mean: ", "inspect");
  }
}
