package org.monosem.sae.training;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.monosem.core.json.JsonObject;
import org.monosem.sae.objective.L1Objective;
import org.monosem.sae.objective.RowLayout;
import org.monosem.sae.objective.term.NoTerm;

/**
 * Writes a record of settings as a JSON object, one key a component, and reads it back strictly: an
 * unknown key, a missing key and a wrong type are errors that name their place. Keys that were
 * added since the first version may be missing.
 *
 * <p>Components may be records, sealed interfaces of records, enums, String, double, int, long,
 * boolean and {@code List<Long>}. A record behind a sealed interface says which one it is under
 * {@code variant}.
 */
final class RecordJson {
  private static final String VARIANT = "variant";

  /** Components that older files do not have, and what they mean there. */
  private static final Map<Class<? extends Record>, Map<String, Object>> ADDED =
      Map.of(
          Recipe.class,
              Map.of(
                  "penaltyControl", PenaltyControl.NONE, "maxNormRatio", 0.0, "term", new NoTerm()),
          TrainingPlan.class, Map.of("layout", RowLayout.AUTOENCODER),
          L1Objective.class, Map.of("sourceWidths", List.of()));

  /** What a sealed interface was before it had variants, for files that name none. */
  private static final Map<Class<?>, Class<? extends Record>> FIRST_VARIANT =
      Map.of(LearningRateSchedule.class, LinearSchedule.class);

  private RecordJson() {}

  static Map<String, Object> toJson(Record value) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      json.put(component.getName(), toValue(component, read(value, component)));
    }
    return json;
  }

  static <T extends Record> T fromJson(JsonObject json, Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    Set<String> known = new LinkedHashSet<>();
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      known.add(components[i].getName());
      types[i] = components[i].getType();
    }
    json.allowOnly(known);
    Object[] values = new Object[components.length];
    Map<String, Object> added = ADDED.getOrDefault(type, Map.of());
    for (int i = 0; i < components.length; i++) {
      String key = components[i].getName();
      boolean older = !json.has(key) && added.containsKey(key);
      values[i] = older ? added.get(key) : fromValue(json, key, types[i]);
    }
    return construct(json, type, types, values);
  }

  private static Object toValue(RecordComponent component, Object value) {
    if (value instanceof Record variant && component.getType().isSealed()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put(VARIANT, variant.getClass().getSimpleName());
      json.putAll(toJson(variant));
      return json;
    } else if (value instanceof Record inner) {
      return toJson(inner);
    } else if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value;
  }

  private static Object fromValue(JsonObject json, String key, Class<?> type) {
    if (type.isSealed()) {
      return variant(json.object(key), type);
    } else if (type.isRecord()) {
      return fromJson(json.object(key), type.asSubclass(Record.class));
    } else if (type.isEnum()) {
      return json.constant(key, type);
    } else if (type == double.class) {
      return json.number(key);
    } else if (type == int.class) {
      return json.integer(key, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == long.class) {
      return json.integer(key);
    } else if (type == boolean.class) {
      return json.flag(key);
    } else if (type == List.class) {
      return json.integers(key);
    }
    return json.text(key);
  }

  /** Reads one of the records behind a sealed interface. */
  static Record variant(JsonObject json, Class<?> type) {
    Class<? extends Record> first = FIRST_VARIANT.get(type);
    if (first != null && !json.has(VARIANT)) {
      return fromJson(json, first);
    }
    String name = json.text(VARIANT);
    List<Class<?>> variants = variants(type).toList();
    for (Class<?> permitted : variants) {
      if (permitted.getSimpleName().equals(name)) {
        return fromJson(json.without(VARIANT), permitted.asSubclass(Record.class));
      }
    }
    throw new IllegalArgumentException(
        "%s, \"%s\": expected one of %s, got \"%s\""
            .formatted(
                json.where(), VARIANT, variants.stream().map(Class::getSimpleName).toList(), name));
  }

  /** The records behind a sealed interface, those behind its own sealed interfaces among them. */
  private static Stream<Class<?>> variants(Class<?> type) {
    return Stream.<Class<?>>of(type.getPermittedSubclasses())
        .flatMap(permitted -> permitted.isSealed() ? variants(permitted) : Stream.of(permitted));
  }

  private static Object read(Record value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("reading " + component, e);
    }
  }

  private static <T> T construct(
      JsonObject json, Class<T> type, Class<?>[] types, Object[] values) {
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw new IllegalArgumentException(
          json.where() + ": " + e.getTargetException().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("making " + type, e);
    }
  }
}
