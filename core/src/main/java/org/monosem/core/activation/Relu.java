package org.monosem.core.activation;

/** {@code f = max(0, h)}, the non-linearity of L1-penalised dictionaries; it has no parameters. */
public record Relu() implements ActivationFunction {
  static final Relu INSTANCE = new Relu();

  @Override
  public String name() {
    return "relu";
  }

  @Override
  public String architecture() {
    return "standard";
  }
}
