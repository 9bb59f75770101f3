package org.monosem.examples.cli;

import ai.djl.Device;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.monosem.core.encoder.Precision;
import org.monosem.sae.training.ComputePlan;
import org.monosem.sae.training.StepCostMeter;
import org.monosem.sae.training.TrainingPlan;
import picocli.CommandLine.Option;

/** How the steps of a training are computed. */
final class ComputeOptions {
  private static final Pattern MEMORY = Pattern.compile("([1-9][0-9]{0,9})([kmgt])", 2);

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = {
        "Of the encoder's product: fp32, fp32-via-bf16 (the same result by way of bfloat16",
        "candidates), bf16, tf32 (GPU); default: the faster of the first two, as measured or,",
        "with --costs fixed, by the processor's kind."
      })
  @Nullable String precision;

  @Option(
      names = "--costs",
      defaultValue = "measured",
      paramLabel = "HOW",
      description = {
        "What decides between dense and sparse steps: measured, or fixed (then two runs of",
        "one seed have the same bits). Default: ${DEFAULT-VALUE}."
      })
  String costs;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "What a training may hold, such as 4g: tiles of rows shrink to fit.")
  @Nullable String memory;

  void check() {
    named();
    bytes();
    if (!costs.equals("measured") && !costs.equals("fixed")) {
      throw new UsageException("--costs: expected measured or fixed, got " + costs);
    }
  }

  /** Returns the plan, computed as the options say; measures what they leave to measuring. */
  TrainingPlan applied(TrainingPlan plan, Device device, int dIn) {
    return applied(plan, device, dIn, 1);
  }

  /** The same for one of several trainings that run together in the memory given. */
  TrainingPlan applied(TrainingPlan plan, Device device, int dIn, int trainings) {
    Precision chosen = named();
    Precision suited = chosen == null ? Precision.exactOn(device) : chosen;
    TrainingPlan precise = plan.withCompute(plan.compute().withPrecision(suited));
    TrainingPlan computed = costs.equals("fixed") ? precise : measured(precise, device, dIn);
    Long most = bytes();
    return most == null ? computed : computed.within(most / trainings, dIn);
  }

  /** Measures; the precision, too, unless it is named. */
  private TrainingPlan measured(TrainingPlan plan, Device device, int dIn) {
    return precision == null
        ? StepCostMeter.fastest(device, plan, dIn)
        : plan.withCosts(StepCostMeter.measure(device, plan, dIn));
  }

  /**
   * Refuses to go on with a run that was begun in another way than these options say.
   *
   * @param begun the plan that is in force
   */
  void requireKept(TrainingPlan begun, int dIn) {
    requirePrecision(begun);
    Long most = bytes();
    long needed = begun.memory(dIn).total();
    if (most != null && needed > most) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--memory: this training was begun with %,d bytes, got %s",
              needed,
              memory));
    }
  }

  /** Refuses to go on with a run that was begun in another precision than the one named. */
  void requirePrecision(TrainingPlan begun) {
    Precision chosen = named();
    Precision kept = begun.compute().precision();
    if (chosen != null && chosen != kept) {
      throw new UsageException(
          "--precision: this training was begun in " + text(kept) + ", got " + precision);
    }
  }

  /** Says how a training is computed and what it holds. */
  static String describe(TrainingPlan plan, int dIn) {
    ComputePlan compute = plan.compute();
    return String.format(
        Locale.ROOT,
        "%d features: encoder in %s, tiles of %d rows; %s; memory %s",
        plan.dSae(),
        text(compute.precision()),
        compute.tileRows(),
        compute.costs(),
        plan.memory(dIn));
  }

  private @Nullable Precision named() {
    if (precision == null) {
      return null;
    }
    for (Precision value : Precision.values()) {
      if (text(value).equals(precision)) {
        return value;
      }
    }
    throw new UsageException(
        "--precision: expected fp32, fp32-via-bf16, bf16 or tf32, got " + precision);
  }

  private static String text(Precision value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private @Nullable Long bytes() {
    if (memory == null) {
      return null;
    }
    Matcher matcher = MEMORY.matcher(memory);
    if (!matcher.matches()) {
      throw new UsageException("--memory: expected a size such as 512m or 4g, got " + memory);
    }
    int shift = 10 * ("kmgt".indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1);
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
  }
}
