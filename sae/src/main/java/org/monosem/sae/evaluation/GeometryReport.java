package org.monosem.sae.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the directions of a dictionary's features lie to each other.
 *
 * @param decoder for each compared feature the largest cosine of its decoder row with that of any
 *     other feature (SAEBench {@code max_decoder_cosine_sim}; the mean is its {@code
 *     average_max_decoder_cosine_sim}); many near 1 mean features that were learnt twice
 * @param encoder the same for encoder rows
 * @param encoderDecoder the cosine of each compared feature's encoder row with its own decoder row
 *     (SAEBench {@code encoder_decoder_cosine_sim}); empty if they are of different widths
 */
public record GeometryReport(
    CosineDistribution decoder,
    CosineDistribution encoder,
    Optional<CosineDistribution> encoderDecoder) {

  /** Returns the figures by name, in nested maps, ready for JSON; NaN and infinities left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("maxDecoderCosine", decoder.toMap());
    fields.put("maxEncoderCosine", encoder.toMap());
    encoderDecoder.ifPresent(cosines -> fields.put("encoderDecoderCosine", cosines.toMap()));
    return Collections.unmodifiableMap(fields);
  }
}
