package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.HookPoint;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.harvest.transformer.TrainingPlan.Precision;

/** Every number against HuggingFace's implementation; see ORIGIN.md beside the golden files. */
class Gpt2GoldenTest {
  private static final float TOLERANCE = 1e-5f;
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static SafetensorsFile golden(String name) {
    return SafetensorsFile.open(Golden.folder(name).resolve("golden.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu-untied", "gelu-tied-masks", "gelu_new-tied"})
  void activationsAgreeAtEveryHookPoint(String name) {
    try (SafetensorsFile golden = golden(name);
        Gpt2 model = Gpt2Folder.load(Golden.folder(name), manager)) {
      NDArray tokens = golden.read(manager, "input_ids");
      assertThat(model.hookPoints()).hasSize(2 + 2 * 10 + 1);
      for (HookPoint hook : model.hookPoints()) {
        assertThat(model.activations(tokens, hook).toFloatArray())
            .as(hook.name())
            .containsExactly(golden.readFloats(hook.name()), within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu-untied", "gelu-tied-masks", "gelu_new-tied"})
  void logitsAndLossesAgree(String name) {
    try (SafetensorsFile golden = golden(name);
        Gpt2 model = Gpt2Folder.load(Golden.folder(name), manager)) {
      NDArray tokens = golden.read(manager, "input_ids");
      NDArray logits = model.logits(tokens);
      assertThat(logits.toFloatArray())
          .containsExactly(golden.readFloats("logits"), within(TOLERANCE));
      assertThat(model.nextTokenLogits(tokens).toFloatArray())
          .containsExactly(logits.get(":, -1").toFloatArray(), within(TOLERANCE));
      assertThat(model.tokenLosses(tokens).toFloatArray())
          .containsExactly(golden.readFloats("losses"), within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu-untied", "gelu-tied-masks", "gelu_new-tied"})
  void gradientsAgreeForEveryWeight(String name) {
    try (SafetensorsFile golden = golden(name);
        Gpt2 model = Gpt2Folder.load(Golden.folder(name), manager)) {
      Gpt2Gradients gradients = new Gpt2Gradients(model.weights(), Precision.FP32, manager);
      double loss = gradients.compute(batch(golden), manager);
      assertThat(loss).isCloseTo(mean(golden.readFloats("losses")), within(1e-5));
      List<Gpt2Layout.Entry> entries = model.weights().layout().entries();
      for (int i = 0; i < entries.size(); i++) {
        assertThat(gradients.arrays().get(i).toFloatArray())
            .as(entries.get(i).name())
            .containsExactly(
                golden.readFloats("gradient." + entries.get(i).name()), within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu-untied", "gelu-tied-masks", "gelu_new-tied"})
  void bfloat16GradientsPointTheSameWay(String name) {
    try (SafetensorsFile golden = golden(name);
        Gpt2 model = Gpt2Folder.load(Golden.folder(name), manager)) {
      Gpt2Gradients gradients = new Gpt2Gradients(model.weights(), Precision.BF16, manager);
      assertThat(gradients.compute(batch(golden), manager))
          .isCloseTo(mean(golden.readFloats("losses")), within(0.05));
      List<Gpt2Layout.Entry> entries = model.weights().layout().entries();
      for (int i = 0; i < entries.size(); i++) {
        float[] expected = golden.readFloats("gradient." + entries.get(i).name());
        assertThat(cosine(gradients.arrays().get(i).toFloatArray(), expected))
            .as(entries.get(i).name())
            .isGreaterThan(0.99);
      }
    }
  }

  private static long[][] batch(SafetensorsFile golden) {
    long[] ids = golden.readLongs("input_ids");
    int length = Math.toIntExact(golden.info("input_ids").shape().get(1));
    long[][] batch = new long[ids.length / length][length];
    for (int i = 0; i < ids.length; i++) {
      batch[i / length][i % length] = ids[i];
    }
    return batch;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
