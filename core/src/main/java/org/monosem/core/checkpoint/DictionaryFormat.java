package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The layouts of dictionaries on disk that are read, each recognised by what a folder or a file
 * holds. What they mean is said at their readers; every one of them refuses, by file and key, what
 * is missing, misshapen, unknown or not finite, and assumes nothing in its place.
 *
 * <p>Whatever scales a format keeps beside its weights is folded into them, and {@code
 * config().metadata()} keeps where a dictionary came from: {@code source_format}, {@code
 * source_path} (the last names of the path), {@code source_repository} and {@code source_revision}
 * in a cache of the Hugging Face hub, and {@code model_name}, {@code hook_name} (TransformerLens's
 * name) where the files or their path say so.
 */
public final class DictionaryFormat {
  /** SAELens, version 6 and before; see {@link SaeLensFolder}. */
  public static final DictionaryFormat SAELENS =
      new DictionaryFormat(
          "saelens",
          "cfg.json + sae_weights.safetensors",
          SaeLensFolder::isAt,
          (place, options, manager) -> SaeLensFolder.read(place.path(), manager));

  /** saprmarks/dictionary_learning; see {@link DictionaryLearningFolder}. */
  public static final DictionaryFormat DICTIONARY_LEARNING =
      new DictionaryFormat(
          "dictionary-learning",
          "config.json with \"trainer\" + ae.pt or ae.safetensors",
          DictionaryLearningFolder::isAt,
          (place, options, manager) -> DictionaryLearningFolder.read(place, manager));

  /** Google's Gemma Scope; the path says which model, layer and hook. */
  public static final DictionaryFormat GEMMA_SCOPE =
      new DictionaryFormat("gemma-scope", "params.npz", GemmaScope::isAt, GemmaScope::read);

  /** Google's Gemma Scope 2, for Gemma 3: autoencoders, transcoders and skip transcoders. */
  public static final DictionaryFormat GEMMA_SCOPE_2 =
      new DictionaryFormat(
          "gemma-scope-2",
          "config.json + params.safetensors",
          GemmaScope2::isAt,
          (place, options, manager) -> GemmaScope2.read(place, manager));

  /** openai/sparse_autoencoder. */
  public static final DictionaryFormat OPENAI =
      new DictionaryFormat(
          "openai",
          "a .pt file with pre_bias and latent_bias",
          OpenAiFile::isAt,
          (place, options, manager) -> OpenAiFile.read(place, manager));

  /** EleutherAI/sparsify. */
  public static final DictionaryFormat SPARSIFY =
      new DictionaryFormat(
          "sparsify",
          "cfg.json + sae.safetensors",
          SparsifyFolder::isAt,
          (place, options, manager) -> SparsifyFolder.read(place, manager));

  /** Llama Scope as first published, by OpenMOSS. */
  public static final DictionaryFormat LLAMA_SCOPE =
      new DictionaryFormat(
          "llama-scope",
          "hyperparams.json + checkpoints/final.safetensors",
          LlamaScope::isAt,
          (place, options, manager) -> LlamaScope.read(place, manager));

  /** OpenMOSS's Llamascopium, and Llama Scope's R1-distill release before it. */
  public static final DictionaryFormat LLAMASCOPIUM =
      new DictionaryFormat(
          "llamascopium",
          "config.json with \"expansion_factor\" + sae_weights.safetensors",
          Llamascopium::isAt,
          (place, options, manager) -> Llamascopium.read(place, manager));

  /** Neel Nanda's one-layer autoencoders, and others of their form. */
  public static final DictionaryFormat ONE_LAYER =
      new DictionaryFormat(
          "1l-sparse-autoencoder",
          "N.pt + N_cfg.json",
          OneLayerFile::isAt,
          (place, options, manager) -> OneLayerFile.read(place, manager));

  private static final List<DictionaryFormat> ALL =
      List.of(
          SAELENS,
          DICTIONARY_LEARNING,
          GEMMA_SCOPE,
          GEMMA_SCOPE_2,
          OPENAI,
          SPARSIFY,
          LLAMA_SCOPE,
          LLAMASCOPIUM,
          ONE_LAYER);

  private final String text;
  private final String signs;
  private final Predicate<DictionaryPlace> detector;
  private final Reader reader;

  private DictionaryFormat(
      String text, String signs, Predicate<DictionaryPlace> detector, Reader reader) {
    this.text = text;
    this.signs = signs;
    this.detector = detector;
    this.reader = reader;
  }

  /** Reads a dictionary into arrays of a manager. */
  @FunctionalInterface
  interface Reader {
    DictionaryCheckpoint read(DictionaryPlace place, ImportOptions options, NDManager manager);
  }

  /** Returns every format that is read. */
  public static List<DictionaryFormat> all() {
    return ALL;
  }

  /** Returns the name, for example {@code gemma-scope}. */
  public String text() {
    return text;
  }

  /** Returns what a folder or file of this format holds, in words. */
  public String signs() {
    return signs;
  }

  /**
   * Recognises a format.
   *
   * @param path a folder, or a file where a format is one file
   * @throws UncheckedIOException if nothing is there, or it has the signs of no format, or of
   *     several; the message lists what was looked for
   */
  public static DictionaryFormat of(Path path) {
    DictionaryPlace place = new DictionaryPlace(path);
    List<DictionaryFormat> found =
        ALL.stream().filter(format -> format.detector.test(place)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String problem = found.isEmpty() ? nothing(path) : several(path, found);
    throw new UncheckedIOException(problem, new IOException(problem));
  }

  /** Returns whether a path has the signs of at least one format. */
  public static boolean isDictionary(Path path) {
    DictionaryPlace place = new DictionaryPlace(path);
    return ALL.stream().anyMatch(format -> format.detector.test(place));
  }

  /**
   * Reads a dictionary of whatever format.
   *
   * @param path a folder, or a file where a format is one file
   * @param options what some files do not say
   * @param manager the owner of the arrays; decides the device
   * @throws RuntimeException naming the file and the rule if something is missing or does not fit
   */
  public static DictionaryCheckpoint read(Path path, ImportOptions options, NDManager manager) {
    return of(path).reader.read(new DictionaryPlace(path), options, manager);
  }

  @Override
  public String toString() {
    return text;
  }

  private static String nothing(Path path) {
    if (!Files.exists(path)) {
      return "no dictionary at " + path + ": there is no such folder or file";
    }
    String holds = Files.isDirectory(path) ? "holds no " : "is no ";
    return "no dictionary in "
        + path
        + ": it "
        + holds
        + ALL.stream()
            .map(format -> format.signs + " (" + format.text + ")")
            .collect(Collectors.joining(", no "));
  }

  private static String several(Path path, List<DictionaryFormat> found) {
    return "more than one dictionary in "
        + path
        + ": it holds "
        + found.stream()
            .map(format -> format.signs + " (" + format.text + ")")
            .collect(Collectors.joining(" and "))
        + "; leave one of them there";
  }
}
