package org.monosem.core.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeBfloat16Test {
  @Test
  void flagsOfBothKindsOfProcessorsAreRead() {
    assertThat(NativeBfloat16.listedIn(List.of("flags\t\t: fpu avx2 avx512_bf16 avx512_fp16")))
        .isTrue();
    assertThat(NativeBfloat16.listedIn(List.of("Features\t: fp asimd bf16"))).isTrue();
    assertThat(NativeBfloat16.listedIn(List.of("flags\t\t: fpu avx2", "model name : bf16")))
        .isFalse();
    assertThat(NativeBfloat16.listedIn(List.of())).isFalse();
  }

  @Test
  void theSuitedPrecisionIsAlwaysExact() {
    assertThat(Precision.exactOn(Device.gpu())).isEqualTo(Precision.FP32_VIA_BF16);
    assertThat(Precision.exactOn(Device.cpu())).isIn(Precision.FP32, Precision.FP32_VIA_BF16);
  }
}
