package org.monosem.core.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The members that follow from what a type is: a record's constructor, accessors and methods of
 * {@code Object}; an enum's {@code values} and {@code valueOf}; and what the compiler adds.
 */
final class ImpliedMembers {
  private static final Set<String> OF_RECORDS = Set.of("equals", "hashCode", "toString");
  private static final Set<String> OF_ENUMS = Set.of("values", "valueOf");

  private final Class<?> type;
  private final RecordComponent[] components;
  private final Set<String> accessors;

  ImpliedMembers(Class<?> type) {
    this.type = type;
    components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
    accessors =
        Stream.of(components).map(RecordComponent::getName).collect(Collectors.toUnmodifiableSet());
  }

  boolean contains(Field field) {
    return field.isSynthetic() || field.isEnumConstant();
  }

  boolean contains(Constructor<?> constructor) {
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return constructor.isSynthetic()
        || (type.isRecord() && Arrays.equals(constructor.getParameterTypes(), types));
  }

  boolean contains(Method method) {
    String name = method.getName();
    return method.isSynthetic()
        || method.isBridge()
        || (type.isEnum() && OF_ENUMS.contains(name))
        || (type.isRecord() && OF_RECORDS.contains(name))
        || (accessors.contains(name) && method.getParameterCount() == 0);
  }
}
