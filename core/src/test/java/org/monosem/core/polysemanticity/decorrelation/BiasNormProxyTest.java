package org.monosem.core.polysemanticity.decorrelation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BiasNormProxyTest {

  @ParameterizedTest
  @CsvSource({"3, 0.3333", "4, 0", "5, -0.4472", "6, -1", "8, -2.4142"})
  void theoryForExclusiveFeatures(int n, double published) {
    assertThat(BiasNormProxy.ofExclusiveFeatures(n)).isCloseTo(published, within(5e-5));
  }

  @Test
  void eachUnitIsItsBiasTimesItsNorm() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray w = manager.create(new double[] {3, 4, 0, 0, 5, 12, 1, 0}, new Shape(4, 2));
      NDArray b = manager.create(new double[] {-2, 7, 0.5, 3});
      int before = manager.getManagedArrays().size();
      BiasNormProxy proxy = BiasNormProxy.of(w, b);
      assertThat(proxy.toArray()).containsExactly(-10, 0, 6.5, 3);
      assertThat(proxy.median()).isEqualTo(1.5);
      assertThat(manager.getManagedArrays()).hasSize(before);
      assertThat(w.getManager()).isSameAs(manager);
    }
  }

  @Test
  void layersAreComparedWithTheLargestOfThem() {
    assertThat(BiasNormProxy.normalised(-4, 1, 2)).containsExactly(-1, 0.25, 0.5);
    assertThat(BiasNormProxy.normalised(0, 0)).containsExactly(0, 0);
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatThrownBy(() -> BiasNormProxy.ofExclusiveFeatures(1))
        .hasMessage("features: expected at least 2, got 1");
    assertThatThrownBy(BiasNormProxy::normalised).hasMessage("medians: expected at least one");
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(
              () -> BiasNormProxy.of(manager.zeros(new Shape(3, 2)), manager.zeros(new Shape(2))))
          .hasMessage("weights: expected [units, d] and biases [units], got (3, 2) and (2)");
    }
  }
}
