package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.DictionaryFormat;
import org.monosem.core.checkpoint.DictionaryLearningFolder;
import org.monosem.core.checkpoint.Folding;
import org.monosem.core.checkpoint.ImportOptions;
import org.monosem.core.checkpoint.SaeLensFolder;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.safetensors.ElementType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A dictionary of any format in, one of SAELens's or dictionary_learning's layout out. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Convert a dictionary. Read, by what is there: SAELens, dictionary_learning, Gemma Scope 1",
      "and 2, OpenAI, sparsify, Llama Scope, Llamascopium, 1L-Sparse-Autoencoder."
    })
final class ConvertCommand extends CliCommand {
  /** The layouts that are written. */
  enum Layout {
    SAELENS,
    DICTIONARY_LEARNING;

    @Override
    public String toString() {
      return this == SAELENS ? "saelens" : "dictionary-learning";
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "A folder, or a file of one dictionary.")
  Path input;

  @Parameters(index = "1", paramLabel = "OUT", description = "The folder to write.")
  Path output;

  @Option(
      names = "--format",
      defaultValue = "saelens",
      paramLabel = "FORMAT",
      description = "saelens, or dictionary-learning (ae.safetensors). Default ${DEFAULT-VALUE}.")
  Layout layout;

  @Option(
      names = "--dtype",
      defaultValue = "F32",
      paramLabel = "TYPE",
      description = "F32, F16 or BF16 for the weights written. Default ${DEFAULT-VALUE}.")
  ElementType dtype;

  @Option(names = "--fold-decoder-norms", description = "Give decoder rows norm one.")
  boolean foldDecoderNorms;

  @Option(
      names = "--sparsity",
      paramLabel = "FILE",
      description = {
        "How often features fire (SAELens's sparsity.safetensors), to be written too.",
        "One in IN is taken along by itself."
      })
  @Nullable Path sparsity;

  @Option(names = "--transcoder", description = "IN is a transcoder of Gemma Scope.")
  boolean transcoder;

  @Option(names = "--force", description = "Replace the dictionary that OUT may hold.")
  boolean force;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    requireType();
    requireFree();
    DictionaryFormat format = DictionaryFormat.of(input);
    if (format != DictionaryFormat.GEMMA_SCOPE) {
      refuse("on a dictionary of " + format, "--transcoder");
    }
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch")) {
      DictionaryCheckpoint dictionary =
          DictionaryFormat.read(input, new ImportOptions(transcoder), manager);
      DictionaryFacts.put(format, dictionary, result);
      stop.check();
      write(foldDecoderNorms ? Folding.decoderNorms(dictionary, manager) : dictionary);
    }
    result.put("output", output.toString());
    result.put("output_format", layout.toString());
    result.put("dtype", dtype.name());
  }

  private void requireType() {
    if (dtype != ElementType.F32 && dtype != ElementType.F16 && dtype != ElementType.BF16) {
      throw new UsageException("--dtype: expected F32, F16 or BF16, got " + dtype);
    }
    if (layout == Layout.DICTIONARY_LEARNING) {
      refuse("on --format dictionary-learning", "--sparsity");
    }
  }

  private void write(DictionaryCheckpoint dictionary) {
    double @Nullable [] frequencies = frequencies();
    AtomicFile.writeFolder(
        output,
        folder -> {
          if (layout == Layout.DICTIONARY_LEARNING) {
            DictionaryLearningFolder.write(folder, dictionary, dtype);
          } else if (frequencies == null) {
            SaeLensFolder.write(folder, dictionary, dtype);
          } else {
            SaeLensFolder.write(folder, dictionary, dtype, frequencies);
          }
        });
  }

  private double @Nullable [] frequencies() {
    if (layout == Layout.DICTIONARY_LEARNING) {
      return null;
    }
    Path beside = input.resolve(SaeLensFolder.SPARSITY_FILE);
    if (sparsity != null) {
      return SaeLensFolder.frequencies(Input.requireFile("--sparsity", sparsity));
    }
    return Files.isRegularFile(beside) ? SaeLensFolder.frequencies(beside) : null;
  }

  /** Replaces dictionaries when told so, never anything else, and never what is read. */
  private void requireFree() {
    if (!Files.exists(output)) {
      Output.requireFolder("OUT", output);
      return;
    }
    if (isEmptyFolder()) {
      return;
    }
    if (!force) {
      throw new IllegalArgumentException(output + ": exists already; --force replaces it");
    }
    if (!Files.isDirectory(output) || !DictionaryFormat.isDictionary(output)) {
      throw new IllegalArgumentException(
          output + ": expected a dictionary to replace, got something else");
    }
    if (holdsInput()) {
      throw new IllegalArgumentException(output + ": expected another folder than the one to read");
    }
  }

  private boolean isEmptyFolder() {
    if (!Files.isDirectory(output)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(output)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(output + ": cannot be listed", e);
    }
  }

  private boolean holdsInput() {
    try {
      return input.toRealPath().startsWith(output.toRealPath());
    } catch (IOException e) {
      return false; // nothing to read there, which is said when it is read
    }
  }
}
