package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.activation.Gated;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;

/**
 * A dictionary as a folder in the layout of SAELens: {@code cfg.json}, {@code
 * sae_weights.safetensors} and, if it is known how often features fire, {@code
 * sparsity.safetensors}.
 *
 * <p><b>Written</b> is what SAELens 6 writes for inference, float32, row-major: {@code W_enc [dIn,
 * dSae]}, {@code b_enc [dSae]}, {@code W_dec [dSae, dOut]}, {@code b_dec [dOut]}; {@code threshold
 * [dSae]} of JumpReLU; {@code b_gate}, {@code b_mag}, {@code r_mag [dSae]} and no {@code b_enc} of
 * gated dictionaries; {@code W_skip [dOut, dIn]} of skip transcoders. The encoder is turned over on
 * the way in and out, because Monosem keeps both matrices feature-major. TopK and gated
 * transcoders, which SAELens does not have, are written in the same way under the architectures
 * {@code topk_transcoder}, {@code topk_skip_transcoder}, {@code gated_transcoder} and {@code
 * gated_skip_transcoder}.
 *
 * <p><b>Read</b> is that and, in any floating-point type:
 *
 * <ul>
 *   <li>the architectures {@code batchtopk} and {@code matryoshka_batchtopk} of training folders,
 *       as JumpReLU dictionaries with their {@code topk_threshold} for every feature;
 *   <li>{@code rescale_acts_by_decoder_norm}, by folding the norms into the weights, the threshold
 *       staying what it was compared with;
 *   <li>checkpoints of a training with {@code expected_average_only_in}, whose scale in {@code
 *       activation_scaler.json} is folded in, after the norms; SAELens itself folds the scale first
 *       and leaves the threshold, so that the threshold of what it exports from such a training is
 *       off by that scale, and nothing in the export says so;
 *   <li>{@code log_threshold} of JumpReLU checkpoints before 6.48;
 *   <li>flat configurations before version 6, with a fine-tuned {@code scaling_factor}, which goes
 *       into the decoder.
 * </ul>
 *
 * {@code hook_z} reshaping is kept as the metadata {@code reshape_activations}: rows here are flat.
 */
public final class SaeLensFolder {
  /** The file of the configuration. */
  public static final String CONFIG_FILE = "cfg.json";

  /** The file of the weights. */
  public static final String WEIGHTS_FILE = "sae_weights.safetensors";

  /** The file of the frequencies: {@code sparsity [dSae]}, log10(frequency + 1e-10). */
  public static final String SPARSITY_FILE = "sparsity.safetensors";

  private static final String SPARSITY = "sparsity";
  private static final double SMALLEST = 1e-10;

  private SaeLensFolder() {}

  /** A folder of sparsify has a configuration of the same name beside other weights. */
  static boolean isAt(DictionaryPlace place) {
    return place.holds(CONFIG_FILE)
        && (place.holds(WEIGHTS_FILE) || !place.holds(SparsifyFolder.WEIGHTS_FILE));
  }

  /**
   * Reads a folder. No more than one matrix is held twice at a time.
   *
   * @param folder the folder
   * @param manager the owner of the arrays; decides the device
   * @throws UncheckedIOException if the folder or a file in it is missing or cannot be read
   * @throws org.monosem.core.json.MalformedJsonException if the configuration is not what JSON and
   *     the layout ask for
   * @throws org.monosem.core.safetensors.SafetensorsException if the weights' file is malformed or
   *     lacks a tensor
   * @throws IllegalArgumentException if the architecture or the normalisation is one that Monosem
   *     does not have, or a tensor is one too many or has another shape than the configuration says
   */
  public static DictionaryCheckpoint read(Path folder, NDManager manager) {
    Path configFile = require(folder, CONFIG_FILE);
    Path weightsFile = require(folder, WEIGHTS_FILE);
    JsonObject json =
        LegacyConfig.modern(
            new JsonObject(configFile.toString(), StrictJson.readObject(configFile)));
    SaeLensLayout layout = SaeLensConfig.parse(json);
    double scale = InputScaleFile.unfolded(folder, json);
    try (SafetensorsFile weights = SafetensorsFile.open(weightsFile);
        NDManager scope = manager.newSubManager()) {
      DictionaryCheckpoint dictionary = SaeLensWeights.read(weights, layout, scope);
      fold(dictionary, layout, scale);
      return dictionary.attachTo(manager);
    }
  }

  /** Changes the arrays of a dictionary that nobody else has seen; the norms come first. */
  private static void fold(DictionaryCheckpoint dictionary, SaeLensLayout layout, double scale) {
    if (layout.rescaled()) {
      Folding.scaleFeatures(dictionary, false);
    }
    if (scale != 1) {
      Folding.scaleInPlace(dictionary, scale, scale);
    }
  }

  /**
   * Writes a folder without a file of frequencies, creating it if needed: weights first, then the
   * configuration, each file replaced as a whole. Frequencies of an earlier dictionary in the
   * folder are removed.
   *
   * @throws UncheckedIOException if a file cannot be written
   */
  public static void write(Path folder, DictionaryCheckpoint dictionary) {
    write(folder, dictionary, ElementType.F32);
  }

