package org.monosem.sae.toymodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.monosem.core.json.StrictJson;
import org.monosem.core.random.Seed;

class RunSettingsTest {
  /** Nested records and lists, and every kind of number. */
  public record Inner(Seed seed, double rate) {}

  /** What it stands in. */
  public record Outer(int units, List<Inner> runs, Thread.State state) {}

  private static final Outer OUTER =
      new Outer(
          3, List.of(new Inner(Seed.of(-5), 1e-5), new Inner(Seed.of(6), 1)), Thread.State.NEW);

  private static RunSettings settings(Outer outer) {
    return RunSettings.of("test").with("outer", outer).with("fast", true).with("seeds", 2);
  }

  @Test
  void survivesJson() {
    RunSettings settings = settings(OUTER);
    Map<String, Object> stored = StrictJson.parseObject(StrictJson.write(settings.values()), "x");
    assertThat(stored).isEqualTo(settings.values());
    assertThat(stored).containsKeys("kind", "outer", "fast", "seeds").containsEntry("seeds", 2L);
    assertThatCode(() -> settings.requireSame("x", stored)).doesNotThrowAnyException();
  }

  @Test
  void namesWhatDiffers() {
    Map<String, Object> stored = settings(OUTER).values();
    refused(new Outer(4, OUTER.runs(), OUTER.state()), stored, "outer.units was 3, is now 4");
    refused(
        new Outer(3, OUTER.runs(), Thread.State.BLOCKED),
        stored,
        "outer.state was new, is now blocked");
    refused(
        new Outer(3, List.of(OUTER.runs().get(0), new Inner(Seed.of(7), 1)), OUTER.state()),
        stored,
        "outer.runs[1].seed.value was 6, is now 7");
    refused(
        new Outer(3, OUTER.runs().subList(0, 1), OUTER.state()), stored, "outer.runs was [{seed=");
    assertThatThrownBy(() -> settings(OUTER).with("more", 1.5).requireSame("x", stored))
        .hasMessageContaining("more was nothing, is now 1.5");
    assertThatThrownBy(
            () -> RunSettings.of("test").requireSame("x", Map.of("kind", "test", "old", 1L)))
        .hasMessageContaining("old was 1, is now nothing");
  }

  private static void refused(Outer now, Map<String, Object> stored, String what) {
    assertThatThrownBy(() -> settings(now).requireSame("file", stored))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("file: of a run with other settings: " + what);
  }

  @Test
  void whatHasNoFormIsRefused() {
    RunSettings none = RunSettings.of("test");
    assertThatThrownBy(() -> none.with("x", new Object()))
        .hasMessage("settings: no form for a java.lang.Object");
  }
}
