package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trained arrays of a dictionary, feature-major; also the shape of its gradient and of Adam's
 * moments. A view: the arrays belong to whoever made them.
 *
 * @param wEnc encoder weights, {@code [dSae, dIn]}
 * @param bEnc encoder bias, {@code [dSae]}
 * @param wDec decoder weights, {@code [dSae, dOut]}; row i is the direction of feature i
 * @param bDec decoder bias, {@code [dOut]}
 * @param extra what an objective trains beside these, by name, in an order that stays
 */
public record DictionaryParameters(
    NDArray wEnc, NDArray bEnc, NDArray wDec, NDArray bDec, Map<String, NDArray> extra) {
  private static final List<String> NAMES = List.of("wEnc", "bEnc", "wDec", "bDec");

  /**
   * Checks that the four shapes fit; copies the map, not the arrays.
   *
   * @throws IllegalArgumentException naming the array that does not
   */
  public DictionaryParameters {
    Shape encoder = wEnc.getShape();
    Shape decoder = wDec.getShape();
    require("wEnc", encoder.dimension() == 2, "[dSae, dIn]", encoder);
    long dSae = encoder.get(0);
    boolean fits = decoder.dimension() == 2 && decoder.get(0) == dSae;
    require("wDec", fits, "[dSae=" + dSae + ", dOut]", decoder);
    Shape features = new Shape(dSae);
    require("bEnc", bEnc.getShape().equals(features), features.toString(), bEnc.getShape());
    Shape width = new Shape(decoder.get(1));
    require("bDec", bDec.getShape().equals(width), width.toString(), bDec.getShape());
    extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  /** Makes parameters of four arrays. */
  public DictionaryParameters(NDArray wEnc, NDArray bEnc, NDArray wDec, NDArray bDec) {
    this(wEnc, bEnc, wDec, bDec, Map.of());
  }

  /**
   * Makes parameters of arrays in the order of {@link #list}.
   *
   * @param names of those beyond the first four
   */
  static DictionaryParameters of(List<NDArray> arrays, List<String> names) {
    Map<String, NDArray> extra = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      extra.put(names.get(i), arrays.get(4 + i));
    }
    return new DictionaryParameters(
        arrays.get(0), arrays.get(1), arrays.get(2), arrays.get(3), extra);
  }

  /** Returns zeros of the four shapes, {@code dOut} as {@code dIn}, owned by {@code manager}. */
  public static DictionaryParameters zeros(NDManager manager, int dSae, int dIn, DataType type) {
    return zeros(manager, new DictionaryWidths(dIn, dSae, dIn), Map.of(), type);
  }

  /**
   * Returns zeros, owned by {@code manager}.
   *
   * @param extra the shapes of the arrays beyond the four
   */
  public static DictionaryParameters zeros(
      NDManager manager, DictionaryWidths widths, Map<String, Shape> extra, DataType type) {
    Map<String, NDArray> more = new LinkedHashMap<>();
    extra.forEach((name, shape) -> more.put(name, manager.zeros(shape, type)));
    return new DictionaryParameters(
        manager.zeros(new Shape(widths.dSae(), widths.dIn()), type),
        manager.zeros(new Shape(widths.dSae()), type),
        manager.zeros(new Shape(widths.dSae(), widths.dOut()), type),
        manager.zeros(new Shape(widths.dOut()), type),
        more);
  }

  /** Returns the arrays in the order that every kernel takes: wEnc, bEnc, wDec, bDec, extra. */
  public List<NDArray> list() {
    List<NDArray> all = new ArrayList<>(List.of(wEnc, bEnc, wDec, bDec));
    all.addAll(extra.values());
    return all;
  }

  /** Returns the names of {@link #list}. */
  public List<String> names() {
    List<String> all = new ArrayList<>(NAMES);
    all.addAll(extra.keySet());
    return all;
  }

  /** Returns the names of the arrays beyond the four. */
  List<String> extraNames() {
    return List.copyOf(extra.keySet());
  }

  /**
   * Returns an array beyond the four.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public NDArray extra(String name) {
    NDArray array = extra.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          name + ": expected one of " + extra.keySet() + " beyond " + NAMES);
    }
    return array;
  }

  /** Returns the number of features. */
  public int dSae() {
    return Math.toIntExact(wEnc.getShape().get(0));
  }

  /** Returns the width of a row of activations. */
  public int dIn() {
    return Math.toIntExact(wEnc.getShape().get(1));
  }

  /** Returns the width of what is predicted: {@code dIn} unless it is a transcoder. */
  public int dOut() {
    return Math.toIntExact(wDec.getShape().get(1));
  }

  private static void require(String name, boolean holds, String expected, Shape got) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": expected " + expected + ", got " + got);
    }
  }
}
