package org.monosem.examples.corpus;

import java.util.Locale;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/**
 * DNA as databases print it: plain lines of 60, 70 or 80 bases, or FASTA records.
 *
 * <p>A sequence is random with a share of G and C of its own, and has what real ones have: a family
 * of repeats copied with mutations, microsatellites, TATA boxes and poly-A tails, genes from ATG to
 * a stop codon.
 */
record DnaText(Seed seed) implements GeneratedCorpus.Text {
  private static final String[] STOPS = {"TAA", "TAG", "TGA"};
  private static final String[] MOTIFS = {
    "TATAAAAG", "GGCCAATCT", "CACGTG", "GGGCGGGGC", "AATAAA", "GTAAGT", "TTTTTTTTTTCAG"
  };
  private static final int REPEAT_FAMILIES = 4;
  private static final int[] WIDTHS = {60, 70, 80};

  @Override
  public String document(long number) {
    SplittableRandom random = seed.named("dna").at(number).random();
    int records = 1 + random.nextInt(3);
    boolean fasta = random.nextInt(3) < 2;
    int width = WIDTHS[random.nextInt(WIDTHS.length)];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < records; i++) {
      String bases = sequence(random, 400 + random.nextInt(1200));
      if (fasta) {
        text.append(header(random, bases.length()));
      } else if (i > 0) {
        text.append('\n');
      }
      appendLines(text, bases, width);
    }
    return text.toString();
  }

  private static String header(SplittableRandom random, int length) {
    int start = 1 + random.nextInt(150_000_000);
    return switch (random.nextInt(3)) {
      case 0 ->
          ">chr%d:%d-%d%n"
              .formatted(1 + random.nextInt(22), start, start + length)
              .replace("\r", "");
      case 1 ->
          String.format(
              Locale.ROOT,
              ">NM_%06d.%d Homo sapiens transcript variant %d, mRNA\n",
              random.nextInt(1_000_000),
              1 + random.nextInt(4),
              1 + random.nextInt(9));
      default -> ">contig_" + random.nextInt(100_000) + " length=" + length + "\n";
    };
  }

  private static void appendLines(StringBuilder text, String bases, int width) {
    for (int from = 0; from < bases.length(); from += width) {
      text.append(bases, from, Math.min(bases.length(), from + width)).append('\n');
    }
  }

  private String sequence(SplittableRandom random, int length) {
    double gc = random.nextDouble(0.35, 0.6);
    StringBuilder bases = new StringBuilder();
    while (bases.length() < length) {
      switch (random.nextInt(8)) {
        case 0 -> bases.append(mutatedRepeat(random));
        case 1 -> appendMicrosatellite(bases, random);
        case 2 -> bases.append(MOTIFS[random.nextInt(MOTIFS.length)]);
        case 3 -> appendGene(bases, random, gc);
        default -> appendRandom(bases, random, gc, 30 + random.nextInt(120));
      }
    }
    return bases.toString();
  }

  /** Copies a stretch of a repeat that all documents of this seed share, about a tenth changed. */
  private String mutatedRepeat(SplittableRandom random) {
    Seed family = seed.named("dna repeats").at(random.nextInt(REPEAT_FAMILIES));
    StringBuilder repeat = new StringBuilder();
    appendRandom(repeat, family.random(), 0.5, 300);
    int from = random.nextInt(150);
    StringBuilder copy = new StringBuilder(repeat.substring(from, from + 60 + random.nextInt(90)));
    for (int i = 0; i < copy.length(); i++) {
      if (random.nextInt(10) == 0) {
        copy.setCharAt(i, base(random, 0.5));
      }
    }
    return copy.toString();
  }

  private static void appendMicrosatellite(StringBuilder bases, SplittableRandom random) {
    StringBuilder unit = new StringBuilder();
    appendRandom(unit, random, 0.4, 1 + random.nextInt(4));
    bases.append(unit.toString().repeat(6 + random.nextInt(10)));
  }

  private static void appendGene(StringBuilder bases, SplittableRandom random, double gc) {
    bases.append("GCCACCATG");
    appendRandom(bases, random, gc, 3 * (20 + random.nextInt(40)));
    bases.append(STOPS[random.nextInt(STOPS.length)]);
  }

  private static void appendRandom(
      StringBuilder bases, SplittableRandom random, double gc, int length) {
    for (int i = 0; i < length; i++) {
      bases.append(base(random, gc));
    }
  }

  private static char base(SplittableRandom random, double gc) {
    boolean strong = random.nextDouble() < gc;
    boolean first = random.nextBoolean();
    if (strong) {
      return first ? 'G' : 'C';
    }
    return first ? 'A' : 'T';
  }
}
