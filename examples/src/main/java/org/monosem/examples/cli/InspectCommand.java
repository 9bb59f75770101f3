package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.checkpoint.DictionaryFormat;
import org.monosem.core.checkpoint.ImportOptions;
import org.monosem.core.checkpoint.SaeLensFolder;
import org.monosem.core.json.StrictJson;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.TensorInfo;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.cache.CacheStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is in a cache, a dictionary, a model or a safetensors file. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Say what is in a cache, a dictionary, a model or a safetensors file.")
final class InspectCommand extends CliCommand {
  private static final String MODEL_CONFIG = "config.json";
  private static final String TRANSCODER = "--transcoder";
  private static final String MODEL_WEIGHTS = "model.safetensors";

  @Parameters(paramLabel = "PATH", description = "A folder, a .safetensors file or a dictionary.")
  Path path;

  @Option(names = "--verify", description = "Read a cache whole and compare its checksums.")
  boolean verify;

  @Option(names = TRANSCODER, description = "The path is a transcoder of Gemma Scope.")
  boolean transcoder;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    boolean foreign = isForeign();
    if (!foreign) {
      refuse("on anything but a dictionary of Gemma Scope", TRANSCODER);
    }
    if (foreign) {
      refuse("on a dictionary", "--verify");
      result.put("kind", "sparse autoencoder");
      describeDictionary(result);
    } else if (Files.isRegularFile(path)) {
      refuse("on a file", "--verify");
      result.put("kind", "safetensors file");
      describeTensors(path, result);
    } else if (Files.isRegularFile(path.resolve(SaeLensFolder.CONFIG_FILE))) {
      refuse("on a dictionary", "--verify");
      result.put("kind", "sparse autoencoder");
      result.put("config", StrictJson.readObject(path.resolve(SaeLensFolder.CONFIG_FILE)));
      describeTensors(path.resolve(SaeLensFolder.WEIGHTS_FILE), result);
    } else if (Files.isRegularFile(path.resolve(MODEL_CONFIG))) {
      refuse("on a model", "--verify");
      result.put("kind", "transformer");
      result.put("config", StrictJson.readObject(path.resolve(MODEL_CONFIG)));
      describeTensors(path.resolve(MODEL_WEIGHTS), result);
    } else if (Files.isDirectory(path)) {
      result.put("kind", "activation cache");
      describeCache(ActivationCache.open(path), result);
    } else {
      throw new IllegalArgumentException("no file or folder " + path);
    }
  }

  /** Files of SAELens are shown as they stand there, and so is any safetensors file. */
  private boolean isForeign() {
    String name = path.toString();
    boolean archive = name.endsWith(".pt") || name.endsWith(".npz");
    if (Files.isRegularFile(path)) {
      return archive;
    }
    return DictionaryFormat.isDictionary(path)
        && DictionaryFormat.of(path) != DictionaryFormat.SAELENS;
  }

  private void describeDictionary(Map<String, Object> result) {
    DictionaryFormat format = DictionaryFormat.of(path);
    if (format != DictionaryFormat.GEMMA_SCOPE) {
      refuse("on a dictionary of " + format, TRANSCODER);
    }
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch")) {
      ImportOptions options = new ImportOptions(transcoder);
      DictionaryFacts.put(format, DictionaryFormat.read(path, options, manager), result);
    }
  }

  private void describeCache(ActivationCache cache, Map<String, Object> result) {
    CacheStatistics statistics = cache.statistics();
    result.put("hook", cache.origin().hook().name());
    result.put("model", cache.origin().model());
    result.put("tokenizer", cache.origin().tokenizer());
    result.put("corpus", cache.origin().corpus());
    result.put("context_length", cache.origin().contextLength());
    result.put("selection", cache.origin().selection());
    result.put("rows", cache.rows());
    result.put("width", cache.width());
    result.put("dtype", cache.layout().type().name());
    result.put("shards", cache.shards());
    result.put("complete", cache.isComplete());
    result.put("mean_norm", statistics.meanNorm());
    result.put("max_abs", statistics.maxAbs());
    result.put("written_by", cache.libraryVersion());
    if (verify) {
      cache.verify();
      result.put("verified", true);
    }
  }

  private static void describeTensors(Path file, Map<String, Object> result) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      Map<String, Object> shapes = new LinkedHashMap<>();
      long values = 0;
      for (String name : tensors.names()) {
        TensorInfo info = tensors.info(name);
        shapes.put(name, info.type() + " " + info.shape());
        values += info.elements();
      }
      result.put("values", values);
      result.put("tensors", shapes);
      if (!tensors.metadata().isEmpty()) {
        result.put("metadata", new LinkedHashMap<String, Object>(tensors.metadata()));
      }
    }
  }
}
