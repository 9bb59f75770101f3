package org.monosem.core.polysemanticity.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EstimatesTest {
  private static final Golden GOLDEN = Golden.read();

  @Test
  void theValuesPrintedForSparseSources() {
    assertThat(new SparseSource(0.9, 32).dimsPerFeature()).isCloseTo(0.1147, within(5e-5));
    assertThat(new SparseSource(0.99, 32).dimsPerFeature()).isCloseTo(0.0125, within(5e-5));
  }

  @Test
  void sparseSources() {
    assertThat(GOLDEN.sources).hasDimensions(6, 4);
    for (double[] golden : GOLDEN.sources) {
      SparseSource source = new SparseSource(golden[0], golden[1]);
      assertThat(source.entropyPerFeature()).isCloseTo(golden[2], within(1e-12));
      assertThat(source.dimsPerFeature()).isCloseTo(golden[3], within(1e-12));
      assertThat(source.entropy(7)).isCloseTo(7 * golden[2], within(1e-11));
      assertThat(source.toMap()).containsEntry("dimsPerFeature", source.dimsPerFeature());
    }
  }

  @Test
  void dropout() {
    assertThat(GOLDEN.dropouts).hasDimensions(4, 6);
    for (double[] golden : GOLDEN.dropouts) {
      DropoutCapacity capacity = new DropoutCapacity(golden[0], golden[1]);
      assertThat(capacity.upperBound()).isCloseTo(golden[2], within(1e-12));
      assertThat(capacity.lowerBound(Logarithm.TWO)).isCloseTo(golden[3], within(1e-12));
      assertThat(capacity.lowerBound(Logarithm.NATURAL)).isCloseTo(golden[4], within(1e-12));
      assertThat(capacity.withoutZero()).isCloseTo(golden[5], within(1e-12));
      assertThat(capacity.lowerBound(Logarithm.TWO))
          .isLessThanOrEqualTo(capacity.withoutZero() + 1e-15);
      assertThat(capacity.toMap()).containsEntry("withoutZero", capacity.withoutZero());
    }
  }

  @Test
  void spectraThatFallAsAPower() {
    assertThat(GOLDEN.spectra).hasDimensions(3, 7);
    for (double[] golden : GOLDEN.spectra) {
      PowerLawSpectrum spectrum = new PowerLawSpectrum(golden[0], (int) golden[1]);
      double bits = golden[2];
      assertThat(spectrum.entropyBound(bits, Logarithm.TWO))
          .isCloseTo(golden[3], relative(golden[3]));
      assertThat(spectrum.entropyBound(bits, Logarithm.NATURAL))
          .isCloseTo(golden[4], relative(golden[4]));
      assertThat(spectrum.entropy(bits, Logarithm.TWO)).isCloseTo(golden[5], relative(golden[5]));
      assertThat(spectrum.action()).isCloseTo(golden[6], relative(golden[6]));
    }
    assertThat(new PowerLawSpectrum(2, 9).toMap())
        .containsEntry("limitOfAction", new PowerLawSpectrum(2, 9).limitOfAction());
    assertThat(new PowerLawSpectrum(1, 9).toMap()).doesNotContainKey("limitOfAction");
  }

  @Test
  void theLimitOfTheActionIsHalfOfZeta() {
    assertThat(new PowerLawSpectrum(2, 1).limitOfAction())
        .isCloseTo(Math.PI * Math.PI / 12, within(1e-14));
    assertThat(new PowerLawSpectrum(4, 1).limitOfAction())
        .isCloseTo(Math.pow(Math.PI, 4) / 180, within(1e-14));
    assertThat(Zeta.of(1.5)).isCloseTo(2.612375348685488, within(1e-14));
    assertThat(Zeta.of(60)).isEqualTo(1 + Math.pow(2, -60));
    assertThat(Zeta.of(1.0001)).isCloseTo(10000.577222946, within(1e-6));
    assertThat(GOLDEN.zetas).hasDimensions(5, 2);
    for (double[] golden : GOLDEN.zetas) {
      assertThat(Zeta.of(golden[0])).isCloseTo(golden[1], within(1e-12));
    }
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new SparseSource(1.1, 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sparsity: expected a number in [0, 1], got 1.1");
    assertThatThrownBy(() -> new SparseSource(0.5, 0))
        .hasMessage("elementEntropy: expected a number above 0, got 0.0");
    assertThatThrownBy(() -> new SparseSource(0.5, 1).entropy(-1))
        .hasMessage("features: expected at least 0, got -1");
    assertThatThrownBy(() -> new DropoutCapacity(0.5, 0))
        .hasMessage("capacity: expected at least 1 bit, got 0.5");
    assertThatThrownBy(() -> new DropoutCapacity(2, -1))
        .hasMessage("dropout: expected a number in [0, 1], got -1.0");
    assertThatThrownBy(() -> new PowerLawSpectrum(-1, 5))
        .hasMessage("decay: expected at least 0, got -1.0");
    assertThatThrownBy(() -> new PowerLawSpectrum(1, 0))
        .hasMessage("neurons: expected at least 1, got 0");
    assertThatThrownBy(() -> new PowerLawSpectrum(1, 5).limitOfAction())
        .hasMessage("decay: expected above 1 for a finite limit, got 1.0");
  }

  private static Offset<Double> relative(double value) {
    return within(1e-12 * Math.max(1, Math.abs(value)));
  }
}
