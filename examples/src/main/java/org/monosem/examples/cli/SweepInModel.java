package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.SparseAutoencoder;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.sae.evaluation.LabelledContext;
import org.monosem.sae.evaluation.SpliceReport;
import org.monosem.sae.sweep.DictionarySweep;

/** Measures the dictionaries of a sweep inside their model, all on the same contexts. */
record SweepInModel(InModelOptions options, CliCommand command, StopSignal stop) {

  /** Returns the figures of each dictionary, in the order of the entries. */
  List<Map<String, Object>> measured(DictionarySweep sweep) {
    int dictionaries = sweep.plans().size();
    try (NDManager manager = NDManager.newBaseManager(command.common.device(), "PyTorch");
        Gpt2 model = options.model.load(manager)) {
      List<LabelledContext> contexts =
          options.contexts(model, options.corpus(command.common.masterSeed()));
      long total = (long) contexts.size() * dictionaries;
      try (Progress progress = new Progress(command.console(), "splicing", "contexts", total)) {
        long[] before = {0};
        return sweep.each(
            (entry, dictionary) -> {
              Map<String, Object> figures = figures(model, dictionary, contexts, progress, before);
              before[0] += contexts.size();
              return figures;
            });
      }
    }
  }

  private Map<String, Object> figures(
      Gpt2 model,
      SparseAutoencoder dictionary,
      List<LabelledContext> contexts,
      Progress progress,
      long[] before) {
    SpliceReport report =
        options.splice(
            model,
            dictionary,
            contexts,
            command.common.masterSeed(),
            at -> {
              stop.check();
              progress.at(before[0] + at.done(), "");
            });
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("contexts", report.contexts());
    figures.put("model_l0", report.reconstruction().l0().mean());
    figures.put("loss_spliced", report.loss().spliced());
    figures.putAll(report.recovered());
    return figures;
  }
}
