package org.monosem.core;

import java.util.Objects;

/**
 * A place inside a transformer where activations are read or replaced, named as TransformerLens
 * names it: {@code blocks.0.mlp.hook_post}, {@code blocks.3.hook_resid_post}.
 *
 * @param name the full name; never blank
 */
public record HookPoint(String name) {
  private static final String BLOCKS = "blocks.";

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public HookPoint {
    Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("hook point: the name is blank");
    }
  }

  /** Returns the hook point with this name. */
  public static HookPoint of(String name) {
    return new HookPoint(name);
  }

  /** Returns the MLP's activations after its non-linearity in one block, {@code [.., dMlp]}. */
  public static HookPoint mlpPost(int layer) {
    return new HookPoint(BLOCKS + layer + ".mlp.hook_post");
  }

  /** Returns the residual stream before one block, {@code [.., dModel]}. */
  public static HookPoint residualPre(int layer) {
    return new HookPoint(BLOCKS + layer + ".hook_resid_pre");
  }

  /** Returns the residual stream between attention and MLP of one block, {@code [.., dModel]}. */
  public static HookPoint residualMid(int layer) {
    return new HookPoint(BLOCKS + layer + ".hook_resid_mid");
  }

  /** Returns the residual stream after one block, {@code [.., dModel]}. */
  public static HookPoint residualPost(int layer) {
    return new HookPoint(BLOCKS + layer + ".hook_resid_post");
  }

  /** Returns what attention adds to the residual stream in one block, {@code [.., dModel]}. */
  public static HookPoint attentionOut(int layer) {
    return new HookPoint(BLOCKS + layer + ".hook_attn_out");
  }

  /** Returns what the MLP adds to the residual stream in one block, {@code [.., dModel]}. */
  public static HookPoint mlpOut(int layer) {
    return new HookPoint(BLOCKS + layer + ".hook_mlp_out");
  }

  /** Returns the name, as in files and messages. */
  @Override
  public String toString() {
    return name;
  }
}
