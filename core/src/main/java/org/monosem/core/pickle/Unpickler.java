package org.monosem.core.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.tensor.StoredTensor;

/**
 * Reads one pickle, protocols 0 to 5, to plain data.
 *
 * <p>What comes out: null, Boolean, Long, Double, String, {@code byte[]}, List, {@link Tuple}, Map
 * and Set in the order of insertion, {@link StoredTensor}, {@link TorchStorage}, and {@link Global}
 * for the names of element types and classes that stand as data. The same object may be met in many
 * places, and a container in itself: who walks it must count.
 *
 * <p>Attributes that a pickle sets on a dict or a tensor (such as the {@code _metadata} of a state
 * dict) are dropped; on anything else they are refused, as is everything that would need a class.
 */
final class Unpickler {
  private final PickleInput input;
  private final Storages storages;
  private final PickleStack stack;
  private final Containers containers;
  private final Budget budget;
  private final Reduction reduction;
  private final TextLiteral literal;

  Unpickler(PickleInput input, Storages storages, TensorRebuild tensors) {
    this.input = input;
    this.storages = storages;
    this.stack = new PickleStack(input);
    this.containers = new Containers(input);
    this.budget = new Budget(input);
    this.reduction = new Reduction(input, tensors, budget);
    this.literal = new TextLiteral(input);
  }

  /**
   * Reads up to the end of the pickle, where the input then stands.
   *
   * @throws org.monosem.core.tensor.TensorFileException if the pickle is malformed, or holds what
   *     is refused
   */
  @Nullable Object load() {
    for (int opcode = input.readByte(); opcode != Opcode.STOP; opcode = input.readByte()) {
      budget.spend(1);
      if (!scalar(opcode) && !text(opcode) && !container(opcode) && !machine(opcode)) {
        object(opcode);
      }
    }
    Object result = stack.pop();
    if (!stack.isEmpty()) {
      throw input.broken("expected one value at the end, got more");
    }
    return result;
  }

