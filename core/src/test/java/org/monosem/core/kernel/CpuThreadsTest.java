package org.monosem.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CpuThreadsTest {

  @Test
  void countsWhatWasSet() {
    int before = CpuThreads.count();
    try {
      CpuThreads.use(3);
      assertThat(CpuThreads.count()).isEqualTo(3);
    } finally {
      CpuThreads.use(before);
    }
    assertThat(CpuThreads.count()).isEqualTo(before);
  }

  @Test
  void refusesNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CpuThreads.use(0))
        .withMessage("threads: expected at least 1, got 0");
  }
}
