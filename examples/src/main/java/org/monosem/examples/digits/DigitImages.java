package org.monosem.examples.digits;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Grey images of digits with what they show. Immutable. */
public final class DigitImages {
  /** Pixels of a row and of a column. */
  public static final int SIDE = 28;

  /** Pixels of an image. */
  public static final int PIXELS = SIDE * SIDE;

  private final byte[] pixels;
  private final byte[] labels;

  private DigitImages(byte[] pixels, byte[] labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Keeps images; nobody may change the arrays any more.
   *
   * @param pixels image by image and row by row, unsigned
   * @param labels a digit for each
   * @throws IllegalArgumentException if there is no image, not a label for each, or a label is no
   *     digit
   */
  static DigitImages of(byte[] pixels, byte[] labels) {
    if (labels.length == 0 || pixels.length != (long) labels.length * PIXELS) {
      throw new IllegalArgumentException(
          "images: expected %d pixels for each of %d labels, at least one, got %d pixels"
              .formatted(PIXELS, labels.length, pixels.length));
    }
    for (byte label : labels) {
      if (label < 0 || label > 9) {
        throw new IllegalArgumentException("labels: expected digits from 0 to 9, got " + label);
      }
    }
    return new DigitImages(pixels, labels);
  }

  /** Returns the number of images. */
  public int size() {
    return labels.length;
  }

  /** Returns the digit that an image shows. */
  public int label(int image) {
    return labels[image];
  }

  /** Returns a pixel of an image, from 0 to 255. */
  public int pixel(int image, int place) {
    return pixels[image * PIXELS + place] & 0xff;
  }

  /**
   * Returns the images from one place to another, the latter left out.
   *
   * @throws IllegalArgumentException if there are no such images, or none between them
   */
  public DigitImages from(int begin, int end) {
    if (begin < 0 || end > size() || begin >= end) {
      throw new IllegalArgumentException(
          "images: expected a range within %d, got %d to %d".formatted(size(), begin, end));
    }
    return new DigitImages(
        Arrays.copyOfRange(pixels, begin * PIXELS, end * PIXELS),
        Arrays.copyOfRange(labels, begin, end));
  }

  /** Returns some images, pixels from 0 to 1, {@code [images, 784]}. */
  NDArray rows(NDManager owner, int[] images) {
    float[] flat = new float[images.length * PIXELS];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = pixel(images[i / PIXELS], i % PIXELS) / 255f;
    }
    return owner.create(flat, new Shape(images.length, PIXELS));
  }

  /** Returns what they show, {@code [images]}. */
  NDArray labels(NDManager owner, int[] images) {
    return owner.create(Arrays.stream(images).mapToLong(this::label).toArray());
  }
}
