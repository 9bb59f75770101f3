package org.monosem.core.polysemanticity.ratedistortion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.monosem.core.polysemanticity.ratedistortion.ConceptDistribution.Occurrence;

class MinimalCodesTest {
  private static final ConceptDirections OBLIQUE =
      ConceptDirections.of(new double[] {1, 0, 2}, new double[] {0.5, 3, 0});

  @Test
  void theTaxOfTwoConcepts() {
    TwoConcepts two = new TwoConcepts(0.3, 0.2, 0.1);
    assertThat(two.monosemanticRate()).isCloseTo(0.7, within(1e-12));
    assertThat(two.jointRate()).isCloseTo(0.6, within(1e-12));
    assertThat(two.tax()).isEqualTo(0.1);
    LatentDictionary each = LatentDictionary.monosemantic(2);
    assertThat(rate(OBLIQUE, each, two.distribution())).isCloseTo(0.7, within(1e-12));
    assertThat(rate(OBLIQUE, each.with(Set.of(0, 1)), two.distribution()))
        .isCloseTo(0.6, within(1e-12));
    assertThat(two.toMap()).containsEntry("tax", 0.1).containsEntry("both", 0.1);
  }

  @Test
  void aLatentForBothAloneCannotSayOne() {
    ConceptDecoder decoder =
        ConceptDecoder.of(OBLIQUE, new LatentDictionary(List.of(Set.of(0, 1), Set.of(1))));
    MinimalCodes codes = new MinimalCodes(decoder);
    // A = both - B, and activations are not negative
    assertThat(codes.rateAtZeroDistortion(new TwoConcepts(0.3, 0.2, 0.1).distribution())).isEmpty();
    assertThat(
            codes.rateAtZeroDistortion(new TwoConcepts(0, 0.2, 0.1).distribution()).getAsDouble())
        .isCloseTo(0.3, within(1e-12));
  }

  @Test
  void halvesOfThreePairsSayThreeConcepts() {
    LatentDictionary pairs =
        new LatentDictionary(List.of(Set.of(0, 1), Set.of(1, 2), Set.of(0, 2)));
    double[] distortions =
        new MinimalCodes(ConceptDecoder.of(ConceptDirections.orthonormal(3), pairs))
            .distortions(Set.of(0, 1, 2));
    // one pair leaves the third concept; two with 2/3 each leave 1/3
    assertThat(distortions).containsExactly(new double[] {3, 1, 1.0 / 3, 0}, within(1e-12));
  }

  @Test
  void distortionsAreThoseOfAFinelySearchedGrid() {
    ConceptDirections directions =
        ConceptDirections.of(
            new double[] {1, 0.2}, new double[] {-0.3, 1}, new double[] {0.5, 0.7});
    ConceptDecoder decoder =
        ConceptDecoder.of(
            directions, new double[] {1, 0.5}, new double[] {-1, 2}, new double[] {-1, -1});
    for (Set<Integer> concepts : List.of(Set.of(0), Set.of(0, 1), Set.of(0, 1, 2))) {
      double[] distortions = new MinimalCodes(decoder).distortions(concepts);
      double[] slow = grid(directions.sum(concepts), decoder);
      assertThat(distortions).hasSize(4);
      for (int active = 0; active < 3; active++) {
        assertThat(distortions[active]).isBetween(slow[active] - 1e-4, slow[active] + 1e-12);
      }
      assertThat(distortions[3]).isEqualTo(distortions[2]);
    }
  }

  @Test
  void anEncoderIsMeasuredWhereNothingIsPresentToo() {
    ConceptDecoder decoder =
        ConceptDecoder.of(ConceptDirections.orthonormal(2), LatentDictionary.monosemantic(2));
    ConceptDistribution distribution = new TwoConcepts(0.3, 0.2, 0.1).distribution();
    assertThat(decoder.measure(x -> x, distribution)).isEqualTo(new RateDistortion(0.7, 0));
    // forgets B, and is always on: 1 everywhere; wrong by 1 where B is, and where A is not
    RateDistortion forgetful = decoder.measure(x -> new double[] {1, 0}, distribution);
    assertThat(forgetful.rate()).isCloseTo(1, within(1e-12));
    assertThat(forgetful.distortion()).isCloseTo(0.2 * 2 + 0.1 + 0.4, within(1e-12));
    assertThat(forgetful.toMap()).containsOnlyKeys("rate", "distortion");
    assertThatThrownBy(() -> decoder.measure(x -> new double[3], distribution))
        .hasMessage("encoder: expected 2 activations, got 3");
  }

