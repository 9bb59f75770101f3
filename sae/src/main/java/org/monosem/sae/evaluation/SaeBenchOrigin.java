package org.monosem.sae.evaluation;

import java.util.Map;

/**
 * What was measured, for a result in SAEBench's form.
 *
 * @param modelName the language model
 * @param dataset the text
 * @param contextSize tokens of a context
 * @param saeConfig the dictionary's configuration in SAELens's form: what its {@code cfg.json}
 *     holds
 */
public record SaeBenchOrigin(
    String modelName, String dataset, int contextSize, Map<String, Object> saeConfig) {}
