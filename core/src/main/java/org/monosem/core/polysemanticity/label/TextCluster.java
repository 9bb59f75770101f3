package org.monosem.core.polysemanticity.label;

import java.util.List;

/**
 * Texts that are about the same.
 *
 * @param members all of them, by their numbers, strongest activation first
 * @param chosen those that speak for it, in the order of the plan's choice
 */
public record TextCluster(List<Integer> members, List<Integer> chosen) {
  /** Copies the lists. */
  public TextCluster {
    members = List.copyOf(members);
    chosen = List.copyOf(chosen);
  }
}
