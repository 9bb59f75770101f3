package org.monosem.core.polysemanticity.emergence;

/** Which nodes a path may pass between its inactive beginning and its active end. */
public enum CountingRule {
  /** Only active ones: paths run inside the active subgraph. */
  INNER_ACTIVE,

  /** Any. A path is then also counted from each inactive node that it passes. */
  INNER_ANY
}
