package org.monosem.examples.corpus;

import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/**
 * Small pages in one language, written with the JDK's own words for places, languages, money, dates
 * and time zones: a gazetteer, an almanac, a price list, a journal.
 */
record LanguagePages(LocaleWords words, Seed seed) implements GeneratedCorpus.Text {
  private static final int LINES = 24;
  private static final int PAGES = 4;

  @Override
  public String document(long number) {
    return new Page(words, seed.at(number).random()).write();
  }

  /** One page being written; the JDK's number formats must not be shared by threads. */
  private static final class Page {
    private final LocaleWords words;
    private final Locale language;
    private final SplittableRandom random;
    private final DateTimeFormatter day;
    private final DateTimeFormatter dayOfWeek;
    private final DateTimeFormatter clock;
    private final NumberFormat rounded;
    private final NumberFormat money;

    Page(LocaleWords words, SplittableRandom random) {
      this.words = words;
      this.language = words.language();
      this.random = random;
      day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(language);
      dayOfWeek = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(language);
      clock = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(language);
      rounded = NumberFormat.getCompactNumberInstance(language, NumberFormat.Style.LONG);
      money = NumberFormat.getCurrencyInstance(language);
    }

    String write() {
      int kind = random.nextInt(PAGES);
      LocalDate date = LocalDate.of(1950 + random.nextInt(90), 1, 1).plusDays(random.nextInt(365));
      StringBuilder text = new StringBuilder(language.getDisplayLanguage(language));
      text.append(" (").append(pick(words.countries())).append(")\n\n");
      for (int line = 0; line < LINES; line++) {
        date = date.plusDays(1 + random.nextInt(3));
        text.append(line(kind, date)).append('\n');
      }
      return text.toString();
    }

    private String line(int kind, LocalDate date) {
      return switch (kind) {
        case 0 -> place();
        case 1 -> dayOfWeek.format(date) + " — " + pick(words.countries());
        case 2 -> price();
        default -> entry(date);
      };
    }

    private String place() {
      String first = pick(words.languages());
      return pick(words.countries()) + ": " + first + ", " + pick(words.languages()) + ".";
    }

    private String entry(LocalDate date) {
      LocalTime time = LocalTime.of(random.nextInt(24), random.nextInt(60));
      String when = day.format(date) + ", " + clock.format(time);
      return when + " (" + pick(words.zones()) + "), " + pick(words.countries()) + ". " + price();
    }

    private String price() {
      int amount = random.nextInt(1, 5_000_000);
      if (words.currencies().isEmpty()) {
        return rounded.format(amount);
      }
      Currency currency = pick(words.currencies());
      money.setCurrency(currency);
      NumberFormat format = random.nextBoolean() ? money : rounded;
      return currency.getDisplayName(language) + ": " + format.format(amount) + ".";
    }

    private <T> T pick(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }
  }
}
