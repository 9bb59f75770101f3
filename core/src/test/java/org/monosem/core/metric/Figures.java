package org.monosem.core.metric;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Every number in a result, however nested, in its order. */
final class Figures {
  private Figures() {}

  static List<Double> of(Object value) {
    List<Double> figures = new ArrayList<>();
    collect(value, figures);
    return figures;
  }

  private static void collect(Object value, List<Double> into) {
    if (value instanceof Number number) {
      into.add(number.doubleValue());
    } else if (value instanceof double[] numbers) {
      for (double number : numbers) {
        into.add(number);
      }
    } else if (value instanceof List<?> list) {
      list.forEach(element -> collect(element, into));
    } else if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        collect(read(component, value), into);
      }
    } else {
      throw new AssertionError("no figure: " + value);
    }
  }

  private static Object read(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(component.getName(), e);
    }
  }
}
