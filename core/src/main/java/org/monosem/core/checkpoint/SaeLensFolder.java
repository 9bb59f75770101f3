package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;

/**
 * A dictionary as a folder in the layout of SAELens 6: {@code cfg.json} and {@code
 * sae_weights.safetensors}.
 *
 * <p>Tensors of the architectures {@code standard} and {@code topk}, row-major: {@code W_enc [dIn,
 * dSae]}, {@code b_enc [dSae]}, {@code W_dec [dSae, dIn]}, {@code b_dec [dIn]}. The encoder is
 * transposed on the way in and out, because Monosem keeps both matrices feature-major. Any
 * floating-point type is read; float32 is written.
 */
public final class SaeLensFolder {
  /** The file of the configuration. */
  public static final String CONFIG_FILE = "cfg.json";

  /** The file of the weights. */
  public static final String WEIGHTS_FILE = "sae_weights.safetensors";

  private SaeLensFolder() {}

  /**
   * Reads a folder.
   *
   * @param folder the folder
   * @param manager the owner of the arrays; decides the device
   * @throws UncheckedIOException if the folder or a file in it is missing or cannot be read
   * @throws org.monosem.core.json.MalformedJsonException if the configuration does not fit
   * @throws org.monosem.core.safetensors.SafetensorsException if the weights' file is malformed
   * @throws IllegalArgumentException if a tensor has another shape than the configuration says
   */
  public static DictionaryCheckpoint read(Path folder, NDManager manager) {
    Path configFile = require(folder, CONFIG_FILE);
    Path weightsFile = require(folder, WEIGHTS_FILE);
    DictionaryConfig config =
        SaeLensConfig.parse(
            new JsonObject(configFile.toString(), StrictJson.readObject(configFile)));
    try (SafetensorsFile weights = SafetensorsFile.open(weightsFile);
        NDManager scope = manager.newSubManager()) {
      long dIn = config.dIn();
      long dSae = config.dSae();
      NDArray wEncInFile = read(weights, "W_enc", List.of(dIn, dSae), scope);
      NDArray wEnc = wEncInFile.transpose().duplicate();
      wEnc.attach(manager);
      return new DictionaryCheckpoint(
          config,
          wEnc,
          read(weights, "b_enc", List.of(dSae), manager),
          read(weights, "W_dec", List.of(dSae, dIn), manager),
          read(weights, "b_dec", List.of(dIn), manager));
    }
  }

  /**
   * Writes a folder, creating it if needed: weights first, then the configuration, each file
   * replaced as a whole.
   *
   * @throws UncheckedIOException if a file cannot be written
   */
  public static void write(Path folder, DictionaryCheckpoint dictionary) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the folder " + folder, e);
    }
    try (NDManager scope = dictionary.wEnc().getManager().newSubManager()) {
      NDArray wEnc = dictionary.wEnc().transpose();
      wEnc.attach(scope);
      NDArray contiguous = wEnc.duplicate();
      contiguous.attach(scope);
      SafetensorsWriter.create()
          .metadata("format", "pt")
          .add("W_enc", contiguous)
          .add("b_enc", dictionary.bEnc())
          .add("W_dec", dictionary.wDec())
          .add("b_dec", dictionary.bDec())
          .write(folder.resolve(WEIGHTS_FILE));
    }
    String text = StrictJson.write(SaeLensConfig.toJson(dictionary.config()));
    AtomicFile.write(folder.resolve(CONFIG_FILE), text.getBytes(StandardCharsets.UTF_8));
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

  private static NDArray read(
      SafetensorsFile weights, String name, List<Long> expected, NDManager manager) {
    List<Long> shape = weights.info(name).shape();
    if (!shape.equals(expected)) {
      throw new IllegalArgumentException(
          "%s, tensor %s: expected shape %s, got %s"
              .formatted(weights.path(), name, expected, shape));
    }
    return manager.create(weights.readFloats(name), new Shape(expected));
  }
}
