package org.monosem.harvest.cache;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationSourceContract;
import org.monosem.core.safetensors.ElementType;

/** The contract, in each of the three types, with many windows to a pass and with one. */
class ActivationCacheContractTest {
  @Nested
  class HalfInSmallWindows extends Base {
    HalfInSmallWindows() {
      super(ElementType.F16, 2);
    }
  }

  @Nested
  class Bfloat16InOneWindow extends Base {
    Bfloat16InOneWindow() {
      super(ElementType.BF16, 1000);
    }
  }

  @Nested
  class SingleShardWindows extends Base {
    SingleShardWindows() {
      super(ElementType.F32, 1);
    }
  }

  abstract static class Base extends ActivationSourceContract {
    private final ElementType type;
    private final int mixed;
    private int made;

    @TempDir Path folder;

    Base(ElementType type, int mixed) {
      this.type = type;
      this.mixed = mixed;
    }

    @Override
    protected ActivationSource source(int rows, int width) {
      Path cache = folder.resolve("cache" + made++);
      Caches.write(cache, Caches.layout(width, type, 30), rows);
      return ActivationCache.open(cache).mixing(mixed);
    }
  }
}