  private boolean scalar(int opcode) {
    switch (opcode) {
      case Opcode.NONE -> stack.push(null);
      case Opcode.NEWTRUE -> stack.push(true);
      case Opcode.NEWFALSE -> stack.push(false);
      case Opcode.BININT -> stack.push((long) (int) input.readNumber(4));
      case Opcode.BININT1 -> stack.push(input.readNumber(1));
      case Opcode.BININT2 -> stack.push(input.readNumber(2));
      case Opcode.LONG1 -> stack.push(integer(input.readNumber(1)));
      case Opcode.LONG4 -> stack.push(integer(input.readNumber(4)));
      case Opcode.BINFLOAT -> stack.push(input.readBigEndianDouble());
      case Opcode.INT -> stack.push(literal.integerOrFlag(input.readLine()));
      case Opcode.LONG -> stack.push(literal.integer(input.readLine()));
      case Opcode.FLOAT -> stack.push(literal.number(input.readLine()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(int opcode) {
    switch (opcode) {
      case Opcode.SHORT_BINUNICODE, Opcode.SHORT_BINSTRING ->
          stack.push(input.readText(input.readNumber(1)));
      case Opcode.BINUNICODE -> stack.push(input.readText(input.readNumber(4)));
      case Opcode.BINSTRING -> stack.push(input.readText(input.readNumber(4)));
      case Opcode.BINUNICODE8 -> stack.push(input.readText(input.readNumber(8)));
      case Opcode.STRING -> stack.push(literal.quoted(input.readLine()));
      case Opcode.UNICODE -> stack.push(literal.unicode(input.readLine()));
      case Opcode.SHORT_BINBYTES -> stack.push(input.readBytes(input.readNumber(1)));
      case Opcode.BINBYTES -> stack.push(input.readBytes(input.readNumber(4)));
      case Opcode.BINBYTES8, Opcode.BYTEARRAY8 -> stack.push(input.readBytes(input.readNumber(8)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int opcode) {
    switch (opcode) {
      case Opcode.EMPTY_LIST -> stack.push(new ArrayList<@Nullable Object>());
      case Opcode.EMPTY_TUPLE -> stack.push(new Tuple(List.of()));
      case Opcode.EMPTY_DICT -> stack.push(new LinkedHashMap<Object, @Nullable Object>());
      case Opcode.EMPTY_SET -> stack.push(new LinkedHashSet<Object>());
      case Opcode.TUPLE1, Opcode.TUPLE2, Opcode.TUPLE3 ->
          stack.push(new Tuple(stack.pop(opcode - Opcode.TUPLE1 + 1)));
      case Opcode.TUPLE -> stack.push(new Tuple(stack.popToMark()));
      case Opcode.LIST -> stack.push(stack.popToMark());
      case Opcode.DICT -> stack.push(containers.dictOf(stack.popToMark()));
      case Opcode.FROZENSET -> stack.push(containers.setOf(stack.popToMark()));
      default -> {
        return fill(opcode);
      }
    }
    return true;
  }

  private boolean fill(int opcode) {
    switch (opcode) {
      case Opcode.APPEND -> {
        Object item = stack.pop();
        containers.list(stack.top()).add(item);
      }
      case Opcode.APPENDS -> {
        List<@Nullable Object> items = stack.popToMark();
        containers.list(stack.top()).addAll(items);
      }
      case Opcode.SETITEM -> {
        List<@Nullable Object> items = stack.pop(2);
        containers.putAll(containers.dict(stack.top()), items);
      }
      case Opcode.SETITEMS -> {
        List<@Nullable Object> items = stack.popToMark();
        containers.putAll(containers.dict(stack.top()), items);
      }
      case Opcode.ADDITEMS -> {
        List<@Nullable Object> items = stack.popToMark();
        containers.addAll(containers.set(stack.top()), items);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean machine(int opcode) {
    switch (opcode) {
      case Opcode.PROTO -> requireProtocol(input.readByte());
      case Opcode.FRAME -> input.requireLeft(input.readNumber(8));
      case Opcode.MARK -> stack.mark();
      case Opcode.POP -> stack.pop();
      case Opcode.POP_MARK -> stack.popToMark();
      case Opcode.DUP -> stack.push(stack.top());
      case Opcode.GET -> stack.push(stack.get(literal.integer(input.readLine())));
      case Opcode.BINGET -> stack.push(stack.get(input.readNumber(1)));
      case Opcode.LONG_BINGET -> stack.push(stack.get(input.readNumber(4)));
      case Opcode.PUT -> stack.put(literal.integer(input.readLine()));
      case Opcode.BINPUT -> stack.put(input.readNumber(1));
      case Opcode.LONG_BINPUT -> stack.put(input.readNumber(4));
      case Opcode.MEMOIZE -> stack.memoize();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void object(int opcode) {
    switch (opcode) {
      case Opcode.GLOBAL -> stack.push(global(input.readLine(), input.readLine()));
      case Opcode.STACK_GLOBAL -> {
        List<@Nullable Object> names = stack.pop(2);
        stack.push(global(name(names.get(0)), name(names.get(1))));
      }
      case Opcode.BINPERSID ->
          stack.push(storages.find(StorageReference.of(stack.pop(), input), input));
      case Opcode.REDUCE -> {
        List<@Nullable Object> call = stack.pop(2);
        stack.push(reduction.of(call.get(0), call.get(1)));
      }
      case Opcode.BUILD -> build(stack.pop());
      case Opcode.INST -> throw input.refused(input.readLine() + "." + input.readLine());
      case Opcode.OBJ -> throw input.refused("an object of " + Kind.of(first(stack.popToMark())));
      case Opcode.NEWOBJ -> throw input.refused("an object of " + Kind.of(stack.pop(2).get(0)));
      case Opcode.NEWOBJ_EX -> throw input.refused("an object of " + Kind.of(stack.pop(3).get(0)));
      case Opcode.EXT1, Opcode.EXT2, Opcode.EXT4 -> throw input.refused("a registered extension");
      case Opcode.PERSID -> throw input.refused("a persistent text");
      case Opcode.NEXT_BUFFER, Opcode.READONLY_BUFFER -> throw input.refused("a buffer elsewhere");
      default ->
          throw input.broken(
              "expected an instruction of protocols 0 to 5, got 0x" + Integer.toHexString(opcode));
    }
  }

  private Global global(String module, String name) {
    Global global = new Global(module, name);
    if (!global.isAllowed()) {
      throw input.refused(global.fullName());
    }
    return global;
  }

  private String name(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw containers.expected("a name", value);
  }

  private void build(@Nullable Object state) {
    Object built = stack.top();
    if (!(built instanceof Map) && !(built instanceof StoredTensor)) {
      throw input.refused("attributes of " + Kind.of(built));
    }
    containers.dict(state);
  }

  private static @Nullable Object first(List<@Nullable Object> items) {
    return items.isEmpty() ? null : items.get(0);
  }

  private void requireProtocol(int protocol) {
    if (protocol > 5) {
      throw input.broken("expected protocols 0 to 5, got " + protocol);
    }
  }

  private long integer(long bytes) {
    if (bytes < 0 || bytes > Long.BYTES) {
      throw input.broken("expected a whole number of at most 8 bytes, got " + bytes);
    }
    byte[] littleEndian = input.readBytes(bytes);
    byte[] bigEndian = new byte[littleEndian.length + 1];
    for (int i = 0; i < littleEndian.length; i++) {
      bigEndian[littleEndian.length - i] = littleEndian[i];
    }
    bigEndian[0] = bytes > 0 && littleEndian[littleEndian.length - 1] < 0 ? (byte) -1 : 0;
    return new BigInteger(bigEndian).longValue();
  }
}