  @Test
  void aPriceOfLatentsTradesRateForDistortion() {
    ConceptDistribution distribution = new TwoConcepts(0.3, 0.2, 0.1).distribution();
    ConceptDirections unequal = ConceptDirections.of(new double[] {2, 0}, new double[] {0, 1});
    MinimalCodes codes =
        new MinimalCodes(ConceptDecoder.of(unequal, LatentDictionary.monosemantic(2)));
    assertClose(codes.optimum(distribution, 0), 0.7, 0);
    assertClose(codes.optimum(distribution, 1.5), 0.4, 0.3);
    assertClose(codes.optimum(distribution, 4), 0, 0.3 * 4 + 0.2 + 0.1 * 5);
    assertThatThrownBy(() -> codes.optimum(distribution, -1))
        .hasMessage("price: expected at least 0, got -1.0");
  }

  @Test
  void theBestDictionaryFollowsFromWhatOccursTogether() {
    ConceptDirections axes = ConceptDirections.orthonormal(3);
    ConceptDistribution apart = ConceptDistribution.independent(0.1, 0.1, 0.1);
    DictionarySearch plain = DictionarySearch.best(axes, apart, 3);
    assertThat(plain.dictionary()).isEqualTo(LatentDictionary.monosemantic(3));
    assertThat(plain.rate()).isCloseTo(0.3, within(1e-12));
    assertThat(plain.tax()).isCloseTo(0, within(1e-12));
    ConceptDistribution together =
        new ConceptDistribution(
            List.of(
                new Occurrence(Set.of(0, 1), 0.4),
                new Occurrence(Set.of(0), 0.1),
                new Occurrence(Set.of(2), 0.2)));
    DictionarySearch joint = DictionarySearch.best(axes, together, 3);
    assertThat(joint.dictionary().latents()).containsExactly(Set.of(0), Set.of(0, 1), Set.of(2));
    assertThat(joint.rate()).isCloseTo(0.7, within(1e-12));
    assertThat(joint.tax()).isCloseTo(0.4, within(1e-12));
    assertThat(joint.toMap())
        .containsEntry("latents", List.of(List.of(0), List.of(0, 1), List.of(2)))
        .containsEntry("conceptsPerLatent", 4.0 / 3);
    assertThatThrownBy(() -> DictionarySearch.best(axes, apart, 2))
        .hasMessage("latents: no 2 sets of concepts say without distortion all that occurs");
  }

  @Test
  void independentConceptsOccurByTheProductOfTheirProbabilities() {
    ConceptDistribution distribution = ConceptDistribution.independent(0.5, 0.2);
    assertThat(distribution.occurrences())
        .containsExactlyInAnyOrder(
            new Occurrence(Set.of(0), 0.4),
            new Occurrence(Set.of(1), 0.1),
            new Occurrence(Set.of(0, 1), 0.1));
    assertThat(distribution.monosemanticRate()).isCloseTo(0.7, within(1e-12));
  }

