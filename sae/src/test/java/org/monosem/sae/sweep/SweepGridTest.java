package org.monosem.sae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.monosem.sae.training.Recipe;

class SweepGridTest {
  private static final SweptRecipe APRIL =
      SweptRecipe.of("2024", Recipe.aprilUpdate2024(), List.of(0.0008, 20.0));
  private static final SweptRecipe TOP_K =
      new SweptRecipe("topk", List.of(16.0), (dSae, k) -> Recipe.topK2024(10, dSae, (int) k));

  @Test
  void namesEveryCombinationOnce() {
    List<SweepEntry> entries =
        new SweepGrid(List.of(APRIL, TOP_K), List.of(512, 4096), List.of(3L, 4L))
            .entries(SweepRun.LENGTH);
    assertThat(entries)
        .extracting(SweepEntry::name)
        .containsExactly(
            "2024-features-512-coefficient-0.0008-seed-3",
            "2024-features-512-coefficient-0.0008-seed-4",
            "2024-features-512-coefficient-20-seed-3",
            "2024-features-512-coefficient-20-seed-4",
            "2024-features-4096-coefficient-0.0008-seed-3",
            "2024-features-4096-coefficient-0.0008-seed-4",
            "2024-features-4096-coefficient-20-seed-3",
            "2024-features-4096-coefficient-20-seed-4",
            "topk-features-512-k-16-seed-3",
            "topk-features-512-k-16-seed-4",
            "topk-features-4096-k-16-seed-3",
            "topk-features-4096-k-16-seed-4");
    assertThat(entries.get(3).plan().dSae()).isEqualTo(512);
    assertThat(entries.get(3).plan().seed()).isEqualTo(4);
    assertThat(entries.get(3).plan().recipe())
        .isEqualTo(Recipe.aprilUpdate2024().withCoefficient(20));
    assertThat(entries.get(10).plan().recipe()).isEqualTo(Recipe.topK2024(10, 4096, 16));
  }

  @Test
  void refusesWhatIsMissingOrNamedTwice() {
    assertThatThrownBy(() -> new SweepGrid(List.of(APRIL), List.of(8, 8), List.of(1L)))
        .hasMessage("features: expected at least one, each once, got [8, 8]");
    assertThatThrownBy(() -> new SweepGrid(List.of(APRIL), List.of(8), List.of()))
        .hasMessage("seeds: expected at least one, each once, got []");
    assertThatThrownBy(() -> new SweepGrid(List.of(APRIL, APRIL), List.of(8), List.of(1L)))
        .hasMessage("recipes: expected at least one, each once, got [2024, 2024]");
    assertThatThrownBy(() -> SweptRecipe.of("2024", Recipe.aprilUpdate2024(), List.of()))
        .hasMessage("sparsities of 2024: expected at least one, each once, got []");
    assertThatThrownBy(() -> Recipe.topK2024(10, 20, 4).withSparsity(2.5))
        .hasMessage("k: expected a whole number of at least 1, got 2.5");
  }
}
