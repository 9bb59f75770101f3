package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Set;
import java.util.TreeSet;
import org.monosem.core.kernel.KernelModule;

/** The kernels of one text, and which of them have been called. */
final class Kernels {
  private static final String ROOT = "/org/monosem/";

  private final KernelModule module;
  private final NDManager manager;
  private final Set<String> called = new TreeSet<>();

  /** Wraps a compiled text; results belong to the manager. */
  Kernels(KernelModule module, NDManager manager) {
    this.module = module;
    this.manager = manager;
  }

  /** Compiles a text, {@code core/dictionary.py} for example. */
  static KernelModule compile(String text) {
    return KernelModule.load(Kernels.class, ROOT + text);
  }

  /** Calls a kernel that returns a list. */
  NDList list(String kernel, Object... arguments) {
    called.add(kernel);
    return module.call(manager, kernel, arguments);
  }

  /** Calls a kernel that returns an array. */
  NDArray array(String kernel, Object... arguments) {
    called.add(kernel);
    return module.callForArray(manager, kernel, arguments);
  }

  /** Calls a kernel for what it changes. */
  void run(String kernel, Object... arguments) {
    called.add(kernel);
    module.run(kernel, arguments);
  }

  /** Calls a kernel that differentiates. */
  NDList differentiable(String kernel, Object... arguments) {
    called.add(kernel);
    return module.callDifferentiable(manager, kernel, arguments);
  }

  /** Returns the names of the kernels that were called. */
  Set<String> called() {
    return called;
  }
}
