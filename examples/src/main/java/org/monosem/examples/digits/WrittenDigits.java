package org.monosem.examples.digits;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/**
 * Digits written by a machine as by many hands: the points of each stroke are moved a little, the
 * whole is turned, sheared, scaled and shifted, the pen is of some width, and every pixel has
 * noise. Image i follows from the seed and i alone.
 */
public final class WrittenDigits {
  private static final double INNER = 20; // as of handwritten digits: 20 by 20 in 28 by 28

  private WrittenDigits() {}

  /** Returns images whose digits are drawn at random. */
  public static DigitImages write(int images, Seed seed) {
    byte[] pixels = new byte[Math.multiplyExact(images, DigitImages.PIXELS)];
    byte[] labels = new byte[images];
    BufferedImage image =
        new BufferedImage(DigitImages.SIDE, DigitImages.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] drawn = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < images; i++) {
      SplittableRandom random = seed.at(i).random();
      labels[i] = (byte) random.nextInt(10);
      draw(labels[i], image, random);
      for (int k = 0; k < DigitImages.PIXELS; k++) {
        double noisy = (drawn[k] & 0xff) * (0.9 + 0.1 * random.nextDouble());
        pixels[i * DigitImages.PIXELS + k] = (byte) Math.round(noisy);
      }
    }
    return DigitImages.of(pixels, labels);
  }

  private static void draw(int digit, BufferedImage image, SplittableRandom random) {
    Graphics2D pen = image.createGraphics();
    try {
      pen.setColor(Color.BLACK);
      pen.fillRect(0, 0, DigitImages.SIDE, DigitImages.SIDE);
      pen.setColor(Color.WHITE);
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      pen.transform(hand(random));
      float width = (float) (0.07 + 0.07 * random.nextDouble());
      pen.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      List<List<double[]>> ways = DigitShapes.ways(digit);
      for (double[] stroke : ways.get(random.nextInt(ways.size()))) {
        pen.draw(DigitShapes.smooth(moved(stroke, random)));
      }
    } finally {
      pen.dispose();
    }
  }

  /** Returns where a hand puts the unit square: turned, sheared, scaled and shifted. */
  private static AffineTransform hand(SplittableRandom random) {
    double middle = DigitImages.SIDE / 2.0;
    AffineTransform hand =
        AffineTransform.getTranslateInstance(
            middle + random.nextGaussian(), middle + random.nextGaussian());
    hand.rotate(0.12 * random.nextGaussian());
    hand.shear(0.2 * random.nextGaussian(), 0);
    hand.scale(
        INNER * (1 + 0.1 * random.nextGaussian()), INNER * (1.1 + 0.1 * random.nextGaussian()));
    hand.translate(-0.5, -0.5);
    return hand;
  }

  private static double[] moved(double[] stroke, SplittableRandom random) {
    double[] points = stroke.clone();
    for (int i = 0; i < points.length; i++) {
      points[i] += 0.025 * random.nextGaussian();
    }
    return points;
  }
}
