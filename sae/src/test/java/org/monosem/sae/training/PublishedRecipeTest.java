package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.sae.objective.SparsityControl;

class PublishedRecipeTest {
  private static final int D_IN = 24;
  private static final int D_SAE = 64;

  @ParameterizedTest
  @EnumSource
  void isFoundByItsNameAndTakesItsSparsity(PublishedRecipe published) {
    assertThat(PublishedRecipe.named(published.text())).isSameAs(published);
    Recipe recipe = published.recipe(D_IN, D_SAE, 7);
    assertThat(recipe.objective().sparsityControl())
        .isEqualTo(new SparsityControl(published.sparsity().knob(), 7));
    assertThat(published.recipe(D_IN, D_SAE, 3).withSparsity(7)).isEqualTo(recipe);
    String json = StrictJson.write(recipe.toJson());
    assertThat(Recipe.fromJson(new JsonObject("recipe", StrictJson.parseObject(json, "recipe"))))
        .isEqualTo(recipe);
  }

  @Test
  void usualSparsitiesArePublishedOnes() {
    assertThat(PublishedRecipe.APRIL_UPDATE_2024.recipe(D_IN, D_SAE, 5))
        .isEqualTo(Recipe.aprilUpdate2024());
    assertThat(PublishedRecipe.TOWARDS_MONOSEMANTICITY_2023.recipe(D_IN, D_SAE, 0.004))
        .isEqualTo(Recipe.towardsMonosemanticity2023());
    assertThat(PublishedRecipe.TOP_K_2024.recipe(D_IN, D_SAE, 32))
        .isEqualTo(Recipe.topK2024(D_IN, D_SAE, 32));
    assertThat(PublishedRecipe.BATCH_TOP_K_2024.recipe(D_IN, D_SAE, 32))
        .isEqualTo(Recipe.batchTopK2024(D_IN, D_SAE, 32));
    assertThat(PublishedRecipe.MATRYOSHKA_2025.recipe(D_IN, D_SAE, 32))
        .isEqualTo(Recipe.matryoshka2025(D_IN, D_SAE, 32));
    assertThat(PublishedRecipe.JUMP_RELU_2024.recipe(D_IN, D_SAE, 20))
        .isEqualTo(Recipe.jumpRelu2024(20));
    assertThat(PublishedRecipe.GATED_2024.recipe(D_IN, D_SAE, 0.04)).isEqualTo(Recipe.gated2024());
    assertThat(PublishedRecipe.P_ANNEAL_2024.recipe(D_IN, D_SAE, 0.01))
        .isEqualTo(Recipe.pAnneal2024());
  }

  @Test
  void namesAllThereAreWhereThereIsNone() {
    assertThatThrownBy(() -> PublishedRecipe.named("2025"))
        .hasMessageStartingWith(
            "expected one of 2023, 2024, topk, batch-topk, matryoshka, jumprelu, gated")
        .hasMessageEndingWith(", got 2025");
  }
}
