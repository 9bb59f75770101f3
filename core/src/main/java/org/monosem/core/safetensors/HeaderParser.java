package org.monosem.core.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a header as a stream; what it keeps has passed {@link HeaderRules}. */
final class HeaderParser {
  static final String METADATA = "__metadata__";

  private static final Set<String> UNSUPPORTED =
      Set.of(
          "F4",
          "F6_E2M3",
          "F6_E3M2",
          "F8_E5M2",
          "F8_E4M3",
          "F8_E8M0",
          "F8_E4M3FNUZ",
          "F8_E5M2FNUZ",
          "C64");

  private final HeaderJson json;
  private final HeaderRules rules;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<TensorInfo> tensors = new ArrayList<>();

  private HeaderParser(HeaderJson json, HeaderRules rules) {
    this.json = json;
    this.rules = rules;
  }

  /**
   * Reads a header.
   *
   * @param bytes the header's bytes and no more
   * @param dataBytes the bytes behind it in the file
   */
  static Header parse(Path file, InputStream bytes, long dataBytes) {
    HeaderRules rules = new HeaderRules(file, dataBytes);
    HeaderParser parser = new HeaderParser(new HeaderJson(file, bytes), rules);
    parser.json.readDocument(parser::readMember);
    return new Header(parser.metadata, rules.inOrder(parser.tensors));
  }

  private void readMember(String name) throws IOException {
    if (name.equals(METADATA)) {
      json.readObject(
          METADATA,
          key -> metadata.put(key, json.readString(METADATA + " \"" + shown(key) + "\"")));
    } else {
      TensorInfo info = readTensor(name);
      rules.check(info);
      tensors.add(info);
    }
  }

  private TensorInfo readTensor(String name) throws IOException {
    String what = "tensor \"" + shown(name) + "\"";
    Entry entry = new Entry();
    json.readObject(what, member -> readTensorMember(what, member, entry));
    ElementType type = entry.type;
    List<Long> shape = entry.shape;
    List<Long> offsets = entry.offsets;
    if (type == null || shape == null || offsets == null) {
      throw json.broken(what + " must have dtype, shape and data_offsets", "no " + entry.missing());
    }
    if (offsets.size() != 2) {
      throw json.broken(what + ": data_offsets must be two numbers", offsets);
    }
    return new TensorInfo(name, type, shape, offsets.get(0), offsets.get(1));
  }

  /** A tensor's members, as far as they are read. */
  private static final class Entry {
    @Nullable ElementType type;
    @Nullable List<Long> shape;
    @Nullable List<Long> offsets;

    String missing() {
      return type == null ? "dtype" : shape == null ? "shape" : "data_offsets";
    }
  }

  private void readTensorMember(String what, String member, Entry entry) throws IOException {
    switch (member) {
      case "dtype" -> entry.type = readType(what + ": dtype");
      case "shape" -> entry.shape = readNumbers(what + ": shape", HeaderRules.MAX_RANK);
      case "data_offsets" -> entry.offsets = readNumbers(what + ": data_offsets", 2);
      default -> throw json.broken(what + " must have no other member", member);
    }
  }

  private ElementType readType(String what) throws IOException {
    String name = json.readString(what);
    if (UNSUPPORTED.contains(name)) {
      throw json.broken(what + " must be one that this library supports", name);
    }
    try {
      return ElementType.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw json.broken(what + " must be a type of the format", name);
    }
  }

  private List<Long> readNumbers(String what, int most) throws IOException {
    List<Long> numbers = new ArrayList<>(2);
    json.readList(
        what,
        () -> {
          if (numbers.size() == most) {
            throw json.broken(what + " must hold at most " + most + " numbers", "more");
          }
          numbers.add(json.readNatural(what));
        });
    return numbers;
  }

  private static String shown(String name) {
    return SafetensorsException.shown(name);
  }
}
