package org.monosem.harvest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.monosem.core.HookPoint;
import org.monosem.harvest.cache.CacheOrigin;

class SkippedPositionsTest {

  @Test
  void readsWhatAHarvestDescribes() {
    for (Set<Integer> tokens : Set.of(Set.<Integer>of(), Set.of(0), Set.of(50256, 3, 17))) {
      String selection = new PositionSelection(2, tokens, 40).describe() + ", all rows, 8 a batch";
      assertThat(SkippedPositions.of(origin(selection))).isEqualTo(new SkippedPositions(2, tokens));
    }
    assertThat(SkippedPositions.of(origin(new PositionSelection(0, Set.of(), 9).describe())))
        .matches(SkippedPositions::isEmpty);
  }

  @Test
  void otherCachesLeaveNothingOut() {
    assertThat(SkippedPositions.of(origin("250 positions a context")))
        .isEqualTo(SkippedPositions.none());
  }

  @Test
  void saysWhich() {
    assertThat(new SkippedPositions(1, Set.of(9, 0)))
        .hasToString("positions before 1, tokens [0, 9]");
  }

  private static CacheOrigin origin(String selection) {
    return new CacheOrigin("model", HookPoint.mlpPost(0), "text", "tokenizer", 64, selection);
  }
}
