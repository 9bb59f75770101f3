package org.monosem.sae.toymodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.monosem.core.json.StrictJson;

/** Numbers that another program found, beside a test. */
public record Golden(Map<String, Object> values) {

  public static Golden read(Class<?> test, String name) {
    try (InputStream in = test.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      return new Golden(StrictJson.parseObject(new String(bytes, StandardCharsets.UTF_8), name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  public List<Golden> cases(String key) {
    return ((List<Object>) values.get(key))
        .stream().map(each -> new Golden((Map<String, Object>) each)).toList();
  }

  public double number(String key) {
    return ((Number) values.get(key)).doubleValue();
  }

  public double[] numbers(String key) {
    return ((List<?>) values.get(key))
        .stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
  }

  /** Stacks the numbers of several cases; the first axis of the shape is theirs. */
  public static NDArray stacked(NDManager manager, List<Golden> cases, String key, Shape shape) {
    double[] all = cases.stream().flatMapToDouble(own -> Arrays.stream(own.numbers(key))).toArray();
    return manager.create(all, shape).duplicate();
  }
}
