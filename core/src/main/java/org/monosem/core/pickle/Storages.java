package org.monosem.core.pickle;

/** Where storages are found, which pickles name by tuples. */
@FunctionalInterface
interface Storages {
  /**
   * Returns a storage.
   *
   * @param reference the checked reference
   * @param input the pickle, for messages
   */
  TorchStorage find(StorageReference reference, PickleInput input);
}
