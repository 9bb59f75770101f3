package org.monosem.core.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.tensor.StoredTensor;

/** Files of PyTorch itself, against the values that PyTorch says are in them. */
class GoldenTorchTest {
  static Set<String> files() {
    return TorchGolden.expected().keySet();
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsEveryTensor(String name) {
    Map<String, TorchGolden.Tensor> expected = TorchGolden.expected().get(name);
    try (TorchFile file = TorchFile.open(TorchGolden.path(name))) {
      Map<String, StoredTensor> tensors = file.root().tensors();
      assertThat(tensors).containsOnlyKeys(expected.keySet());
      tensors.forEach((key, tensor) -> check(key, tensor, expected.get(key)));
    }
  }

  private static void check(String key, StoredTensor tensor, TorchGolden.Tensor expected) {
    assertThat(tensor.type()).as(key).isEqualTo(TorchGolden.type(expected.type()));
    assertThat(tensor.shape()).as(key).isEqualTo(expected.shape());
    if (tensor.type().isFloat()) {
      assertThat(tensor.readDoubles()).as(key).isEqualTo(expected.doubles());
      float[] floats = tensor.readFloats();
      for (int i = 0; i < floats.length; i++) {
        assertThat(floats[i]).as(key).isEqualTo((float) expected.doubles()[i]);
      }
    } else {
      assertThat(tensor.readLongs()).as(key).isEqualTo(expected.longs());
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsArraysAndLeavesNothingBehind(String name) {
    Map<String, TorchGolden.Tensor> expected = TorchGolden.expected().get(name);
    try (NDManager manager = NDManager.newBaseManager();
        TorchFile file = TorchFile.open(TorchGolden.path(name))) {
      for (Map.Entry<String, StoredTensor> entry : file.root().tensors().entrySet()) {
        int before = manager.getManagedArrays().size();
        try (NDArray array = entry.getValue().read(manager)) {
          assertThat(manager.getManagedArrays()).hasSize(before + 1);
          long[] shape = array.getShape().getShape();
          assertThat(shape)
              .isEqualTo(entry.getValue().shape().stream().mapToLong(Long::longValue).toArray());
          checkValues(array, expected.get(entry.getKey()));
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
      }
    }
  }

  private static void checkValues(NDArray array, TorchGolden.Tensor expected) {
    double[] values = new double[(int) array.size()];
    Number[] numbers = values.length == 0 ? new Number[0] : array.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers[i].doubleValue();
    }
    double[] wanted = expected.doubles();
    if (array.getDataType() == DataType.FLOAT32) {
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = (float) wanted[i];
      }
    }
    assertThat(values).isEqualTo(wanted);
  }

  @ParameterizedTest
  @MethodSource("plainFiles")
  void readsPlainData(String name) {
    try (TorchFile file = TorchFile.open(TorchGolden.path(name))) {
      TorchDict root = file.root().dict();
      assertThat(root.get("none").isNone()).isTrue();
      assertThat(root.get("flags").list().stream().map(TorchValue::flag))
          .containsExactly(true, false);
      assertThat(root.get("integers").list().stream().map(TorchValue::integer))
          .containsExactly(
              0L,
              255L,
              65535L,
              -1L,
              (long) Integer.MAX_VALUE,
              (long) Integer.MIN_VALUE,
              1L << 40,
              Long.MIN_VALUE,
              Long.MAX_VALUE);
      assertThat(root.get("floats").list().stream().map(TorchValue::number))
          .containsExactly(0.0, -0.5, 1e300, Double.POSITIVE_INFINITY, 0.1);
      assertThat(root.get("text").text()).isEqualTo("Wörter, 名前, \uD83D\uDE00");
      byte[] bytes = root.get("bytes").bytes();
      assertThat(bytes).hasSize(256);
      assertThat(bytes[200]).isEqualTo((byte) 200);
      assertThat(root.get("no bytes").bytes()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("plainFiles")
  void readsContainersAndNames(String name) {
    try (TorchFile file = TorchFile.open(TorchGolden.path(name))) {
      TorchDict root = file.root().dict();
      assertThat(root.get("set").set()).containsExactly(3L);
      assertThat(root.get("ordered").dict().keys()).containsExactly("b", "a");
      assertThat(root.get("default").dict().get("x").list().get(0).integer()).isEqualTo(1);
      assertThat(root.get(5L).text()).isEqualTo("five");
      assertThat(root.get("size").list().stream().map(TorchValue::integer)).containsExactly(2L, 3L);
      assertThat(root.get("type").name()).isEqualTo("torch.bfloat16");
      assertThat(root.get("device").text()).isEqualTo("cpu");
      assertThat(root.tensor("tensor").readNumber()).isEqualTo(2.5);
    }
  }

  static List<String> plainFiles() {
    return List.of("plain.pt", "plain-protocol4.pt", "plain-legacy.pt");
  }

  @Test
  void readsScalarsOfAStateDict() {
    try (TorchFile file = TorchFile.open(TorchGolden.path("checked.pt"))) {
      TorchDict state = file.root().dict();
      assertThat(state.tensor("k").readInteger()).isEqualTo(2);
      assertThat(state.tensor("threshold").readNumber()).isEqualTo(-1.0);
      assertThat(state.tensor("decoder.weight").layout().strides()).containsExactly(1L, 4L);
      assertThat(state.unexpected(Set.of("b_dec", "k", "threshold", "encoder.bias")))
          .containsExactly("decoder.weight", "encoder.weight");
    }
  }
}
