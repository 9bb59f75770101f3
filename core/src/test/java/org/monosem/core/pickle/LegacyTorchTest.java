package org.monosem.core.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.tensor.TensorFileException;

/** The single stream of old files, put together by hand. */
class LegacyTorchTest {
  @TempDir Path folder;

  /** Files before PyTorch 1.0 name parts of storages. */
  @Test
  void readsAPartOfAStorage() throws IOException {
    Crafted object =
        Crafted.pickle()
            .global("torch._utils", "_rebuild_tensor")
            .op(Opcode.MARK)
            .op(Opcode.MARK)
            .text("storage")
            .global("torch", "FloatStorage")
            .text("root")
            .text("cpu")
            .integer(5)
            .op(Opcode.MARK)
            .text("part")
            .integer(2)
            .integer(3)
            .op(Opcode.TUPLE, Opcode.TUPLE, Opcode.BINPERSID)
            .integer(1)
            .tuple(2)
            .tuple(1)
            .op(Opcode.TUPLE, Opcode.REDUCE);
    write(stream(object.stop(), "root").number(5, 8), 1, 2, 3, 4, 5);
    try (TorchFile file = TorchFile.open(path())) {
      assertThat(file.root().tensor().readFloats()).containsExactly(4, 5);
    }
  }

  @Test
  void refusesStoragesThatDoNotFit() throws IOException {
    byte[] object = Crafted.pickle().storage("FloatStorage", "a", 2).stop();
    write(stream(object, "a").number(2, 8), 1, 2);
    TorchFile.open(path()).close();
    write(stream(object, "a").number(2, 8), 1, 2, 3);
    refuses("expected the end at byte ");
    write(stream(object, "a").number(3, 8), 1, 2, 3);
    refuses("storage a: expected 2 elements in the file, got 3 and 12 bytes");
    write(stream(object, "a").number(2, 8), 1);
    refuses("storage a: expected 2 elements in the file, got 2 and 4 bytes");
    write(stream(object, "a").number(-1, 8), 1);
    refuses("storage a: expected 2 elements in the file, got -1 and 4 bytes");
    write(stream(object, "b").number(2, 8), 1, 2);
    refuses("expected the key of a storage, once, got the string \"b\"");
    write(stream(object, "a", "a").number(2, 8), 1, 2);
    refuses("expected the key of a storage, once, got the string \"a\"");
    write(stream(object));
    refuses("expected 1 more storages, got none");
  }

  @Test
  void refusesOtherStreams() throws IOException {
    Files.write(path(), Crafted.pickle().text("just a pickle").stop());
    refuses("expected PyTorch's magic number at the start of the pickle, got another");
    byte[] bytes = stream(Crafted.pickle().op(Opcode.NONE).stop()).stop();
    Files.write(path(), Arrays.copyOf(bytes, 20));
    refuses("pickle at byte ");
    bytes[18] = 0;
    Files.write(path(), bytes);
    refuses("expected version 1001 of the stream, got another");
  }

  private void write(Crafted stream, float... storage) throws IOException {
    for (float value : storage) {
      stream.number(Float.floatToIntBits(value), 4);
    }
    byte[] bytes = stream.stop();
    Files.write(path(), Arrays.copyOf(bytes, bytes.length - 1));
  }

  /** Returns a stream up to its storages. */
  private static Crafted stream(byte[] object, String... keys) {
    Crafted stream = Crafted.pickle().op(Opcode.LONG1, 10);
    stream.op(0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).op(Opcode.STOP);
    stream.op(Opcode.PROTO, 2, Opcode.BININT2).number(1001, 2).op(Opcode.STOP);
    stream.op(Opcode.PROTO, 2, Opcode.EMPTY_DICT, Opcode.STOP);
    for (byte value : object) {
      stream.op(value);
    }
    stream.op(Opcode.PROTO, 2, Opcode.MARK);
    for (String key : keys) {
      stream.text(key);
    }
    return stream.op(Opcode.LIST, Opcode.STOP);
  }

  private Path path() {
    return folder.resolve("old.pt");
  }

  private void refuses(String problem) {
    assertThatThrownBy(() -> TorchFile.open(path()))
        .isInstanceOf(TensorFileException.class)
        .hasMessageStartingWith(path() + ": ")
        .hasMessageContaining(problem);
  }
}
