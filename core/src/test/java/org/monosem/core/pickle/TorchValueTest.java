package org.monosem.core.pickle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.tensor.StoredTensor;
import org.monosem.core.tensor.TensorFileException;

/** What the accessors say when something else stands there. */
class TorchValueTest {
  private final Path path = TorchGolden.path("plain.pt");
  private TorchFile file;

  @BeforeEach
  void open() {
    file = TorchFile.open(path);
  }

  @AfterEach
  void close() {
    file.close();
  }

  @Test
  void namesThePlaceAndWhatStandsThere() {
    TorchDict root = file.root().dict();
    refuses(() -> root.tensor("flags"), "entry flags: expected a tensor, got a list of 2");
    refuses(
        () -> root.get("text").integer(), "entry text: expected a whole number, got the string");
    refuses(() -> root.get("none").dict(), "entry none: expected a dict, got None");
    refuses(
        () -> root.get("tensor").list(), "entry tensor: expected a list, got a tensor of shape []");
    refuses(() -> root.get("set").text(), "entry set: expected a string, got a set of 1");
    refuses(() -> root.get("type").text(), "entry type: expected a string, got the name torch.bf");
    refuses(() -> root.get("bytes").number(), "entry bytes: expected a number, got 256 bytes");
    refuses(() -> root.get("size").flag(), "entry size: expected True or False, got a tuple of 2");
    refuses(
        () -> root.get("default").dict().get("x").list().get(0).tensor(),
        "entry default.x.0: expected a tensor, got the value 1");
    refuses(() -> file.root().tensor(), "expected a tensor, got a dict of 15");
  }

  @Test
  void namesTheKeysThereAre() {
    refuses(
        () -> file.root().dict().get("ordered").dict().get("weight"),
        "entry ordered.weight: expected it to be there, got only [b, a]");
  }

  @Test
  void namesTheTensorInItsOwnErrors() {
    refuses(
        () -> file.root().dict().tensor("tensor").readLongs(),
        "entry tensor: expected integers, got F32");
  }

  @Test
  void readsNothingOnceClosed() {
    StoredTensor tensor = file.root().dict().tensor("tensor");
    file.close();
    assertThatThrownBy(tensor::readFloats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(path + " is closed");
  }

  private void refuses(Runnable access, String problem) {
    assertThatThrownBy(access::run)
        .isInstanceOf(TensorFileException.class)
        .hasMessageStartingWith(path + ": " + problem);
  }
}
