package org.monosem.core.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;

/**
 * The scale {@code s} that SAELens trains with where {@code normalize_activations} is {@code
 * expected_average_only_in}. It folds {@code s} into the weights when training ends, and then says
 * {@code none}; a checkpoint before that has it in {@code activation_scaler.json}. A finished
 * dictionary that still says {@code expected_average_only_in} has nothing to fold: SAELens applies
 * nothing to it either.
 */
final class InputScaleFile {
  static final String NAME = "activation_scaler.json";

  /** Keys that only training configurations of SAELens 6 have. */
  private static final Set<String> TRAINING_KEYS =
      Set.of(
          "decoder_init_norm",
          "l1_coefficient",
          "l0_coefficient",
          "lp_norm",
          "aux_loss_coefficient",
          "topk_threshold_lr",
          "jumprelu_bandwidth");

  private InputScaleFile() {}

  /**
   * Returns the scale that the weights of a folder lack.
   *
   * @param json the folder's {@code cfg.json} in the form of version 6
   */
  static double unfolded(Path folder, JsonObject json) {
    if (!json.text("normalize_activations", "none").equals(SaeLensConfig.CONSTANT_SCALE)) {
      return 1;
    }
    Path file = folder.resolve(NAME);
    if (Files.isRegularFile(file)) {
      return read(new JsonObject(file.toString(), StrictJson.readObject(file)));
    }
    if (json.values().keySet().stream().anyMatch(TRAINING_KEYS::contains)) {
      throw new IllegalArgumentException(
          json.where()
              + ": "
              + "a checkpoint of training with "
              + SaeLensConfig.CONSTANT_SCALE
              + " needs its scale, but there is no "
              + NAME);
    }
    return 1;
  }

  private static double read(JsonObject scaler) {
    if (scaler.flag("has_whitening", false)) {
      throw new IllegalArgumentException(
          scaler.where() + ": " + "\"has_whitening\": this version reads no whitened dictionaries");
    }
    double s = scaler.number("scaling_factor");
    if (!(s > 0) || Double.isInfinite(s)) {
      throw new IllegalArgumentException(
          scaler.where()
              + ": "
              + "\"scaling_factor\": expected a positive finite number, got "
              + s);
    }
    return s;
  }
}
