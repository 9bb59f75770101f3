package org.monosem.core.api;

import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the public and protected signatures of a module as text: types sorted by name, below each
 * its fields, constructors and methods, sorted by name. The text depends on the class files alone,
 * not on the Java version or the locale.
 */
final class PublicSignatures {
  /** Internal to Monosem's own modules, as their package documentation says. */
  private static final List<String> INTERNAL =
      List.of(
          "org.monosem.core.kernel",
          "org.monosem.core.json",
          "org.monosem.core.file",
          "org.monosem.core.archive");

  private PublicSignatures() {}

  static String ofModule(Class<?> member) {
    Map<String, Map<String, Class<?>>> packages = new TreeMap<>();
    new ClassFileImporter()
        .importUrl(member.getProtectionDomain().getCodeSource().getLocation()).stream()
            .filter(PublicSignatures::isPublic)
            .forEach(
                type ->
                    packages
                        .computeIfAbsent(type.getPackageName(), name -> new TreeMap<>())
                        .put(type.getName(), type.reflect()));
    return packages.entrySet().stream()
        .map(entry -> "package " + entry.getKey() + "\n" + describe(entry.getValue().values()))
        .collect(joining("\n"));
  }

  private static boolean isPublic(JavaClass type) {
    boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC);
    boolean inside = type.getEnclosingClass().map(PublicSignatures::isPublic).orElse(true);
    return visible && inside && !INTERNAL.contains(type.getPackageName());
  }

  private static String describe(Collection<Class<?>> types) {
    return types.stream().map(type -> "\n" + describe(type)).collect(joining());
  }

  private static String describe(Class<?> type) {
    TypeNames names = new TypeNames(type.getPackageName());
    return Stream.concat(constants(type), members(type, names))
        .map(line -> "  " + line + "\n")
        .collect(joining("", names.header(type) + "\n", ""));
  }

  /** The constants of an enum, in their own order. */
  private static Stream<String> constants(Class<?> type) {
    return Stream.of(type.getDeclaredFields())
        .filter(field -> field.isEnumConstant())
        .map(field -> field.getName());
  }

  private static Stream<String> members(Class<?> type, TypeNames names) {
    ImpliedMembers implied = new ImpliedMembers(type);
    Stream<String> constructors =
        Stream.of(type.getDeclaredConstructors())
            .filter(constructor -> isVisible(constructor) && !implied.contains(constructor))
            .map(names::constructor)
            .sorted();
    Stream<String> fields =
        withHiddenParents(type)
            .flatMap(each -> Stream.of(each.getDeclaredFields()))
            .filter(field -> isVisible(field) && !implied.contains(field))
            .sorted(Comparator.comparing(Field::getName))
            .map(names::field);
    Stream<String> methods =
        withHiddenParents(type)
            .flatMap(each -> Stream.of(each.getDeclaredMethods()))
            .filter(method -> isVisible(method) && !implied.contains(method))
            .sorted(Comparator.comparing(Method::getName).thenComparing(names::method))
            .map(names::method)
            .distinct();
    return Stream.of(fields, constructors, methods).flatMap(lines -> lines);
  }

  /** A type's members are also those that it inherits from a parent that is not public itself. */
  private static Stream<Class<?>> withHiddenParents(Class<?> type) {
    Stream<Class<?>> parents =
        Stream.<Class<?>>iterate(
            type.getSuperclass(),
            parent -> parent != null && !Modifier.isPublic(parent.getModifiers()),
            Class::getSuperclass);
    return Stream.concat(Stream.of(type), parents);
  }

  private static boolean isVisible(Member member) {
    return Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
  }
}
