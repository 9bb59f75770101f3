/**
 * Runs every kernel on a device and compares it with float64 on the CPU: {@code doctor
 * --gpu-selftest}.
 */
@NullMarked
package org.monosem.examples.selftest;

import org.jspecify.annotations.NullMarked;
