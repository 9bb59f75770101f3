package org.monosem.harvest.pipeline;

import java.nio.file.Path;
import org.monosem.core.safetensors.ElementType;

/** A harvest to be killed: runs in a process of its own and prints a line after every batch. */
final class HarvestChild {
  private static final int CONTEXTS = 400;

  private HarvestChild() {}

  public static void main(String[] args) {
    harvest(
        Path.of(args[0]),
        progress -> {
          System.out.println(progress.rows());
          System.out.flush();
          return true;
        });
  }

  static HarvestReport harvest(Path folder, HarvestListener listener) {
    try (FakeModel model = new FakeModel(16)) {
      return Harvest.of(model, FakeModel.HOOK)
          .type(ElementType.BF16)
          .batchSize(3)
          .shardRows(30)
          .poolRows(120)
          .positionsPerContext(13)
          .seed(8)
          .listener(listener)
          .build(Contexts.of(CONTEXTS, 16), "made up", folder)
          .run();
    }
  }
}