  @Test
  void directionsOfAnArray() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray rows = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
      int before = manager.getManagedArrays().size();
      ConceptDirections directions = ConceptDirections.of(rows);
      assertThat(manager.getManagedArrays()).hasSize(before);
      assertThat(directions.sum(Set.of(0, 1))).containsExactly(4, 6);
      assertThat(Map.of(directions.concepts(), directions.dims())).containsEntry(2, 2);
      assertThatThrownBy(() -> ConceptDirections.of(manager.zeros(new Shape(2))))
          .hasMessage("directions: expected [concepts, d] with at least one of each, got (2)");
    }
  }

  @Test
  void whatIsNoInstanceIsRefused() {
    assertThatThrownBy(() -> new TwoConcepts(0.5, 0.4, 0.3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("probabilities: expected a sum of at most 1, got 1.2");
    assertThatThrownBy(() -> new TwoConcepts(-0.1, 0, 0))
        .hasMessage("onlyA: expected a number in [0, 1], got -0.1");
    Occurrence sure = new Occurrence(Set.of(0), 0.6);
    assertThatThrownBy(() -> new ConceptDistribution(List.of(sure, new Occurrence(Set.of(1), 0.6))))
        .hasMessage("probabilities: expected a sum of at most 1, got 1.2");
    assertThatThrownBy(() -> new ConceptDistribution(List.of(sure, new Occurrence(Set.of(0), 0.1))))
        .hasMessage("occurrences: a set of concepts is there twice");
    assertThatThrownBy(() -> new Occurrence(Set.of(-1), 0.1))
        .hasMessage("concept: expected at least 0, got -1");
    assertThatThrownBy(() -> ConceptDistribution.independent(new double[21]))
        .hasMessage("probabilities: expected at most 20, got 21");
    assertThatThrownBy(() -> ConceptDirections.of(new double[] {1, 2}, new double[] {1}))
        .hasMessage("directions: expected [concepts, d], got rows of 2 and 1");
    assertThatThrownBy(() -> ConceptDirections.of(new double[] {1, Double.NaN}))
        .hasMessage("directions: expected [concepts, d], finite, got NaN");
    assertThatThrownBy(ConceptDirections::of)
        .hasMessage("directions: expected [concepts, d] with at least one of each, got none");
    assertThatThrownBy(() -> OBLIQUE.sum(Set.of(2))).hasMessage("concept: expected 0 to 1, got 2");
    assertThatThrownBy(() -> ConceptDecoder.of(OBLIQUE, new double[2]))
        .hasMessage("decoder: expected [latents, d=3], got rows of 2");
    assertThatThrownBy(() -> new LatentDictionary(List.of(Set.of())))
        .hasMessage("latents: expected at least one set of at least one concept, got [[]]");
    ConceptDecoder wide = ConceptDecoder.of(OBLIQUE, new double[17][3]);
    assertThatThrownBy(() -> new MinimalCodes(wide))
        .hasMessage("latents: expected at most 16 to try all sets, got 17");
    ConceptDistribution any = ConceptDistribution.independent(0.5);
    assertThatThrownBy(() -> DictionarySearch.best(ConceptDirections.orthonormal(10), any, 3))
        .hasMessageContaining("of 1023 sets make 177910271 dictionaries, expected at most 100000");
    assertThatThrownBy(() -> DictionarySearch.best(OBLIQUE, any, 4))
        .hasMessage("latents: expected 1 to 3, got 4");
    assertThatThrownBy(() -> DictionarySearch.best(ConceptDirections.orthonormal(11), any, 1))
        .hasMessage("concepts: expected at most 10, got 11");
  }

  private static double rate(
      ConceptDirections directions, LatentDictionary dictionary, ConceptDistribution distribution) {
    return new MinimalCodes(ConceptDecoder.of(directions, dictionary))
        .rateAtZeroDistortion(distribution)
        .getAsDouble();
  }

  private static void assertClose(RateDistortion found, double rate, double distortion) {
    assertThat(found.rate()).isCloseTo(rate, within(1e-12));
    assertThat(found.distortion()).isCloseTo(distortion, within(1e-12));
  }

  /** Returns the smallest squared errors with 0, 1 and 2 active latents, to a grid of 0.005. */
  private static double[] grid(double[] x, ConceptDecoder decoder) {
    double[] best = {
      ConceptDecoder.squaredNorm(x), ConceptDecoder.squaredNorm(x), ConceptDecoder.squaredNorm(x)
    };
    for (int i = 0; i < decoder.latents(); i++) {
      for (int j = 0; j < i; j++) {
        for (int a = 0; a < 500; a++) {
          for (int b = 0; b < 500; b++) {
            double error = 0;
            for (int k = 0; k < x.length; k++) {
              double rest = x[k] - 0.005 * (a * decoder.row(i)[k] + b * decoder.row(j)[k]);
              error += rest * rest;
            }
            int active = (a > 0 ? 1 : 0) + (b > 0 ? 1 : 0);
            best[active] = Math.min(best[active], error);
          }
        }
      }
    }
    best[1] = Math.min(best[0], best[1]);
    best[2] = Math.min(best[1], best[2]);
    return best;
  }
}
