package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of dictionaries have in common. */
abstract class DictionaryFixture {
  /** Owns everything the test makes. */
  NDManager manager;

  @BeforeEach
  final void open() {
    manager = NDManager.newBaseManager(Device.cpu());
  }

  @AfterEach
  final void close() {
    manager.close();
  }

  static void assertClose(float[] actual, float[] expected, float tolerance) {
    assertThat(actual).containsExactly(expected, within(tolerance));
  }
}
