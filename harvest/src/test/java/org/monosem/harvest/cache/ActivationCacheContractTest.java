package org.monosem.harvest.cache;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationSourceContract;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;
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

  @Nested
  class WithoutRoomToReadAhead extends Base {
    WithoutRoomToReadAhead() {
      super(ElementType.F16, 2);
    }

    @Override
    protected ActivationSource source(int rows, int width) {
      ActivationCache cache = (ActivationCache) super.source(rows, width);
      return new ActivationSource() {
        @Override
        public int width() {
          return cache.width();
        }

        @Override
        public long rows() {
          return cache.rows();
        }

        @Override
        public ActivationStream open(Seed seed, long startRow) {
          return cache.open(seed, startRow, (folder, manifest, shards) -> null);
        }
      };
    }

    @Test
    void theOrderIsThatOfReadingAhead() {
      ActivationCache cache = (ActivationCache) super.source(150, 3);
      Seed seed = Seed.of(4);
      try (NDManager manager = NDManager.newBaseManager(Device.cpu());
          ActivationStream ahead = cache.open(seed, 70);
          ActivationStream waiting = cache.open(seed, 70, (folder, manifest, shards) -> null)) {
        for (int batch = 0; batch < 12; batch++) {
          assertThat(waiting.next(manager, 37)).isEqualTo(ahead.next(manager, 37));
        }
      }
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
