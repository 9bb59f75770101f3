package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.monosem.core.safetensors.ElementType;

/**
 * Reads and writes GPT-2 models as HuggingFace's transformers library does: a folder with {@code
 * config.json} and {@code model.safetensors}.
 */
public final class Gpt2Folder {
  private Gpt2Folder() {}

  /**
   * Reads a model. Weights become float32 whatever the file holds.
   *
   * @param folder holds {@code config.json} and {@code model.safetensors}
   * @param manager its device is the model's; the weights live in a sub-manager of it, until the
   *     model is closed
   * @throws ModelFormatException if a file is missing, a size is out of range, an option is not
   *     supported, or a tensor is missing, unknown, of another shape, or not finite
   * @throws org.monosem.core.safetensors.SafetensorsException if the weight file is damaged
   */
  public static Gpt2 load(Path folder, NDManager manager) {
    Gpt2Config config = Gpt2ConfigFile.read(folder.resolve(Gpt2ConfigFile.NAME));
    Path file = folder.resolve(Gpt2WeightFile.NAME);
    if (!Files.isRegularFile(file)) {
      throw new ModelFormatException(file, "no such file");
    }
    NDManager owner = manager.newSubManager();
    try {
      return new Gpt2(Gpt2WeightFile.read(file, config, owner), owner);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /**
   * Reads a model that is shipped on the class path. It is copied to a temporary folder, which is
   * gone when this returns.
   *
   * @param owner the class beside which, or from whose class loader's root if {@code folder} begins
   *     with {@code /}, the folder lies
   * @param folder the resource's name, with {@code /} between its parts and none at its end
   * @param manager as in {@link #load}
   * @throws IllegalArgumentException if there is no such resource
   */
  public static Gpt2 loadResource(Class<?> owner, String folder, NDManager manager) {
    try {
      Path copy = Files.createTempDirectory("monosem-model");
      List<String> names = List.of(Gpt2ConfigFile.NAME, Gpt2WeightFile.NAME);
      try {
        for (String name : names) {
          copy(owner, folder + "/" + name, copy.resolve(name));
        }
        return load(copy, manager);
      } finally {
        for (String name : names) {
          Files.deleteIfExists(copy.resolve(name));
        }
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("unpacking the model " + folder, e);
    }
  }

  private static void copy(Class<?> owner, String resource, Path target) throws IOException {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no resource " + resource + " beside " + owner.getName());
      }
      Files.copy(in, target);
    }
  }

  /**
   * Writes a model, so that HuggingFace's library and {@link #load} read it. Other files in the
   * folder, for example a tokenizer, are left alone; each of the two files appears whole or not at
   * all, the weights first.
   *
   * @param model what to write
   * @param folder made if missing
   * @param type F32, or BF16 or F16 to round the weights to
   * @throws java.io.UncheckedIOException if writing fails; a file that is not complete does not
   *     appear
   */
  public static void save(Gpt2 model, Path folder, ElementType type) {
    Gpt2WeightFile.write(model.weights(), type, folder.resolve(Gpt2WeightFile.NAME));
    Gpt2ConfigFile.write(model.config(), folder.resolve(Gpt2ConfigFile.NAME));
  }
}
