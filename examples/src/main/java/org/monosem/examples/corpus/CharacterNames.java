package org.monosem.examples.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/** Lists of Unicode characters with their numbers and names, such as U+05D0 HEBREW LETTER ALEF. */
record CharacterNames(Seed seed) implements GeneratedCorpus.Text {
  private static final int LINES = 40;
  private static final int LAST = 0x1FAFF;

  @Override
  public String document(long number) {
    SplittableRandom random = seed.named("unicode").at(number).random();
    StringBuilder text = new StringBuilder();
    boolean list = random.nextInt(3) > 0;
    for (int codePoint : run(random)) {
      String name = String.valueOf(Character.getName(codePoint));
      String shown = Character.toString(codePoint);
      text.append(
          list
              ? String.format(Locale.ROOT, "U+%04X  %s  %s%n", codePoint, shown, name)
                  .replace("\r", "")
              : "\"" + shown + "\" is called " + name.toLowerCase(Locale.ROOT) + ".\n");
    }
    return text.toString();
  }

  /** Returns neighbouring characters of an alphabet, or any symbols; never the vast ideographs. */
  private static List<Integer> run(SplittableRandom random) {
    List<Integer> run = new ArrayList<>();
    while (run.isEmpty()) {
      int codePoint = random.nextInt(0x20, LAST);
      while (run.size() < LINES && codePoint <= LAST && isNamed(codePoint)) {
        run.add(codePoint++);
      }
    }
    return run;
  }

  private static boolean isNamed(int codePoint) {
    return Character.isDefined(codePoint)
        && !Character.isISOControl(codePoint)
        && !Character.isIdeographic(codePoint)
        && Character.UnicodeScript.of(codePoint) != Character.UnicodeScript.HANGUL
        && Character.getType(codePoint) != Character.PRIVATE_USE
        && Character.getType(codePoint) != Character.SURROGATE;
  }
}
