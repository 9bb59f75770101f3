package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;
import org.monosem.core.safetensors.TensorInfo;
import org.monosem.harvest.transformer.Gpt2Layout.Entry;

/**
 * HuggingFace's {@code model.safetensors} of a GPT-2.
 *
 * <p>Read with or without the {@code transformer.} prefix. Mask buffers that old files carry
 * ({@code h.0.attn.bias}, {@code h.0.attn.masked_bias}) are passed over, as is {@code
 * lm_head.weight} when it is tied. Any other tensor that the model does not have is an error.
 * Written as HuggingFace writes it: with the prefix, except for {@code lm_head.weight}.
 */
final class Gpt2WeightFile {
  static final String NAME = "model.safetensors";
  private static final String PREFIX = "transformer.";
  private static final Pattern MASK = Pattern.compile("h\\.\\d+\\.attn\\.(bias|masked_bias)");

  private final Gpt2Layout layout;
  private final SafetensorsFile file;

  private Gpt2WeightFile(Gpt2Layout layout, SafetensorsFile file) {
    this.layout = layout;
    this.file = file;
  }

  static Gpt2Weights read(Path path, Gpt2Config config, NDManager owner) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return new Gpt2WeightFile(Gpt2Layout.of(config), file).weights(owner);
    }
  }

  static void write(Gpt2Weights weights, ElementType type, Path path) {
    // HuggingFace refuses a file without this entry.
    SafetensorsWriter writer = SafetensorsWriter.create().metadata("format", "pt");
    List<Entry> entries = weights.layout().entries();
    for (int i = 0; i < entries.size(); i++) {
      String name = entries.get(i).name();
      String full = name.equals(Gpt2Layout.UNEMBEDDING) ? name : PREFIX + name;
      writer.add(full, type, weights.arrays().get(i));
    }
    writer.write(path);
  }

  private Gpt2Weights weights(NDManager owner) {
    checkNames();
    List<NDArray> arrays = new ArrayList<>();
    for (Entry entry : layout.entries()) {
      arrays.add(read(entry, owner));
    }
    return new Gpt2Weights(layout, arrays);
  }

  private void checkNames() {
    Set<String> missing = new TreeSet<>();
    Set<String> expected = new HashSet<>(Set.of(Gpt2Layout.UNEMBEDDING));
    for (Entry entry : layout.entries()) {
      expected.add(entry.name());
      if (!file.contains(entry.name()) && !file.contains(PREFIX + entry.name())) {
        missing.add(entry.name());
      }
    }
    if (!missing.isEmpty()) {
      throw new ModelFormatException(file.path(), "tensors are missing: " + missing);
    }
    Set<String> unknown = new TreeSet<>(file.names());
    unknown.removeIf(name -> expected.contains(plain(name)) || isMask(plain(name)));
    if (!unknown.isEmpty()) {
      throw new ModelFormatException(
          file.path(), "tensors that this model does not have: " + unknown);
    }
  }

  private static String plain(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  private static boolean isMask(String plainName) {
    return MASK.matcher(plainName).matches();
  }

  private NDArray read(Entry entry, NDManager owner) {
    String name = file.contains(entry.name()) ? entry.name() : PREFIX + entry.name();
    TensorInfo info = file.info(name);
    List<Long> expected = Arrays.stream(entry.shape().getShape()).boxed().toList();
    if (!info.shape().equals(expected)) {
      throw new ModelFormatException(
          file.path(), name + ": expected shape " + expected + ", got " + info.shape());
    }
    if (!info.type().isFloat()) {
      throw new ModelFormatException(file.path(), name + ": expected floats, got " + info.type());
    }
    float[] values = file.readFloats(name);
    checkFinite(name, values);
    return Gpt2Weights.own(values, entry.shape(), owner);
  }

  private void checkFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ModelFormatException(
            file.path(), name + ": expected finite numbers, got " + values[i] + " at element " + i);
      }
    }
  }
}
