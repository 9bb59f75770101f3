package org.monosem.core.polysemanticity.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class SimilarMeaningTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theNearestOfOtherUnitsAsASlowSearchFindsThem() {
    List<CentralExample> all = new ArrayList<>(layer(0, 350));
    all.addAll(layer(1, 200)); // more meanings than a block of rows
    assertThat(all).hasSizeGreaterThan(1024);
    int before = manager.getManagedArrays().size();
    List<List<SimilarMeaning>> found =
        SimilarMeaning.find(all, 5, layer -> layer == 0 ? 0.6 : 0.2, manager);
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(found).hasSameSizeAs(all);
    for (int i = 0; i < all.size(); i += 7) {
      List<SimilarMeaning> expected = slow(all, i, 5, all.get(i).layer() == 0 ? 0.6 : 0.2);
      assertThat(found.get(i)).hasSameSizeAs(expected);
      for (int k = 0; k < expected.size(); k++) {
        SimilarMeaning one = found.get(i).get(k);
        assertThat(one.cosine()).isCloseTo(expected.get(k).cosine(), within(1e-12));
        assertThat(one.unit()).isEqualTo(expected.get(k).unit());
        assertThat(one.layer()).isEqualTo(expected.get(k).layer());
        assertThat(one.meaning()).isEqualTo(expected.get(k).meaning());
      }
    }
  }

  @Test
  void fewerThanAskedForIsNoError() {
    List<CentralExample> all = layer(0, 2);
    List<List<SimilarMeaning>> found = SimilarMeaning.find(all, 50, layer -> -9, manager);
    for (int i = 0; i < all.size(); i++) {
      assertThat(found.get(i)).isEqualTo(slowRounded(found.get(i)));
      assertThat(found.get(i)).hasSize(all.size() / 2);
      int unit = all.get(i).unit();
      assertThat(found.get(i)).noneMatch(similar -> similar.unit() == unit);
    }
  }

  private static List<SimilarMeaning> slowRounded(List<SimilarMeaning> similar) {
    List<SimilarMeaning> sorted = new ArrayList<>(similar);
    sorted.sort(Comparator.comparingDouble(one -> -one.cosine()));
    return sorted;
  }

  @Test
  void theSourcesCuts() {
    assertThat(SimilarMeaning.gpt2SmallCut(0)).isEqualTo(0.5);
    assertThat(SimilarMeaning.gpt2SmallCut(4)).isEqualTo(0.1);
    assertThat(SimilarMeaning.gpt2SmallCut(5)).isEqualTo(0.05);
    assertThat(SimilarMeaning.gpt2SmallCut(11)).isEqualTo(0.05);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> SimilarMeaning.find(List.of(), 1, layer -> 0, manager))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("meanings: expected at least one, got none");
    assertThatThrownBy(() -> SimilarMeaning.find(layer(0, 2), 0, layer -> 0, manager))
        .hasMessage("count: expected at least 1, got 0");
    PolysemanticityReport empty =
        new PolysemanticityReport("none", MeaningOptions.standard(), List.of());
    assertThatThrownBy(
            () -> CentralExample.of(0, empty, List.of(UnitMeaningsTest.examples(new float[0][]))))
        .hasMessage("examples: expected those of 0 units, got 1");
  }

  /** Units with two meanings each, around opposite directions. */
  private List<CentralExample> layer(int layer, int units) {
    SplittableRandom random = Seed.of(layer).random();
    UnitWeights weights =
        new UnitWeights(manager.ones(new Shape(units, 3)), manager.zeros(new Shape(units)));
    List<UnitExamples> examples = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      float[] one = new float[3];
      float[] other = new float[3];
      for (int k = 0; k < 3; k++) {
        one[k] = (float) random.nextGaussian();
        other[k] = -one[k];
      }
      List<Example> places = List.of(new Example(0, 0, 2), new Example(1, 0, 1));
      examples.add(UnitExamples.of(unit, 2, places, new float[][] {one, other}));
    }
    return CentralExample.of(
        layer,
        PolysemanticityReport.of("layer", examples, weights, MeaningOptions.standard()),
        examples);
  }

  private static List<SimilarMeaning> slow(List<CentralExample> all, int i, int count, double cut) {
    List<SimilarMeaning> similar = new ArrayList<>();
    CentralExample own = all.get(i);
    for (CentralExample other : all) {
      double cosine = cosine(own.vector(), other.vector());
      if ((other.unit() != own.unit() || other.layer() != own.layer()) && cosine > cut) {
        similar.add(new SimilarMeaning(other.layer(), other.unit(), other.meaning(), cosine));
      }
    }
    similar.sort(Comparator.comparingDouble(one -> -one.cosine()));
    return similar.subList(0, Math.min(similar.size(), count));
  }

  private static double cosine(float[] a, float[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }
}
