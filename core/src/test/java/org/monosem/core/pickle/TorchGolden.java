package org.monosem.core.pickle;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.monosem.core.safetensors.ElementType;

/** The files that {@code golden.py} made, and what it says is in them. */
final class TorchGolden {
  private TorchGolden() {}

  /** A tensor as golden.json tells it. */
  record Tensor(String type, List<Long> shape, List<String> values) {
    double[] doubles() {
      return values.stream().mapToDouble(TorchGolden::number).toArray();
    }

    long[] longs() {
      return values.stream().mapToLong(Long::parseLong).toArray();
    }
  }

  static Map<String, Map<String, Tensor>> expected() {
    TypeToken<Map<String, Map<String, Tensor>>> type = new TypeToken<>() {};
    return new Gson().fromJson(read("golden.json"), type);
  }

  static Path path(String name) {
    try {
      return Path.of(TorchGolden.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static ElementType type(String torch) {
    return switch (torch) {
      case "bfloat16" -> ElementType.BF16;
      case "bool" -> ElementType.BOOL;
      default -> {
        String kind = torch.substring(0, 1).toUpperCase(java.util.Locale.ROOT);
        yield ElementType.valueOf(kind + torch.replaceAll("[a-z]", ""));
      }
    };
  }

  private static double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static String read(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
