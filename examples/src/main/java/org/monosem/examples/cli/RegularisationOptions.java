package org.monosem.examples.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.monosem.harvest.transformer.regularisation.Inhibition;
import org.monosem.harvest.transformer.regularisation.Inhibition.Choice;
import org.monosem.harvest.transformer.regularisation.Inhibition.Effect;
import org.monosem.harvest.transformer.regularisation.LayerDecorrelation;
import org.monosem.harvest.transformer.regularisation.LayerDecorrelation.Site;
import org.monosem.harvest.transformer.regularisation.Regularisation;
import picocli.CommandLine.Option;

/** What training does to chosen layers of a transformer. */
final class RegularisationOptions {
  @Option(
      names = "--inhibit",
      split = ",",
      paramLabel = "LAYER",
      description = "Inhibit outputs of these layers that stand out, from 0.")
  List<Integer> inhibited = List.of();

  @Option(
      names = "--inhibit-site",
      paramLabel = "WHERE",
      description = "block-output (default) or activation: the MLP's neurons.")
  @Nullable String site;

  @Option(
      names = "--inhibit-choice",
      paramLabel = "HOW",
      description = "highest (one an input; default), fraction or moving-threshold.")
  @Nullable String choice;

  @Option(
      names = "--inhibit-share",
      paramLabel = "X",
      description = "The fraction of a layer's outputs to choose (default: 0.02).")
  @Nullable Double share;

  @Option(
      names = "--inhibit-eta",
      paramLabel = "X",
      description = "How fast the moving threshold follows (default: 10).")
  @Nullable Double eta;

  @Option(
      names = "--inhibit-effect",
      paramLabel = "HOW",
      description = "reverse (default), naive or log-loss.")
  @Nullable String effect;

  @Option(
      names = "--inhibit-weight",
      paramLabel = "X",
      description = "Weight of the log loss (default: 1e-3).")
  @Nullable Double weight;

  @Option(
      names = "--inhibit-warm-up",
      paramLabel = "N",
      description = "Inputs to learn from before the first is inhibited (default: 8192).")
  @Nullable Long warmUp;

  @Option(
      names = "--decorrelate",
      split = ",",
      paramLabel = "LAYER",
      description = "Add a loss that decorrelates the MLP activations of these layers, from 0.")
  List<Integer> decorrelated = List.of();

  @Option(
      names = "--decorrelation-weight",
      paramLabel = "X",
      description = "Its weight (default: 1e-4).")
  @Nullable Double decorrelationWeight;

  @Option(
      names = "--decorrelation-rows",
      paramLabel = "N",
      description = "Inputs that it is taken on, of some thousand (default: 256).")
  @Nullable Integer decorrelationRows;

  @Option(
      names = "--decorrelation-site",
      paramLabel = "WHERE",
      description = "up-projection (default) or activation.")
  @Nullable String decorrelationSite;

  @Option(
      names = "--decorrelation-raw",
      description = "Take activations as they are, not divided by their norm.")
  boolean raw;

  /**
   * Returns what is asked for, and checks that every option has a use.
   *
   * @param layers of the model
   */
  Regularisation regularisation(int layers) {
    requireBelow(layers, "--inhibit", inhibited);
    requireBelow(layers, "--decorrelate", decorrelated);
    requireUse("--inhibit", inhibited, inhibitGiven());
    requireUse("--decorrelate", decorrelated, decorrelateGiven());
    try {
      return new Regularisation(
          inhibited.isEmpty() ? null : inhibition(),
          decorrelated.isEmpty() ? null : decorrelation());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Inhibition inhibition() {
    Inhibition standard = Inhibition.of(inhibited);
    Choice chosen =
        choice == null ? standard.choice() : named("--inhibit-choice", choice, Choice.class);
    Effect done =
        effect == null ? standard.effect() : named("--inhibit-effect", effect, Effect.class);
    refuse(
        "--inhibit-share",
        share != null && chosen == Choice.HIGHEST,
        "--inhibit-choice " + shown(chosen));
    refuse(
        "--inhibit-eta",
        eta != null && chosen != Choice.MOVING_THRESHOLD,
        "--inhibit-choice " + shown(chosen));
    refuse(
        "--inhibit-weight",
        weight != null && done != Effect.LOG_LOSS,
        "--inhibit-effect " + shown(done));
    return new Inhibition(
        inhibited,
        chosen,
        share == null ? standard.share() : share,
        eta == null ? standard.eta() : eta,
        done,
        weight == null ? standard.weight() : weight,
        warmUp == null ? standard.warmUp() : warmUp,
        site == null ? standard.site() : named("--inhibit-site", site, Inhibition.Site.class));
  }

  private LayerDecorrelation decorrelation() {
    LayerDecorrelation standard = LayerDecorrelation.of(decorrelated);
    return new LayerDecorrelation(
        decorrelated,
        decorrelationWeight == null ? standard.weight() : decorrelationWeight,
        decorrelationRows == null ? standard.rows() : decorrelationRows,
        decorrelationSite == null
            ? standard.site()
            : named("--decorrelation-site", decorrelationSite, Site.class),
        !raw);
  }

  private List<String> inhibitGiven() {
    List<String> given = new ArrayList<>();
    add(given, "--inhibit-site", site);
    add(given, "--inhibit-choice", choice);
    add(given, "--inhibit-share", share);
    add(given, "--inhibit-eta", eta);
    add(given, "--inhibit-effect", effect);
    add(given, "--inhibit-weight", weight);
    add(given, "--inhibit-warm-up", warmUp);
    return given;
  }

  private List<String> decorrelateGiven() {
    List<String> given = new ArrayList<>();
    add(given, "--decorrelation-weight", decorrelationWeight);
    add(given, "--decorrelation-rows", decorrelationRows);
    add(given, "--decorrelation-site", decorrelationSite);
    add(given, "--decorrelation-raw", raw ? true : null);
    return given;
  }

  private static void requireBelow(int layers, String option, List<Integer> named) {
    for (int layer : named) {
      if (layer < 0 || layer >= layers) {
        throw new UsageException(
            "%s: expected layers from 0 to %d, got %d".formatted(option, layers - 1, layer));
      }
    }
  }

  private static void add(List<String> given, String option, @Nullable Object value) {
    if (value != null) {
      given.add(option);
    }
  }

  private static void requireUse(String option, List<Integer> layers, List<String> given) {
    if (layers.isEmpty() && !given.isEmpty()) {
      throw new UsageException(given.get(0) + " has no effect without " + option);
    }
  }

  private static void refuse(String option, boolean useless, String decided) {
    if (useless) {
      throw new UsageException(option + " has no effect with " + decided);
    }
  }

  private static <E extends Enum<E>> E named(String option, String name, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (shown(constant).equals(name)) {
        return constant;
      }
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(shown(constant));
    }
    throw new UsageException(
        option + ": expected one of " + String.join(", ", names) + ", got " + name);
  }

  private static String shown(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
