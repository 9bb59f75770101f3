package org.monosem.examples.corpus;

import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.Function;

/**
 * What the JDK can name in a language. Names that it has only in English are left out, unless the
 * language is English.
 */
final class LocaleWords {
  private static final List<String> ZONES =
      List.of(
          "Europe/London",
          "Europe/Paris",
          "Europe/Athens",
          "Europe/Moscow",
          "Africa/Cairo",
          "Africa/Lagos",
          "Africa/Nairobi",
          "Asia/Dubai",
          "Asia/Kolkata",
          "Asia/Bangkok",
          "Asia/Shanghai",
          "Asia/Tokyo",
          "Asia/Seoul",
          "Australia/Sydney",
          "Pacific/Auckland",
          "America/New_York",
          "America/Chicago",
          "America/Denver",
          "America/Los_Angeles",
          "America/Sao_Paulo",
          "America/Argentina/Buenos_Aires",
          "Atlantic/Azores");

  private final Locale language;
  private final List<String> countries;
  private final List<String> languages;
  private final List<Currency> currencies;
  private final List<String> zones;

  LocaleWords(Locale language) {
    this.language = language;
    this.countries = translated(List.of(Locale.getISOCountries()), LocaleWords::country);
    this.languages =
        translated(
            List.of(Locale.getISOLanguages()),
            locale -> tag -> Locale.forLanguageTag(tag).getDisplayLanguage(locale));
    this.currencies =
        Currency.getAvailableCurrencies().stream()
            .filter(currency -> isTranslated(currency::getDisplayName))
            .sorted((a, b) -> a.getCurrencyCode().compareTo(b.getCurrencyCode()))
            .toList();
    this.zones = translated(ZONES, LocaleWords::zone);
  }

  /** Says whether the JDK knows a language: one that it does not know answers in English. */
  static boolean hasWordsOf(Locale language) {
    return language.getLanguage().equals("en")
        || !language
            .getDisplayLanguage(language)
            .equals(language.getDisplayLanguage(Locale.ENGLISH));
  }

  Locale language() {
    return language;
  }

  List<String> countries() {
    return countries;
  }

  List<String> languages() {
    return languages;
  }

  List<Currency> currencies() {
    return currencies;
  }

  List<String> zones() {
    return zones;
  }

  private List<String> translated(
      Collection<String> codes, Function<Locale, Function<String, String>> names) {
    List<String> found =
        codes.stream()
            .filter(code -> isTranslated(locale -> names.apply(locale).apply(code)))
            .map(names.apply(language))
            .toList();
    return found.isEmpty() ? List.of(language.getDisplayLanguage(language)) : found;
  }

  private boolean isTranslated(Function<Locale, String> name) {
    return language.getLanguage().equals("en")
        || !name.apply(language).equals(name.apply(Locale.ENGLISH));
  }

  private static Function<String, String> country(Locale locale) {
    return code -> new Locale.Builder().setRegion(code).build().getDisplayCountry(locale);
  }

  private static Function<String, String> zone(Locale locale) {
    return id -> TimeZone.getTimeZone(id).getDisplayName(false, TimeZone.LONG, locale);
  }
}
