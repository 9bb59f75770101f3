package org.monosem.core.pickle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.monosem.core.tensor.StoredTensor;

/** The calls that stand for plain data, and what they give. Nothing is called. */
final class Reduction {
  private static final Set<String> CALLS =
      Set.of(
          "torch._utils._rebuild_tensor",
          "torch._utils._rebuild_tensor_v2",
          "torch._utils._rebuild_tensor_v3",
          "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch._tensor._rebuild_from_type_v2",
          "torch.Size",
          "torch.device",
          "torch.serialization._get_layout",
          "collections.OrderedDict",
          "collections.defaultdict",
          "_codecs.encode");

  private static final Set<String> BUILTIN_CALLS =
      Set.of("set", "frozenset", "list", "tuple", "dict", "bytes", "bytearray");

  private final PickleInput input;
  private final TensorRebuild tensors;
  private final Budget budget;
  private final Containers containers;

  Reduction(PickleInput input, TensorRebuild tensors, Budget budget) {
    this.input = input;
    this.tensors = tensors;
    this.budget = budget;
    this.containers = new Containers(input);
  }

  static boolean isAllowed(Global global) {
    return CALLS.contains(global.fullName()) || global.isBuiltin(BUILTIN_CALLS);
  }

  /** Returns what a call gives. */
  @Nullable Object of(@Nullable Object function, @Nullable Object arguments) {
    if (!(function instanceof Global global)) {
      throw input.refused("a call of " + Kind.of(function));
    }
    if (!(arguments instanceof Tuple tuple)) {
      throw input.broken("expected a tuple of arguments, got " + Kind.of(arguments));
    }
    return global.isBuiltin(BUILTIN_CALLS) ? builtin(global, tuple) : torch(global, tuple);
  }

  private @Nullable Object torch(Global global, Tuple tuple) {
    return switch (global.fullName()) {
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" ->
          tensors.typed(tuple, input);
      case "torch._utils._rebuild_tensor_v3" -> tensors.untyped(tuple, input);
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
          parameter(tuple);
      case "torch._tensor._rebuild_from_type_v2" -> subclass(tuple);
      case "torch.Size" -> new Tuple(copy(only(tuple)));
      case "torch.device" -> device(tuple);
      case "torch.serialization._get_layout" -> text(only(tuple));
      case "collections.OrderedDict" -> dict(tuple, 0);
      case "collections.defaultdict" -> defaultDict(tuple);
      case "_codecs.encode" -> encoded(tuple);
      default -> throw input.refused("a call of " + global.fullName());
    };
  }

  private Object builtin(Global global, Tuple arguments) {
    return switch (global.name()) {
      case "set", "frozenset" -> containers.setOf(items(arguments));
      case "list" -> items(arguments);
      case "tuple" -> new Tuple(items(arguments));
      case "dict" -> dict(arguments, 0);
      default -> arguments.size() == 0 ? new byte[0] : encoded(arguments);
    };
  }

  /** A parameter is its tensor. */
  private Object parameter(Tuple arguments) {
    if (arguments.size() > 0 && arguments.get(0) instanceof StoredTensor tensor) {
      return tensor;
    }
    throw input.broken("expected a parameter's tensor, got something else");
  }

  /**
   * A tensor with attributes of its own is the tensor: {@code (function, class, arguments, ..)}.
   */
  private @Nullable Object subclass(Tuple arguments) {
    boolean plain =
        arguments.size() >= 3
            && arguments.get(0) instanceof Global function
            && function.module().equals("torch._utils")
            && arguments.get(1) instanceof Global type
            && Set.of("torch.Tensor", "torch.nn.parameter.Parameter").contains(type.fullName());
    if (!plain) {
      throw input.refused("a subclass of torch.Tensor");
    }
    return of(arguments.get(0), arguments.get(2));
  }

  private Object device(Tuple arguments) {
    if (arguments.size() == 2 && arguments.get(1) instanceof Long index) {
      return text(arguments.get(0)) + ":" + index;
    }
    return text(only(arguments));
  }

  private Object defaultDict(Tuple arguments) {
    if (arguments.size() > 0 && arguments.get(0) != null && !(arguments.get(0) instanceof Global)) {
      throw containers.expected("a defaultdict's class", arguments.get(0));
    }
    return dict(arguments, 1);
  }

  /** A dict from the argument at an index, if there is one: a dict, or pairs. */
  private Map<Object, @Nullable Object> dict(Tuple arguments, int index) {
    if (arguments.size() <= index) {
      return new LinkedHashMap<>();
    } else if (arguments.get(index) instanceof Map<?, ?> map) {
      budget.spend(map.size());
      return new LinkedHashMap<>(containers.dict(map));
    }
    List<@Nullable Object> flat = new ArrayList<>();
    for (@Nullable Object pair : copy(arguments.get(index))) {
      List<@Nullable Object> items = copy(pair);
      if (items.size() != 2) {
        throw input.broken("expected pairs, got " + items.size() + " items");
      }
      flat.addAll(items);
    }
    return containers.dictOf(flat);
  }

  /** Protocol 2 writes bytes as a text of as many characters. */
  private byte[] encoded(Tuple arguments) {
    if (arguments.size() == 1 && arguments.get(0) instanceof byte[] bytes) {
      budget.spend(bytes.length);
      return bytes.clone();
    }
    if (arguments.size() == 2
        && arguments.get(0) instanceof String text
        && ("latin1".equals(arguments.get(1)) || "latin-1".equals(arguments.get(1)))) {
      budget.spend(text.length());
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    throw input.broken("expected bytes as a text in latin1, got others");
  }

  private List<@Nullable Object> items(Tuple arguments) {
    return arguments.size() == 0 ? new ArrayList<>() : copy(only(arguments));
  }

  private List<@Nullable Object> copy(@Nullable Object value) {
    List<@Nullable Object> items =
        value instanceof Tuple tuple ? tuple.items() : containers.list(value);
    budget.spend(items.size());
    return new ArrayList<>(items);
  }

  private @Nullable Object only(Tuple arguments) {
    if (arguments.size() != 1) {
      throw input.broken("expected one argument, got " + arguments.size());
    }
    return arguments.get(0);
  }

  private String text(@Nullable Object value) {
    if (value instanceof String text) {
      budget.spend(text.length());
      return text;
    }
    throw containers.expected("a string", value);
  }
}
