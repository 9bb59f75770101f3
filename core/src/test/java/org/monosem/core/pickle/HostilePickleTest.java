package org.monosem.core.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.tensor.TensorFileException;

/** Pickles that want more than to give data, each refused for its reason. */
class HostilePickleTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "builtins, eval",
    "__builtin__, eval",
    "builtins, exec",
    "builtins, getattr",
    "builtins, __import__",
    "os, system",
    "posix, system",
    "subprocess, Popen",
    "torch, load",
    "torch.hub, load",
    "torch._utils, _rebuild_sparse_tensor",
    "torch._utils, __builtins__",
    "torch, ComplexFloatStorage",
    "numpy.core.multiarray, _reconstruct",
    "collections, namedtuple",
    "operator, attrgetter"
  })
  void refusesEveryOtherNameByName(String module, String name) {
    String refusal =
        "pickle names "
            + module
            + "."
            + name
            + ", which is refused: only tensors and plain containers are read";
    refuses(refusal, c -> c.global(module, name).text("1").op(Opcode.TUPLE1, Opcode.REDUCE));
    refuses(refusal, c -> c.text(module).text(name).op(Opcode.STACK_GLOBAL));
    refuses(refusal, c -> c.op(Opcode.MARK).text("1").raw("i" + module + "\n" + name + "\n"));
  }

  @Test
  void refusesObjectsOfAllowedNamesToo() {
    String refused = ", which is refused: only tensors and plain containers are read";
    refuses(
        "pickle names an object of the name collections.OrderedDict" + refused,
        c -> c.global("collections", "OrderedDict").op(Opcode.EMPTY_TUPLE, Opcode.NEWOBJ));
    refuses(
        "pickle names an object of the name torch.Size" + refused,
        c -> c.op(Opcode.MARK).global("torch", "Size").op(Opcode.OBJ));
    refuses(
        "pickle names a call of torch.float32" + refused,
        c -> c.global("torch", "float32").op(Opcode.EMPTY_TUPLE, Opcode.REDUCE));
    refuses(
        "pickle names a call of the string \"eval\"" + refused,
        c -> c.text("eval").op(Opcode.EMPTY_TUPLE, Opcode.REDUCE));
    refuses(
        "pickle names attributes of a list of 0" + refused,
        c -> c.op(Opcode.EMPTY_LIST, Opcode.EMPTY_DICT, Opcode.BUILD));
    refuses("pickle names a registered extension" + refused, c -> c.op(Opcode.EXT1, 1));
    refuses("pickle names a persistent text" + refused, c -> c.raw("Pmodule\n"));
    refuses("pickle names a buffer elsewhere" + refused, c -> c.op(Opcode.NEXT_BUFFER));
    refuses(
        "pickle names a persistent the string \"module\"" + refused,
        c ->
            c.op(Opcode.MARK)
                .text("module")
                .text("a")
                .text("b")
                .text("c")
                .text("d")
                .op(Opcode.TUPLE, Opcode.BINPERSID));
  }

  @Test
  void refusesSubclassesOfTensors() {
    refuses(
        "pickle names a subclass of torch.Tensor, which is refused: only tensors and plain"
            + " containers are read",
        c ->
            c.global("torch._tensor", "_rebuild_from_type_v2")
                .global("collections", "OrderedDict")
                .global("torch", "Tensor")
                .op(Opcode.EMPTY_TUPLE, Opcode.TUPLE3, Opcode.REDUCE));
  }

  @Test
  void refusesLyingLengths() {
    refuses(
        "pickle at byte 7: expected 1 bytes at most, got a claim of 4294967295",
        c -> c.op(Opcode.BINUNICODE).number(-1, 4));
    refuses(
        "pickle at byte 11: expected 1 bytes at most, got a claim of 9223372036854775807",
        c -> c.op(Opcode.BINBYTES8).number(Long.MAX_VALUE, 8));
    refuses(
        "pickle at byte 11: expected 1 bytes at most, got a claim of -1",
        c -> c.op(Opcode.FRAME).number(-1, 8));
    refuses(
        "pickle at byte 7: expected a whole number of at most 8 bytes, got 2147483647",
        c -> c.op(Opcode.LONG4).number(Integer.MAX_VALUE, 4));
  }

  static Stream<Arguments> impossible() {
    return Stream.of(
        arguments("R", "expected a value on the stack, got none"),
        arguments("e", "expected a mark, got none"),
        arguments("N(0", "expected a value on the stack, got none"),
        arguments("h\t", "expected something under memo key 9, got nothing"),
        arguments("NN", "expected one value at the end, got more"),
        arguments("(N", "expected one value at the end, got more"),
        arguments("](e(", "expected a value on the stack, got none"),
        arguments("NNa", "expected a list, got None"),
        arguments("K\1K\1K\1s", "expected a dict, got the value 1"),
        arguments("K\1(K\1\u0090", "expected a set, got the value 1"),
        arguments("}]Ns", "expected a key or set item of numbers or up to 4096 characters, got a"),
        arguments("}(Nu", "expected a value for each key, got 1 items"),
        arguments(" ", "expected an instruction of protocols 0 to 5, got 0x20"),
        arguments("\u0080\6", "expected protocols 0 to 5, got 6"),
        arguments("Q", "expected a value on the stack, got none"),
        arguments("NQ", "expected a storage's tuple of 5 or 6, got None"),
        arguments("U\1\u00ff", "expected a string in UTF-8, got other bytes"),
        arguments("K\1K\1\u0093", "expected a name, got the value 1"));
  }

  static Stream<Arguments> unlikely() {
    return Stream.of(
        arguments(
            "I99999999999999999999\n",
            "expected a line with a whole number between -2^63 and 2^63-1, got another"),
        arguments("F1x\n", "expected a line with a number, got another"),
        arguments("F1e\n", "expected a line with a number, got another"),
        arguments("Sabc\n", "expected a line with a string in quotes, got another"),
        arguments(
            "V\\uD8\n", "expected a line with an escape of 4 hexadecimal digits, got another"),
        arguments(
            "V\\U00110000\n",
            "expected a line with an escape of 8 hexadecimal digits, got another"),
        arguments(
            "S'\\xZZ'\n", "expected a line with an escape of 2 hexadecimal digits, got another"),
        arguments("V" + "x".repeat(70_000), "expected a line of at most 65536 bytes, got more"),
        arguments("ctorch\nSize\nK\1\u0085R", "expected a list, got the value 1"),
        arguments("ctorch\nSize\n)R", "expected one argument, got 0"),
        arguments("ctorch\nSize\nNR", "expected a tuple of arguments, got None"),
        arguments("c_codecs\nencode\nNN\u0086R", "expected bytes as a text in latin1, got others"),
        arguments(
            "ccollections\ndefaultdict\nK\1\u0085R",
            "expected a defaultdict's class, got the value 1"),
        arguments("ccollections\nOrderedDict\n]](Nea\u0085R", "expected pairs, got 1 items"),
        arguments(
            "ctorch._utils\n_rebuild_parameter\nN\u0085R",
            "expected a parameter's tensor, got something else"),
        arguments(
            "ctorch._utils\n_rebuild_tensor_v2\n)R",
            "expected a tensor's storage and layout, got others"));
  }

  @ParameterizedTest
  @MethodSource({"impossible", "unlikely"})
  void refusesWhatCannotBeDone(String instructions, String rule) {
    refuses(": " + rule, c -> c.raw(instructions));
  }

  @ParameterizedTest
  @CsvSource({
    "I-5\\n, -5",
    "L12L\\n, 12",
    "F-0.5\\n, -0.5",
    "Finf\\n, Infinity",
    "I01\\n, true",
    "S'a\\x41\\\\'\\n, aA\\",
    "V\\u00e4\\U0001F600\\n, ä😀"
  })
  void readsTheLinesOfProtocol0(String instruction, String value) {
    // The tables cannot hold line feeds.
    byte[] pickle =
        Crafted.pickle().raw(instruction.substring(0, instruction.length() - 2) + "\n").stop();
    try (TorchFile file = TorchFile.open(archive(pickle))) {
      assertThat(file.root().kind()).containsSubsequence("the ", value);
    }
  }

  @Test
  void refusesTooManyInstructionsAndMarks() {
    refuses(": expected at most 1000 open marks, got more", c -> c.raw("(".repeat(1001)));
    refuses(
        ": expected at most 4194304 instructions and items, got more",
        c -> c.raw("}0".repeat((1 << 21) + 1)));
  }

  /** A list of a thousand items, copied by every one of a hundred thousand short calls. */
  @Test
  void refusesCopiesWithoutEnd() {
    String copy = "ctorch\nSize\nh\0\u0085R0";
    refuses(
        ": expected at most 4194304 instructions and items, got more",
        c -> c.raw("](" + "N".repeat(1_000) + "e").raw("q\0").raw(copy.repeat(100_000)));
  }

  /** Ten lists, each of which holds the one before ten times: 10^10 values of 200 bytes. */
  @Test
  void readsAMemoBombAndRefusesToWalkIt() {
    Crafted bomb = Crafted.pickle().raw("]q\0");
    for (int i = 0; i < 10; i++) {
      bomb.raw("](" + "h\0".repeat(10) + "eq\0");
    }
    // The lists below are still on the stack: one tuple of all.
    Crafted whole = Crafted.pickle().raw("(");
    try (TorchFile file = TorchFile.open(archive(whole.op(bombBody(bomb)).raw("t").stop()))) {
      assertThat(file.root().list()).hasSize(11);
      assertThat(file.root().kind()).isEqualTo("a tuple of 11");
      assertThatThrownBy(() -> file.root().tensors())
          .isInstanceOf(TensorFileException.class)
          .hasMessageContaining("expected at most 1048576 values, 64 deep, got more");
    }
  }

  private static int[] bombBody(Crafted bomb) {
    byte[] bytes = bomb.stop();
    int[] body = new int[bytes.length - 3];
    for (int i = 0; i < body.length; i++) {
      body[i] = bytes[i + 2];
    }
    return body;
  }

  @Test
  void readsAListThatHoldsItselfAndRefusesToWalkIt() {
    byte[] pickle = Crafted.pickle().raw("]q\0h\0a").stop();
    try (TorchFile file = TorchFile.open(archive(pickle))) {
      assertThat(file.root().list().get(0).kind()).isEqualTo("a list of 1");
      assertThatThrownBy(() -> file.root().tensors())
          .hasMessageEndingWith("64 deep, got more or a container that holds itself");
    }
  }

  @Test
  void refusesTensorsBeyondTheirStorage() {
    long[] two = {2};
    long[] one = {1};
    refuses(
        "storage 0: expected a view within the storage's 4 elements, got shape [2], strides [1],"
            + " offset 3",
        c -> c.tensor(4, 3, two, one));
    refuses(
        "storage 0: expected an entry of 4611686018427387905 times 4 bytes, got 16 bytes",
        c -> c.tensor((1L << 62) + 1, 0, two, one));
    refuses("expected a tuple of at most 64 whole numbers", c -> c.tensor(4, 0, new long[65], one));
    refuses("expected as many strides as axes", c -> c.tensor(4, 0, two, new long[2]));
    refuses(
        "expected at most 1048576 elements",
        c -> c.tensor(4, 0, new long[] {1 << 21}, new long[1]));
  }

  @Test
  void refusesStoragesThatAreNotThere() {
    refuses(
        "storage 1: expected an entry of 4 times 4 bytes, got none",
        c -> c.storage("FloatStorage", "1", 4));
    refuses(
        "expected one type and size for each storage, got two",
        c -> c.storage("FloatStorage", "0", 4).storage("IntStorage", "0", 4));
    refuses(
        "storage ../../data.pkl: expected an entry of 4 times 4 bytes, got none",
        c -> c.storage("FloatStorage", "../../data.pkl", 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "PK", "PK\u0003\u0004", "\u0080", "\u0080\u0002N.", "\u0080\u0002]."})
  void refusesWhatIsNoFileOfTorch(String content) throws IOException {
    Path path = folder.resolve("any.pt");
    Files.writeString(path, content, StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> TorchFile.open(path))
        .isInstanceOf(TensorFileException.class)
        .hasMessageStartingWith(path + ": ");
  }

  @Test
  void refusesTorchScript() {
    Path path = TorchGolden.path("script.pt");
    assertThatThrownBy(() -> TorchFile.open(path))
        .isInstanceOf(TensorFileException.class)
        .hasMessageStartingWith(path + ": TorchScript archive (entry ")
        .hasMessageEndingWith("), which holds code and is refused: save the state_dict instead");
  }

  private void refuses(String rule, UnaryOperator<Crafted> instructions) {
    Path path = archive(instructions.apply(Crafted.pickle()).stop());
    assertThatThrownBy(() -> TorchFile.open(path))
        .isInstanceOf(TensorFileException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageContaining(rule);
  }

  private Path archive(byte[] pickle) {
    return Crafted.archive(folder, pickle, new byte[16]);
  }
}
