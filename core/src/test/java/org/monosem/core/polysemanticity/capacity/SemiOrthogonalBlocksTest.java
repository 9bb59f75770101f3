package org.monosem.core.polysemanticity.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.monosem.core.polysemanticity.capacity.SemiOrthogonalBlocks.Block;

class SemiOrthogonalBlocksTest {
  /** A pentagon of radius 2, a pair of opposites, a feature alone, and one that is not there. */
  private static double[] rows() {
    double[] flat = new double[9 * 4];
    for (int i = 0; i < 5; i++) {
      flat[4 * i] = 2 * Math.cos(2 * Math.PI * i / 5);
      flat[4 * i + 1] = 2 * Math.sin(2 * Math.PI * i / 5);
    }
    flat[4 * 5 + 2] = 3;
    flat[4 * 6 + 2] = -1;
    flat[4 * 7 + 3] = 7;
    return flat;
  }

  @Test
  void blocksOfAnEmbeddingAreFoundInAnyBasis() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray embedding = manager.create(rows(), new Shape(9, 4));
      assertBlocks(SemiOrthogonalBlocks.find(embedding, 1e-9));
      assertBlocks(SemiOrthogonalBlocks.find(embedding.matMul(rotation(manager)), 1e-9));
    }
  }

  private static void assertBlocks(SemiOrthogonalBlocks found) {
    assertThat(found.blocks().stream().map(Block::features))
        .containsExactly(List.of(0, 1, 2, 3, 4), List.of(5, 6), List.of(7));
    assertThat(found.blocks().stream().map(Block::dims)).containsExactly(2, 1, 1);
    double[] scales = {10, 10, 49}; // 5 / 2 * 2^2; 3^2 + 1; 7^2
    for (int i = 0; i < 3; i++) {
      assertThat(found.blocks().get(i).scale()).isCloseTo(scales[i], within(1e-12));
      assertThat(found.blocks().get(i).distance()).isLessThan(1e-12);
    }
    assertThat(found.sizes()).isEqualTo(Map.of(1, 1, 2, 1, 5, 1));
  }

  @Test
  void aBlockThatIsNotSemiOrthogonalSaysHowFarItIs() {
    try (NDManager manager = NDManager.newBaseManager()) {
      // Gram matrix [[1, .6], [.6, 1]]: eigenvalues 1.6 and 0.4, mean 1
      NDArray embedding = manager.create(new double[] {1, 0, 0.6, 0.8}, new Shape(2, 2));
      Block block = SemiOrthogonalBlocks.find(embedding, 0.5).blocks().get(0);
      assertThat(block.scale()).isCloseTo(1, within(1e-12));
      assertThat(block.distance()).isCloseTo(0.6, within(1e-12));
      assertThat(SemiOrthogonalBlocks.find(embedding, 0.7).sizes()).isEqualTo(Map.of(1, 2));
    }
  }

  @Test
  void longChainsOverManyRowsAreOneBlock() {
    try (NDManager manager = NDManager.newBaseManager()) {
      int features = 2500; // each a step of a tenth of a degree from the last
      NDArray angles = manager.arange(features).toType(DataType.FLOAT64, false).mul(Math.PI / 1800);
      NDArray embedding = angles.cos().stack(angles.sin(), 1);
      assertThat(SemiOrthogonalBlocks.find(embedding, Math.cos(Math.PI / 1700)).sizes())
          .isEqualTo(Map.of(features, 1));
    }
  }

  @Test
  void aToleranceThatIsNoCosineIsRefused() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> SemiOrthogonalBlocks.find(manager.eye(2), 1))
          .hasMessage("tolerance: expected a number in [0, 1), got 1.0");
    }
  }

  /** An orthogonal matrix: two rotations one after the other. */
  private static NDArray rotation(NDManager manager) {
    double c = Math.cos(0.7);
    double s = Math.sin(0.7);
    NDArray one =
        manager.create(
            new double[] {c, 0, s, 0, 0, 1, 0, 0, -s, 0, c, 0, 0, 0, 0, 1}, new Shape(4, 4));
    NDArray two =
        manager.create(
            new double[] {1, 0, 0, 0, 0, c, 0, s, 0, 0, 1, 0, 0, -s, 0, c}, new Shape(4, 4));
    return one.matMul(two);
  }
}
