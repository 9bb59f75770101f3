package org.monosem.core.api;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Signatures as one writes them: generic types and modifiers that callers depend on; the packages
 * that everyone knows, and the one at hand, are left out.
 */
final class TypeNames {
  private static final int OF_TYPES = Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;
  private static final int OF_MEMBERS = OF_TYPES | Modifier.PROTECTED;

  private static final String FAMILIAR =
      "java\\.lang|java\\.util|java\\.nio|java\\.nio\\.file|ai\\.djl\\.ndarray";

  private final Pattern dropped;

  TypeNames(String packageName) {
    dropped =
        Pattern.compile("\\b(?:" + FAMILIAR + "|" + Pattern.quote(packageName) + ")\\.(?=[A-Z])");
  }

  String header(Class<?> type) {
    return kind(type)
        + " "
        + name(type)
        + variables(type.getTypeParameters())
        + components(type)
        + parents(type);
  }

  String field(Field field) {
    return modifiers(field.getModifiers() & OF_MEMBERS)
        + name(field.getGenericType())
        + " "
        + field.getName();
  }

  String constructor(Constructor<?> constructor) {
    return modifiers(constructor.getModifiers() & OF_MEMBERS)
        + "new"
        + parameters(constructor)
        + thrown(constructor);
  }

  String method(Method method) {
    String variables = variables(method.getTypeParameters());
    return modifiers(method.getModifiers() & OF_MEMBERS)
        + (method.isDefault() ? "default " : "")
        + (variables.isEmpty() ? "" : variables + " ")
        + name(method.getGenericReturnType())
        + " "
        + method.getName()
        + parameters(method)
        + thrown(method);
  }

  private static String kind(Class<?> type) {
    // The others' modifiers follow from their kind.
    String modifiers =
        (type.isSealed() && !type.isEnum() ? "sealed " : "")
            + (type.isInterface() || type.isEnum() || type.isRecord()
                ? ""
                : modifiers(type.getModifiers() & OF_TYPES));
    if (type.isInterface()) {
      return modifiers + "interface";
    } else if (type.isEnum()) {
      return modifiers + "enum";
    }
    return modifiers + (type.isRecord() ? "record" : "class");
  }

  private String components(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type.getRecordComponents())
            .map(component -> name(component.getGenericType()) + " " + component.getName())
            .collect(joining(", ", "(", ")"))
        : "";
  }

  private String parents(Class<?> type) {
    String interfaces = list(type.getGenericInterfaces());
    if (type.isInterface()) {
      return interfaces.isEmpty() ? "" : " extends " + interfaces;
    }
    boolean implied = type.isRecord() || type.isEnum() || Object.class == type.getSuperclass();
    return (implied ? "" : " extends " + name(type.getGenericSuperclass()))
        + (interfaces.isEmpty() ? "" : " implements " + interfaces);
  }

  private String parameters(Executable executable) {
    String types = list(executable.getGenericParameterTypes());
    return "("
        + (executable.isVarArgs() ? types.substring(0, types.length() - 2) + "..." : types)
        + ")";
  }

  private String thrown(Executable executable) {
    String types = list(executable.getGenericExceptionTypes());
    return types.isEmpty() ? "" : " throws " + types;
  }

  private String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Stream.of(variables).map(this::variable).collect(joining(", ", "<", ">"));
  }

  private String variable(TypeVariable<?> variable) {
    String bounds = Stream.of(variable.getBounds()).map(this::name).collect(joining(" & "));
    return variable.getName() + ("Object".equals(bounds) ? "" : " extends " + bounds);
  }

  private String list(Type[] types) {
    return Stream.of(types).map(this::name).collect(joining(", "));
  }

  private String name(Type type) {
    return dropped.matcher(type.getTypeName().replace('$', '.')).replaceAll("");
  }

  private static String modifiers(int modifiers) {
    return modifiers == 0 ? "" : Modifier.toString(modifiers) + " ";
  }
}
