package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.monosem.core.safetensors.ElementType;

/**
 * Dictionaries of saprmarks/dictionary_learning: {@code config.json} and {@code ae.pt}, or one of
 * its checkpoints {@code ae_<step>.pt} with the {@code config.json} in its folder or the one above.
 *
 * <p><b>Read</b> is every {@code dict_class} with features, and used as that library's {@code
 * encode} does by itself:
 *
 * <ul>
 *   <li>AutoEncoder, AutoEncoderNew: ReLU; AutoEncoder subtracts its {@code bias} from the input;
 *   <li>AutoEncoderTopK: the {@code k} largest;
 *   <li>BatchTopKSAE, MatryoshkaBatchTopKSAE: what is above the {@code threshold}, which must have
 *       been estimated: -1 stands for none;
 *   <li>GatedAutoEncoder, JumpReluAutoEncoder: their features are multiplied by the norm of their
 *       decoder row, and divided by it before they are decoded; the norms are folded in for that,
 *       and decoder rows have norm one here;
 *   <li>IdentityDict has no features and is refused.
 * </ul>
 *
 * Where {@code buffer.io} is {@code in_and_out} the dictionary is a transcoder; what such a one
 * subtracts from its input goes into the encoder's bias.
 *
 * <p><b>Written</b> are the same state dicts, by name and orientation, as {@code ae.safetensors}
 * with {@code config.json}: ReLU as AutoEncoder or AutoEncoderNew, TopK as AutoEncoderTopK, gated
 * and JumpReLU dictionaries (BatchTopK and Matryoshka among them) as GatedAutoEncoder and
 * JumpReluAutoEncoder. In Python:
 *
 * <pre>
 *   ae = AutoEncoderTopK(activation_dim, dict_size, k)   # the dict_class of config.json
 *   ae.load_state_dict(safetensors.torch.load_file("ae.safetensors"))
 * </pre>
 *
 * A bias that a class subtracts and the dictionary does not, or the other way, goes into the
 * encoder's bias.
 */
public final class DictionaryLearningFolder {
  /** The file of the configuration. */
  public static final String CONFIG_FILE = "config.json";

  /** The file of the weights that Monosem writes. */
  public static final String WEIGHTS_FILE = "ae.safetensors";

  private static final String TORCH_FILE = "ae.pt";
  private static final Pattern FILE = Pattern.compile("ae(_[0-9]+)?\\.(pt|safetensors)");

  private DictionaryLearningFolder() {}

  static boolean isAt(DictionaryPlace place) {
    if (place.isFile()) {
      return FILE.matcher(String.valueOf(place.path().getFileName())).matches();
    }
    return place.holds(CONFIG_FILE) && (place.holds(TORCH_FILE) || place.holds(WEIGHTS_FILE));
  }

  static DictionaryCheckpoint read(DictionaryPlace place, NDManager manager) {
    DictionaryLearningConfig settings =
        DictionaryLearningConfig.parse(DictionaryPlace.json(config(place)));
    Path file = weights(place);
    boolean safe = file.toString().endsWith(".safetensors");
    try (TensorSource source = safe ? SafetensorsTensors.open(file) : TorchTensors.open(file);
        NDManager scope = manager.newSubManager()) {
      ForeignWeights weights = new ForeignWeights(source, scope);
      return new DictionaryLearningReader(weights, settings)
          .read(settings.metadata(place.origin(DictionaryFormat.DICTIONARY_LEARNING)))
          .attachTo(manager);
    }
  }

  private static Path weights(DictionaryPlace place) {
    if (place.isFile()) {
      return place.path();
    }
    if (place.holds(TORCH_FILE, WEIGHTS_FILE)) {
      throw missing(
          "more than one dictionary in "
              + place.path()
              + ": it holds "
              + List.of(TORCH_FILE, WEIGHTS_FILE)
              + "; leave one of them there, or name the file");
    }
    return place.path().resolve(place.holds(TORCH_FILE) ? TORCH_FILE : WEIGHTS_FILE);
  }

  private static Path config(DictionaryPlace place) {
    Path folder = place.folder();
    Path above = folder.resolveSibling(CONFIG_FILE);
    for (Path config : List.of(folder.resolve(CONFIG_FILE), above)) {
      if (Files.isRegularFile(config)) {
        return config;
      }
    }
    throw missing(
        "no dictionary at "
            + place.path()
            + ": there is no "
            + CONFIG_FILE
            + " beside or above it");
  }

  private static UncheckedIOException missing(String message) {
    return new UncheckedIOException(message, new IOException(message));
  }

  /**
   * Writes a folder, creating it if needed: weights first, then the configuration, each file
   * replaced as a whole.
   *
   * @param type the type of the numbers in the file: F32, F16 or BF16
   * @throws IllegalArgumentException if it is a transcoder or normalises its input, for neither of
   *     which that library has a class
   * @throws UncheckedIOException if a file cannot be written
   */
  public static void write(Path folder, DictionaryCheckpoint dictionary, ElementType type) {
    DictionaryLearningWriter.write(folder, dictionary, type);
  }
}
