package org.monosem.core.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.activation.TopK;

/**
 * What a dictionary is, apart from its weights.
 *
 * <p>Make one with {@link #of} or a factory named after an activation, and change it with {@link
 * #asTranscoder}, {@link #withInputNormalisation} and the like.
 *
 * @param dIn the width of the activations that are encoded; at least one
 * @param dSae the number of features; at least one
 * @param dOut the width of what is decoded: {@code dIn} but for transcoders
 * @param kind what the dictionary predicts
 * @param activation the non-linearity
 * @param applyDecoderBiasToInput whether {@code bDec} is subtracted from the (normalised) input
 *     before encoding, the pre-encoder bias of the 2023 recipe; never for transcoders
 * @param inputNormalisation what is done to every row before encoding
 * @param metadata what made the dictionary: model, hook, recipe, seeds, ...; JSON values only
 *     (String, Long, Integer, Double, Boolean, List, Map), kept as they are
 */
public record DictionaryConfig(
    int dIn,
    int dSae,
    int dOut,
    DictionaryKind kind,
    ActivationFunction activation,
    boolean applyDecoderBiasToInput,
    InputNormalisation inputNormalisation,
    Map<String, Object> metadata) {

  /**
   * Checks the sizes and that the parts go together; copies the metadata.
   *
   * @throws IllegalArgumentException if a size is less than one, TopK keeps more than all, an
   *     autoencoder's output has another width than its input, or a transcoder subtracts its bias
   */
  public DictionaryConfig {
    Objects.requireNonNull(activation, "activation");
    requireSizes(dIn, dSae, dOut);
    requireFit(kind, dIn, dOut, applyDecoderBiasToInput);
    if (activation instanceof TopK topK) {
      require(topK.k() <= dSae, "k must be at most dSae=" + dSae + ", got k=" + topK.k());
    }
    require(
        inputNormalisation != InputNormalisation.LAYER_NORM || dIn > 1,
        "a standard deviation needs dIn of at least 2, got dIn=" + dIn);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  private static void requireSizes(int dIn, int dSae, int dOut) {
    require(
        dIn > 0 && dSae > 0, "dIn and dSae must be at least 1, got dIn=" + dIn + ", dSae=" + dSae);
    require(dOut > 0, "dOut must be at least 1, got " + dOut);
  }

  private static void requireFit(DictionaryKind kind, int dIn, int dOut, boolean subtracted) {
    if (kind == DictionaryKind.AUTOENCODER) {
      require(dOut == dIn, "an autoencoder has dOut=dIn=" + dIn + ", got dOut=" + dOut);
    } else {
      require(
          !subtracted,
          "a transcoder's bDec is of another hook than its input and cannot be subtracted from it,"
              + " got applyDecoderBiasToInput=true");
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("dictionary: " + rule);
    }
  }

  /** Makes the configuration of an autoencoder on rows as they are. */
  public DictionaryConfig(
      int dIn,
      int dSae,
      ActivationFunction activation,
      boolean applyDecoderBiasToInput,
      Map<String, Object> metadata) {
    this(
        dIn,
        dSae,
        dIn,
        DictionaryKind.AUTOENCODER,
        activation,
        applyDecoderBiasToInput,
        InputNormalisation.NONE,
        metadata);
  }

  /** Returns an autoencoder's configuration without metadata, for rows as they are. */
  public static DictionaryConfig of(
      int dIn, int dSae, ActivationFunction activation, boolean applyDecoderBiasToInput) {
    return new DictionaryConfig(dIn, dSae, activation, applyDecoderBiasToInput, Map.of());
  }

  /** Returns a ReLU autoencoder's configuration without metadata. */
  public static DictionaryConfig relu(int dIn, int dSae, boolean applyDecoderBiasToInput) {
    return of(dIn, dSae, ActivationFunction.relu(), applyDecoderBiasToInput);
  }

  /**
   * Returns a TopK autoencoder's configuration without metadata.
   *
   * @param k how many features may fire on a row, at most {@code dSae}
   */
  public static DictionaryConfig topK(int dIn, int dSae, int k, boolean applyDecoderBiasToInput) {
    return of(dIn, dSae, ActivationFunction.topK(k), applyDecoderBiasToInput);
  }

  /** Returns a JumpReLU autoencoder's configuration without metadata. */
  public static DictionaryConfig jumpRelu(int dIn, int dSae, boolean applyDecoderBiasToInput) {
    return of(dIn, dSae, ActivationFunction.jumpRelu(), applyDecoderBiasToInput);
  }

  /** Returns a gated autoencoder's configuration without metadata. */
  public static DictionaryConfig gated(int dIn, int dSae, boolean applyDecoderBiasToInput) {
    return of(dIn, dSae, ActivationFunction.gated(), applyDecoderBiasToInput);
  }

  /**
   * Returns the configuration of a transcoder to activations of another hook; nothing is subtracted
   * from its input.
   *
   * @param kind the kind of transcoder
   * @param outputs the width {@code dOut} of what is predicted
   * @throws IllegalArgumentException if the kind is {@link DictionaryKind#AUTOENCODER}
   */
  public DictionaryConfig asTranscoder(DictionaryKind kind, int outputs) {
    if (kind == DictionaryKind.AUTOENCODER) {
      throw new IllegalArgumentException("dictionary: expected a kind of transcoder, got " + kind);
    }
    return new DictionaryConfig(
        dIn, dSae, outputs, kind, activation, false, inputNormalisation, metadata);
  }

  /** Returns this configuration with another non-linearity. */
  public DictionaryConfig withActivation(ActivationFunction other) {
    return new DictionaryConfig(
        dIn, dSae, dOut, kind, other, applyDecoderBiasToInput, inputNormalisation, metadata);
  }

  /** Returns this configuration with another normalisation of the input. */
  public DictionaryConfig withInputNormalisation(InputNormalisation other) {
    return new DictionaryConfig(
        dIn, dSae, dOut, kind, activation, applyDecoderBiasToInput, other, metadata);
  }

  /** Returns this configuration with one more metadata entry (or another value for it). */
  public DictionaryConfig withMetadata(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return withMetadata(more);
  }

  /** Returns this configuration with other metadata. */
  public DictionaryConfig withMetadata(Map<String, Object> other) {
    return new DictionaryConfig(
        dIn, dSae, dOut, kind, activation, applyDecoderBiasToInput, inputNormalisation, other);
  }

  /**
   * Returns the weights that such a dictionary has beside the common four, by name, and their
   * shapes: the activation's, and {@code wSkip [dOut, dIn]} of a skip transcoder.
   */
  public Map<String, Shape> extraShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    activation.weights().forEach(name -> shapes.put(name, new Shape(dSae)));
    if (kind == DictionaryKind.SKIP_TRANSCODER) {
      shapes.put(ExtraWeights.W_SKIP, new Shape(dOut, dIn));
    }
    return shapes;
  }
}