  /**
   * Writes a folder as {@link #write(Path, DictionaryCheckpoint)} does, with its numbers rounded to
   * a type. Thresholds are rounded like everything else, so that features close to them may differ.
   *
   * @param type the type of the numbers in the file: F32, F16 or BF16
   * @throws IllegalArgumentException if the type is another one, or cannot hold a number
   * @throws UncheckedIOException if a file cannot be written
   */
  public static void write(Path folder, DictionaryCheckpoint dictionary, ElementType type) {
    prepare(folder);
    writeDictionary(folder, dictionary, type);
  }

  /**
   * Writes a folder, creating it if needed: frequencies and weights first, then the configuration,
   * each file replaced as a whole.
   *
   * @param frequencies for every feature the share of activations on which it fires, 0 to 1
   * @throws IllegalArgumentException if there are not {@code dSae} frequencies from 0 to 1
   * @throws UncheckedIOException if a file cannot be written
   */
  public static void write(Path folder, DictionaryCheckpoint dictionary, double[] frequencies) {
    write(folder, dictionary, ElementType.F32, frequencies);
  }

  /**
   * Writes a folder as {@link #write(Path, DictionaryCheckpoint, double[])} and {@link #write(Path,
   * DictionaryCheckpoint, ElementType)} do.
   */
  public static void write(
      Path folder, DictionaryCheckpoint dictionary, ElementType type, double[] frequencies) {
    float[] sparsity = logarithms(frequencies, dictionary.config().dSae());
    prepare(folder);
    SafetensorsWriter.create()
        .add(SPARSITY, ElementType.F32, List.of((long) sparsity.length), sparsity)
        .write(folder.resolve(SPARSITY_FILE));
    writeDictionary(folder, dictionary, type);
  }

  /**
   * Reads a file of frequencies.
   *
   * @param file a {@link #SPARSITY_FILE}
   * @return for every feature the share of activations on which it fires, 0 to 1
   * @throws org.monosem.core.safetensors.SafetensorsException if the file is missing, malformed or
   *     lacks the tensor
   * @throws IllegalArgumentException if a number is no logarithm of a share
   */
  public static double[] frequencies(Path file) {
    double[] frequencies;
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      frequencies = tensors.readDoubles(SPARSITY);
    }
    for (int feature = 0; feature < frequencies.length; feature++) {
      double frequency = Math.pow(10, frequencies[feature]) - SMALLEST;
      // Rounded to float32 the logarithms of none and of all are a little off.
      if (!(frequency >= -1e-12 && frequency <= 1 + 1e-6)) {
        throw new IllegalArgumentException(
            "%s, tensor %s: feature %d: expected log10(frequency + 1e-10), got %s"
                .formatted(file, SPARSITY, feature, frequencies[feature]));
      }
      frequencies[feature] = Math.min(1, Math.max(0, frequency));
    }
    return frequencies;
  }

  private static float[] logarithms(double[] frequencies, int dSae) {
    if (frequencies.length != dSae) {
      throw new IllegalArgumentException(
          "frequencies: expected dSae=" + dSae + " values, got " + frequencies.length);
    }
    float[] logarithms = new float[dSae];
    for (int feature = 0; feature < dSae; feature++) {
      double frequency = frequencies[feature];
      if (!(frequency >= 0 && frequency <= 1)) {
        throw new IllegalArgumentException(
            "frequencies: feature %d: expected 0 to 1, got %s".formatted(feature, frequency));
      }
      logarithms[feature] = (float) Math.log10(frequency + SMALLEST);
    }
    return logarithms;
  }

  private static void prepare(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(folder.resolve(SPARSITY_FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the folder " + folder, e);
    }
  }

  private static void writeDictionary(
      Path folder, DictionaryCheckpoint dictionary, ElementType type) {
    boolean gated = dictionary.config().activation() instanceof Gated;
    try (NDManager scope = dictionary.wEnc().getManager().newSubManager()) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      tensors.put("W_enc", SaeLensWeights.transposed(dictionary.wEnc(), scope));
      tensors.put(gated ? "b_gate" : "b_enc", dictionary.bEnc());
      tensors.put("W_dec", dictionary.wDec());
      tensors.put("b_dec", dictionary.bDec());
      dictionary.extra().byName().forEach((name, array) -> tensors.put(tensorName(name), array));
      SafetensorsWriter writer = SafetensorsWriter.create().metadata("format", "pt");
      tensors.forEach(
          (name, array) -> writer.add(name, type, FiniteNumbers.requireFit(name, type, array)));
      writer.write(folder.resolve(WEIGHTS_FILE));
    }
    String text = StrictJson.write(SaeLensConfig.toJson(dictionary.config(), type));
    AtomicFile.write(folder.resolve(CONFIG_FILE), text.getBytes(StandardCharsets.UTF_8));
  }

  private static String tensorName(String weight) {
    return switch (weight) {
      case ExtraWeights.R_MAG -> "r_mag";
      case ExtraWeights.B_MAG -> "b_mag";
      case ExtraWeights.W_SKIP -> "W_skip";
      default -> weight;
    };
  }

  private static Path require(Path folder, String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new UncheckedIOException(
          new IOException(
              Files.isDirectory(folder)
                  ? "no dictionary in " + folder + ": it holds no " + name
                  : "no dictionary at " + folder + ": there is no such folder"));
    }
    return file;
  }
}
