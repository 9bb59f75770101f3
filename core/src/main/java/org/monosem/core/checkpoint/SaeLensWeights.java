package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.monosem.core.activation.Gated;
import org.monosem.core.activation.JumpRelu;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.TensorInfo;

/**
 * The tensors of a {@code sae_weights.safetensors}, as they stand there but for the orientation of
 * the encoder. Every tensor of the file must be one that the architecture has.
 */
final class SaeLensWeights {
  private static final KernelModule KERNELS =
      KernelModule.load(SaeLensWeights.class, "transposing.py");

  /** Both names of the factor by which a fine-tuned dictionary multiplies its features. */
  private static final List<String> FACTORS =
      List.of("scaling_factor", "finetuning_scaling_factor");

  private final SafetensorsFile file;
  private final SaeLensLayout layout;
  private final NDManager manager;
  private final Set<String> unread;

  private SaeLensWeights(SafetensorsFile file, SaeLensLayout layout, NDManager manager) {
    this.file = file;
    this.layout = layout;
    this.manager = manager;
    this.unread = new LinkedHashSet<>(file.names());
  }

  /** Returns the dictionary in the file, nothing folded in but a fine-tuned factor. */
  static DictionaryCheckpoint read(SafetensorsFile file, SaeLensLayout layout, NDManager manager) {
    return new SaeLensWeights(file, layout, manager).read();
  }

  private DictionaryCheckpoint read() {
    DictionaryConfig config = layout.config();
    int dSae = config.dSae();
    boolean gated = config.activation() instanceof Gated;
    NDArray wEnc = transposed("W_enc", config.dIn(), dSae);
    NDArray bEnc = tensor(gated ? "b_gate" : "b_enc", dSae);
    NDArray wDec = tensor("W_dec", dSae, config.dOut());
    NDArray bDec = tensor("b_dec", config.dOut());
    ExtraWeights extra = extra(config);
    fineTune(wDec);
    refuseUnread();
    return new DictionaryCheckpoint(config, wEnc, bEnc, wDec, bDec, extra);
  }

  private ExtraWeights extra(DictionaryConfig config) {
    int dSae = config.dSae();
    ExtraWeights extra = ExtraWeights.none();
    if (config.activation() instanceof Gated) {
      extra = ExtraWeights.magnitudes(tensor("r_mag", dSae), tensor("b_mag", dSae));
    } else if (config.activation() instanceof JumpRelu) {
      extra = ExtraWeights.threshold(threshold(dSae));
    }
    return config.kind() == DictionaryKind.SKIP_TRANSCODER
        ? extra.andSkip(tensor("W_skip", config.dOut(), config.dIn()))
        : extra;
  }

  private NDArray threshold(int dSae) {
    if (layout.architecture().scalarThreshold()) {
      return manager.full(new Shape(dSae), scalarThreshold());
    }
    // Checkpoints of training before SAELens 6.48.
    if (file.contains("log_threshold") && !file.contains("threshold")) {
      NDArray logarithm = tensor("log_threshold", dSae);
      NDArray threshold = logarithm.exp();
      logarithm.close();
      return threshold;
    }
    return tensor("threshold", dSae);
  }

  /** SAELens starts at zero and then averages positive numbers: zero says that it never trained. */
  private float scalarThreshold() {
    info("topk_threshold");
    float threshold = (float) file.readDoubles("topk_threshold")[0];
    if (!(threshold > 0) || Float.isInfinite(threshold)) {
      throw wrong("topk_threshold", "expected an estimate made in training, positive", threshold);
    }
    return threshold;
  }

  /** Multiplies decoder rows by the factor that a fine-tuned dictionary multiplies features by. */
  private void fineTune(NDArray wDec) {
    for (String name : FACTORS) {
      if (file.contains(name)) {
        try (NDArray factor = tensor(name, layout.config().dSae());
            NDArray column = factor.expandDims(1)) {
          if (layout.fineTuned()) {
            wDec.muli(column);
          } else if (!factor.eq(1).all().getBoolean()) {
            throw wrong(
                name,
                "expected ones, as cfg.json has no \"finetuning_scaling_factor\": true",
                "others");
          }
        }
      }
    }
  }

  /** Reads a matrix of the file and turns it over, holding both for no longer than that. */
  private NDArray transposed(String name, long rows, long columns) {
    // Before any memory is asked for: the configuration may say any size.
    info(name, rows, columns);
    NDArray turned = manager.create(new Shape(columns, rows));
    try (NDArray inFile = tensor(name, rows, columns)) {
      KERNELS.run("transpose", inFile, turned);
    }
    return turned;
  }

  /** Returns a contiguous matrix that is another turned over. */
  static NDArray transposed(NDArray matrix, NDManager owner) {
    Shape shape = matrix.getShape();
    NDArray turned = owner.create(new Shape(shape.get(1), shape.get(0)));
    KERNELS.run("transpose", matrix, turned);
    return turned;
  }

  private NDArray tensor(String name, long... shape) {
    info(name, shape);
    NDArray array = file.read(manager, name);
    if (!FiniteNumbers.only(array)) {
      throw wrong(name, "expected finite numbers", "NaN or infinity");
    }
    if (array.getDataType() == DataType.FLOAT32) {
      return array;
    }
    try (array) {
      return array.toType(DataType.FLOAT32, true);
    }
  }

  private void info(String name, long... shape) {
    TensorInfo info = file.info(name);
    unread.remove(name);
    List<Long> expected = Arrays.stream(shape).boxed().toList();
    if (!info.shape().equals(expected)) {
      throw wrong(name, "expected shape " + expected, info.shape());
    }
    if (!info.type().isFloat()) {
      throw wrong(name, "expected floating-point numbers", info.type());
    }
  }

  private void refuseUnread() {
    for (String name : unread) {
      throw wrong(name, "expected none in a " + layout.architecture().text(), "one");
    }
  }

  private IllegalArgumentException wrong(String name, String rule, Object seen) {
    return new IllegalArgumentException(
        "%s, tensor %s: %s, got %s".formatted(file.path(), name, rule, seen));
  }
}
