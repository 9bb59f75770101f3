package org.monosem.sae.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContextGroupsTest {
  @Test
  void groupsNeighboursOfEqualLengthUpToTheTokens() {
    assertThat(groups(10, 4, 4, 4, 4, 4)).containsExactly(2, 2, 1);
    assertThat(groups(10, 4, 3, 3, 3, 3, 4)).containsExactly(1, 3, 1, 1);
    assertThat(groups(10, 40, 40, 1)).containsExactly(1, 1, 1);
    assertThat(groups(10)).isEmpty();
  }

  @Test
  void endsWithTheContexts() {
    ContextGroups none = new ContextGroups(List.<TokenContext>of().iterator(), 10);
    assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
  }

  private static List<Integer> groups(int tokens, int... lengths) {
    List<TokenContext> contexts =
        IntStream.of(lengths).mapToObj(n -> TokenContext.of(new int[n], "", "")).toList();
    List<Integer> sizes = new ArrayList<>();
    List<TokenContext> seen = new ArrayList<>();
    ContextGroups groups = new ContextGroups(contexts.iterator(), tokens);
    while (groups.hasNext()) {
      List<TokenContext> group = groups.next();
      sizes.add(group.size());
      seen.addAll(group);
    }
    assertThat(seen).isEqualTo(contexts);
    return sizes;
  }
}
