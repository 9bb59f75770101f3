package org.monosem.examples.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Corpus.Share;

/** The languages of the quickstart's text, and how much of it is in each. */
final class LocaleLanguages {
  /** Languages by weight: scripts that everybody tells apart first, Latin spread over many. */
  private static final List<Group> GROUPS =
      List.of(
          new Group(2, "ar he ru el hi th zh ja ko"),
          new Group(1, "fa ur uk bg hy ka mr bn pa gu ta te kn ml si lo km my am"),
          new Group(0.25, "en de fr es it pt nl pl cs tr vi fi hu sw id"));

  private record Group(double weight, String tags) {}

  private record Part(Locale language, double weight) {}

  private LocaleLanguages() {}

  /** Returns the text of every language that the running JDK has words for. */
  static List<Share> all(double characters, Seed seed) {
    List<Part> parts = parts();
    double total = parts.stream().mapToDouble(Part::weight).sum();
    List<Share> shares = new ArrayList<>();
    for (Part part : parts) {
      double own = characters * part.weight / total;
      if (own >= 1) {
        shares.add(new Share(corpus(part.language, (long) own, seed), own));
      }
    }
    return shares;
  }

  /** Names the domain, such as {@code arabic}. */
  static String domain(Locale language) {
    return language.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT);
  }

  private static List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Group group : GROUPS) {
      for (String tag : group.tags.split(" ", -1)) {
        Locale language = Locale.forLanguageTag(tag);
        if (LocaleWords.hasWordsOf(language)) {
          parts.add(new Part(language, group.weight));
        }
      }
    }
    return parts;
  }

  private static GeneratedCorpus corpus(Locale language, long characters, Seed seed) {
    Seed own = seed.named("language " + language.toLanguageTag());
    return new GeneratedCorpus(
        domain(language), characters, new LanguagePages(new LocaleWords(language), own));
  }
}
