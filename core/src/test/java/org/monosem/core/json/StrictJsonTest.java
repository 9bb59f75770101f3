package org.monosem.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @Test
  void valuesKeepTheirKind() {
    Map<String, Object> object =
        StrictJson.parseObject(
            "{\"a\": 1, \"b\": 1.0, \"c\": [true, null, \"x\"], \"d\": {\"e\": -9223372036854775808}}",
            "here");
    assertThat(object).containsEntry("a", 1L).containsEntry("b", 1.0);
    assertThat(object.get("c")).isEqualTo(java.util.Arrays.asList(true, null, "x"));
    assertThat(((Map<?, ?>) object.get("d")).get("e")).isEqualTo(Long.MIN_VALUE);
    assertThat(StrictJson.parseObject(StrictJson.write(object), "again")).isEqualTo(object);
    assertThat(StrictJson.writeLine(Map.of("a", List.of(1, 2)))).isEqualTo("{\"a\":[1,2]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{} {}",
        "{}x",
        "\uFEFF{}",
        "{a: 1}",
        "{'a': 1}",
        "{\"a\": 1,}",
        "{\"a\": 01}",
        "{\"a\": NaN}",
        "{\"a\": 9223372036854775808}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": 1, \"\\u0061\": 2}",
        "{\"a\": 1 // no\n}",
        "{\"a\": tru}",
        "{\"a\": \"\n\"}"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> StrictJson.parseObject(text, "here"))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageStartingWith("here: ");
  }

  @Test
  void depthIsBounded() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThatThrownBy(() -> StrictJson.parseObject(deep, "deep"))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void typedAccessNamesPlaceKeyAndValue() {
    JsonObject json =
        new JsonObject(
            "f.json", StrictJson.parseObject("{\"n\": 3, \"s\": \"x\", \"z\": null}", "f"));
    assertThat(json.integer("n", 1, 3)).isEqualTo(3);
    assertThat(json.number("n")).isEqualTo(3.0);
    assertThat(json.text("z", "default")).isEqualTo("default");
    assertThat(json.flag("absent", true)).isTrue();
    assertThatThrownBy(() -> json.integer("n", 4, 9))
        .hasMessage("f.json: \"n\": expected 4 to 9, got 3");
    assertThatThrownBy(() -> json.integer("s"))
        .hasMessage("f.json: \"s\": expected a whole number, got x");
    assertThatThrownBy(() -> json.text("absent"))
        .hasMessage("f.json: \"absent\": expected a string, got nothing");
    assertThatThrownBy(() -> json.allowOnly(Set.of("n", "z")))
        .hasMessage("f.json: unknown key \"s\"; known are [n, z]");
  }
}
