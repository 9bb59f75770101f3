package org.monosem.core.safetensors;

import java.util.Map;

/**
 * What a header says, checked against every rule of the format.
 *
 * @param metadata the free texts, in the header's order
 * @param tensors the tensors by name, in the order of their data
 */
record Header(Map<String, String> metadata, Map<String, TensorInfo> tensors) {}
