package org.monosem.core.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compiled text of kernels: plain TorchScript functions, called by name with NDArrays and
 * numbers.
 *
 * <p>The text is a resource that looks like Python: top-level {@code def name(x: Tensor, ...) ->
 * Tensor:} functions, bodies indented by two spaces. Kernels of one text call each other as {@code
 * self.name(...)}; a line {@code from .other import *} brings in those of {@code other.py} in the
 * same folder. A kernel holds no weights and no state; whatever it changes, it changes in place in
 * its arguments. The same text runs on every device: the arguments decide where.
 *
 * <p>Two ways to call:
 *
 * <ul>
 *   <li>{@link #call} and {@link #run} record no gradients. What they return are libtorch
 *       <i>inference tensors</i>: they may be read, and given to further kernels and to DJL's
 *       out-of-place operations, but DJL may not change them in place. To hand a result to a user,
 *       let the kernel write it into an array that the caller made.
 *   <li>{@link #callDifferentiable} takes arrays only, and lets the kernel use autograd inside.
 *       Never call one and the same kernel in both ways (libtorch would try to save inference
 *       tensors for a backward pass); give each way its own function.
 * </ul>
 *
 * <p>Safe for use by several threads at once, on different arguments.
 */
public final class KernelModule {
  private static final Pattern IMPORT =
      Pattern.compile("^from \\.([a-z0-9_]+) import \\*$", Pattern.MULTILINE);

  private static final Pattern DEFINITION =
      Pattern.compile("^def ([A-Za-z_][A-Za-z0-9_]*)\\((\\))?", Pattern.MULTILINE);

  /** The graph optimiser is a per-thread switch of libtorch; off, see {@link #prepareThread}. */
  private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> false);

  private final String name;
  private final PtSymbolBlock block;

  private KernelModule(String name, PtSymbolBlock block) {
    this.name = name;
    this.block = block;
  }

  /**
   * Compiles a kernel text that lies beside a class.
   *
   * @param owner the class beside which the resource lies
   * @param resource the file name, for example {@code "encode.py"}
   * @throws IllegalArgumentException if there is no such resource
   * @throws ai.djl.engine.EngineException if the text does not compile; the message marks the place
   */
  public static KernelModule load(Class<?> owner, String resource) {
    return compile(owner.getSimpleName() + "/" + resource, read(owner, resource));
  }

  /** Compiles a kernel text; {@code name} appears in error messages. */
  public static KernelModule compile(String name, String text) {
    // The module lives as long as this object: it is code, so it belongs to no user's manager.
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
    prepareThread();
    byte[] archive = TorchScriptArchive.of(toClass(text));
    try {
      return new KernelModule(
          name, JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("loading kernels " + name, e);
    }
  }

  /**
   * Calls a kernel that returns a tensor or a list of tensors, without recording gradients.
   *
   * @param manager the owner of the results
   * @param kernel the function's name
   * @param arguments NDArray, {@code List<NDArray>}, Integer, Long, Float, Double, Boolean, String
   *     or {@code long[]}, in the order of the function's parameters
   * @return the results, as inference tensors owned by {@code manager}
   */
  public NDList call(NDManager manager, String kernel, Object... arguments) {
    try (IValue result = invoke(kernel, arguments)) {
      return result.toNDList((PtNDManager) manager);
    }
  }

  /** Like {@link #call}, for a kernel that returns one tensor. */
  public NDArray callForArray(NDManager manager, String kernel, Object... arguments) {
    try (IValue result = invoke(kernel, arguments)) {
      return result.toTensor((PtNDManager) manager);
    }
  }

  /**
   * Like {@link #call}, for a kernel called for what it changes in place; its result is dropped.
   */
  public void run(String kernel, Object... arguments) {
    invoke(kernel, arguments).close();
  }

  /**
   * Calls a kernel that differentiates inside itself ({@code torch.set_grad_enabled(True)}, {@code
   * torch.grad}). The arrays' names are borrowed during the call, so no array may be in two such
   * calls at once.
   *
   * @param manager the owner of the results
   * @param kernel the function's name
   * @param arguments NDArray or {@code List<NDArray>} (not empty), in the order of the function's
   *     parameters; a number travels as an array of shape {@code []}
   * @return the results (the kernel must detach them), owned by {@code manager}
   */
  public NDList callDifferentiable(NDManager manager, String kernel, Object... arguments) {
    prepareThread();
    try (NDManager scope = manager.newSubManager()) {
      NDArray method = scope.create(0f);
      method.setName("module_method:" + kernel);
      // DJL attaches results to the manager of the first input; it skips this one as an argument.
      NDList flat = new NDList(method);
      for (int i = 0; i < arguments.length; i++) {
        addNamed(flat, arguments[i], i);
      }
      NDList results = forward(flat);
      results.attach(manager);
      return results;
    }
  }

  @Override
  public String toString() {
    return "kernels " + name;
  }

  private NDList forward(NDList arguments) {
    try {
      return IValueUtils.forward(block, arguments, true);
    } finally {
      arguments.forEach(array -> array.setName(null));
    }
  }

  private static void addNamed(NDList flat, Object argument, int index) {
    if (argument instanceof NDArray array) {
      array.setName(null);
      flat.add(array);
    } else if (argument instanceof List<?> list && !list.isEmpty()) {
      for (Object element : list) {
        NDArray array = (NDArray) element;
        array.setName("list" + index + "[]");
        flat.add(array);
      }
    } else {
      throw new IllegalArgumentException(
          "argument " + index + ": expected an NDArray or a list of them, got " + argument);
    }
  }

  private IValue invoke(String kernel, Object... arguments) {
    prepareThread();
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = value(arguments[i]);
      }
      return IValueUtils.runMethod(block, kernel, values);
    } finally {
      for (IValue value : values) {
        if (value != null) {
          value.close();
        }
      }
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof NDArray array) {
      return IValue.from((PtNDArray) array);
    } else if (argument instanceof List<?> list) {
      return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    } else if (argument instanceof Integer || argument instanceof Long) {
      return IValue.from(((Number) argument).longValue());
    } else if (argument instanceof Float || argument instanceof Double) {
      return IValue.from(((Number) argument).doubleValue());
    } else if (argument instanceof Boolean flag) {
      return IValue.from((boolean) flag);
    } else if (argument instanceof String text) {
      return IValue.from(text);
    } else if (argument instanceof long[] numbers) {
      return IValue.listFrom(numbers);
    }
    throw new IllegalArgumentException("kernels take no argument like " + argument);
  }

  /**
   * Switches libtorch's graph optimiser off for this thread: it brings nothing to hand-written
   * kernels, costs pauses at new shapes, and on CUDA its fuser fails on some graphs.
   */
  private static void prepareThread() {
    if (!PREPARED.get()) {
      JniUtils.setGraphExecutorOptimize(false);
      JniUtils.setGradMode(false);
      PREPARED.set(true);
    }
  }

  /** Turns the resource's functions into methods of a module class. */
  private static String toClass(String text) {
    StringBuilder methods = new StringBuilder("class Kernels(Module):\n");
    Matcher definition = DEFINITION.matcher(text);
    String named =
        definition.replaceAll(
            match ->
                "def "
                    + match.group(1)
                    + "(self: __torch__.Kernels"
                    + (match.group(2) == null ? ", " : ")"));
    named.lines().forEach(line -> methods.append("  ").append(line).append('\n'));
    return methods.toString();
  }

  private static String read(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no kernel text " + resource + " beside " + owner.getName());
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String folder = resource.substring(0, resource.lastIndexOf('/') + 1);
      return IMPORT
          .matcher(text)
          .replaceAll(
              match -> Matcher.quoteReplacement(read(owner, folder + match.group(1) + ".py")));
    } catch (IOException e) {
      throw new UncheckedIOException("reading kernels " + resource, e);
    }
  }
}
