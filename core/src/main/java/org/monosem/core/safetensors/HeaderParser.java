package org.monosem.core.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    List<ElementType> type = new ArrayList<>(1);
    List<Long> shape = new ArrayList<>();
    List<Long> offsets = new ArrayList<>(2);
    List<String> missing = new ArrayList<>(List.of("dtype", "shape", "data_offsets"));
    json.readObject(
        what,
        member -> {
          missing.remove(member);
          switch (member) {
            case "dtype" -> type.add(readType(what + ": dtype"));
            case "shape" -> readNumbers(what + ": shape", shape, HeaderRules.MAX_RANK);
            case "data_offsets" -> readNumbers(what + ": data_offsets", offsets, 2);
            default -> throw json.broken(what + " must have no other member", member);
          }
        });
    if (!missing.isEmpty()) {
      throw json.broken(what + " must have dtype, shape and data_offsets", "no " + missing);
    }
    if (offsets.size() != 2) {
      throw json.broken(what + ": data_offsets must be two numbers", offsets);
    }
    return new TensorInfo(name, type.get(0), shape, offsets.get(0), offsets.get(1));
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

  private void readNumbers(String what, List<Long> into, int most) throws IOException {
    json.readList(
        what,
        () -> {
          if (into.size() == most) {
            throw json.broken(what + " must hold at most " + most + " numbers", "more");
          }
          into.add(json.readNatural(what));
        });
  }

  private static String shown(String name) {
    return SafetensorsException.shown(name);
  }
}
