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
    SplittableRandom random = seed.at(number).random();
    int page = random.nextInt(PAGES);
    LocalDate date = LocalDate.of(1950 + random.nextInt(90), 1, 1).plusDays(random.nextInt(365));
    Locale language = words.language();
    StringBuilder text = new StringBuilder(language.getDisplayLanguage(language));
    text.append(" (").append(pick(words.countries(), random)).append(")\n\n");
    for (int line = 0; line < LINES; line++) {
      date = date.plusDays(1 + random.nextInt(3));
      text.append(line(page, random, date)).append('\n');
    }
    return text.toString();
  }

  private String line(int page, SplittableRandom random, LocalDate date) {
    String country = pick(words.countries(), random);
    return switch (page) {
      case 0 ->
          country
              + ": "
              + pick(words.languages(), random)
              + ", "
              + pick(words.languages(), random)
              + ".";
      case 1 -> date(FormatStyle.FULL, date) + " — " + country;
      case 2 -> price(random);
      default -> journal(random, date) + country + ". " + price(random) + ".";
    };
  }

  private String journal(SplittableRandom random, LocalDate date) {
    LocalTime time = LocalTime.of(random.nextInt(24), random.nextInt(60));
    DateTimeFormatter clock = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT);
    return date(FormatStyle.LONG, date)
        + ", "
        + clock.withLocale(words.language()).format(time)
        + " ("
        + pick(words.zones(), random)
        + "), ";
  }

  private String date(FormatStyle style, LocalDate date) {
    return DateTimeFormatter.ofLocalizedDate(style).withLocale(words.language()).format(date);
  }

  private String price(SplittableRandom random) {
    Locale language = words.language();
    int amount = random.nextInt(1, 5_000_000);
    if (words.currencies().isEmpty()) {
      return NumberFormat.getInstance(language).format(amount);
    }
    Currency currency = pick(words.currencies(), random);
    NumberFormat format = NumberFormat.getCompactNumberInstance(language, NumberFormat.Style.LONG);
    if (random.nextBoolean()) {
      format = NumberFormat.getCurrencyInstance(language);
      format.setCurrency(currency);
    }
    return currency.getDisplayName(language) + ": " + format.format(amount);
  }

  private static <T> T pick(List<T> choices, SplittableRandom random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
