package org.monosem.sae.toymodel.engineered;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.monosem.core.json.StrictJson;

/** What make_golden.py wrote. */
final class Golden {
  static final int RUNS = 2;
  static final int BATCH = 5;
  static final int FEATURES = 6;
  static final int DIMS = 4;
  static final int UNITS = 7;

  private Golden() {}

  /** A gradient by autograd; its arguments as arrays of doubles. */
  record Case(ToyTask task, ToyActivation activation, Map<String, Object> values) {
    int out() {
      return task == ToyTask.RE_PROJECTOR ? DIMS : FEATURES;
    }

    double penalty() {
      return ((Number) values.get("penalty")).doubleValue();
    }

    NDArray features(NDManager manager) {
      return array(manager, values.get("v"), RUNS, BATCH, FEATURES);
    }

    NDList parameters(NDManager manager) {
      return new NDList(
          array(manager, values.get("l1"), RUNS, UNITS, DIMS),
          array(manager, values.get("bias"), RUNS, UNITS),
          array(manager, values.get("l2"), RUNS, out(), UNITS));
    }

    NDArray projection(NDManager manager, String name) {
      return array(manager, values.get(name), RUNS, FEATURES, DIMS);
    }

    double[] numbers(String name) {
      return doubles(values.get(name));
    }

    double[] gradient(int parameter) {
      return doubles(((List<?>) values.get("gradients")).get(parameter));
    }

    @Override
    public String toString() {
      return task + " " + activation;
    }
  }

  @SuppressWarnings("unchecked")
  static Stream<Case> cases() {
    return ((List<Map<String, Object>>) read().get("cases"))
        .stream()
            .map(
                json ->
                    new Case(
                        ToyTask.valueOf((String) json.get("task")),
                        ToyActivation.valueOf((String) json.get("activation")),
                        json));
  }

  static Map<String, Object> read() {
    try (InputStream in = Golden.class.getResourceAsStream("golden.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return StrictJson.parseObject(text, "golden.json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static NDArray array(NDManager manager, Object values, long... shape) {
    try (NDArray aliasing = manager.create(doubles(values), new Shape(shape))) {
      return aliasing.duplicate();
    }
  }

  static double[] doubles(Object values) {
    return ((List<?>) values)
        .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
  }
}
