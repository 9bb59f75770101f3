package org.monosem.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.monosem.core.Tokenizer;
import org.monosem.core.random.Seed;
import org.monosem.core.safetensors.ElementType;
import org.monosem.examples.corpus.QuickstartCorpus;
import org.monosem.examples.corpus.QuickstartShares;
import org.monosem.examples.model.ShippedModel;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.Document;
import org.monosem.harvest.pipeline.Harvest;
import org.monosem.harvest.pipeline.HarvestReport;
import org.monosem.harvest.pipeline.TokenContext;
import org.monosem.harvest.tokenizer.PackedContexts;
import org.monosem.harvest.transformer.Gpt2;

/** A whole harvest for {@link HarvestRate}: text, tokens, forward pass, cache on disk. */
final class TextHarvest {
  /** Everything but source jars, which a machine may not have: languages, legal, dna, ... */
  private static final QuickstartShares GENERATED =
      new QuickstartShares(0, 0.6, 0.1, 0.1, 0.1, 0.05, 0.05);

  private final Gpt2 model;
  private final Path folder;
  private final int batch;
  private final Tokenizer tokenizer = ShippedModel.tokenizer();
  private final Corpus corpus;

  /**
   * Prepares text in memory; caches go into a new folder below {@code parent}.
   *
   * @param batch contexts of one forward pass
   * @param characters about how much text
   */
  TextHarvest(Gpt2 model, Path parent, int batch, long characters) {
    this.model = model;
    this.folder = parent.resolve("cache");
    this.batch = batch;
    List<Document> documents =
        QuickstartCorpus.of(parent, characters, Seed.of(3), GENERATED).documents().toList();
    this.corpus = Corpus.of("text of this JDK", documents);
  }

  /** Encodes the text as a harvest does, on all processors; returns the tokens of its contexts. */
  long encode() {
    try (PackedContexts contexts = PackedContexts.of(corpus, tokenizer, HarvestRate.CONTEXT)) {
      return contexts.stream().mapToLong(context -> HarvestRate.CONTEXT).sum();
    }
  }

  /** Encodes the text document by document; returns the number of its tokens. */
  long encodeOnOneThread() {
    try (Stream<Document> documents = corpus.documents()) {
      return documents.mapToLong(document -> tokenizer.encode(document.text()).length).sum();
    }
  }

  /** Harvests everything into a new cache, deletes it, and returns the rate. */
  double tokensPerSecond() throws IOException {
    long begun = System.nanoTime();
    try (PackedContexts contexts = PackedContexts.of(corpus, tokenizer, HarvestRate.CONTEXT)) {
      Iterator<TokenContext> forModel = contexts.stream().map(TokenContext::of).iterator();
      HarvestReport report =
          Harvest.of(model, HarvestRate.HOOK)
              .type(ElementType.F16)
              .batchSize(batch)
              .build(forModel, corpus.description(), folder)
              .run();
      return report.rows() / ((System.nanoTime() - begun) / 1e9);
    } finally {
      Folders.delete(folder);
    }
  }
}
