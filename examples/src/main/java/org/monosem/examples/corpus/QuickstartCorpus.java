package org.monosem.examples.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.Corpus.Share;

/**
 * Text for a first run without any data set: what a build already has on the machine, and text that
 * is generated.
 *
 * <p>Domains: {@code java}, {@code xml}, ... for files of source jars; the English name of the
 * language for text of the JDK's locale data ({@code arabic}, {@code hebrew}, {@code russian},
 * ...); {@code unicode} for character names, {@code legal} for licences, {@code dna}, {@code
 * base64} and {@code hex} for generated text. All kinds are mixed evenly from beginning to end. The
 * same seed, jars and JDK give the same documents.
 */
public final class QuickstartCorpus {
  private QuickstartCorpus() {}

  /**
   * Returns the corpus with the usual shares.
   *
   * @param sourcesFolder a folder with {@code -sources.jar} files
   * @param characters about how many characters in all
   */
  public static Corpus of(Path sourcesFolder, long characters, Seed seed) {
    return of(sourcesFolder, characters, seed, QuickstartShares.standard());
  }

  /**
   * Returns the corpus.
   *
   * <p>There is less of a kind of text if the machine has less: source jars and licences are not
   * repeated.
   *
   * @param sourcesFolder a folder with {@code -sources.jar} files
   * @param characters about how many characters in all, at least 1
   * @throws IllegalArgumentException if {@code characters} is not positive
   */
  public static Corpus of(Path sourcesFolder, long characters, Seed seed, QuickstartShares shares) {
    if (characters < 1) {
      throw new IllegalArgumentException("characters: expected at least 1, got " + characters);
    }
    double each = characters / shares.total();
    List<Share> parts = new ArrayList<>();
    parts.addAll(SourceJars.sampled(sourcesFolder, each * shares.sources(), seed));
    parts.addAll(LocaleLanguages.all(each * shares.languages(), seed));
    parts.addAll(LegalTexts.sampled(each * shares.legal(), seed));
    parts.addAll(generated("unicode", each * shares.characterNames(), new CharacterNames(seed)));
    parts.addAll(generated("dna", each * shares.dna(), new DnaText(seed)));
    parts.addAll(generated("base64", each * shares.base64(), new Base64Text(seed)));
    parts.addAll(generated("hex", each * shares.hex(), new HexText(seed)));
    return new NamedCorpus(
        Corpus.mix(parts),
        "about %d million characters: libraries' sources, text of this JDK in many scripts, licences, generated DNA, base64 and hex"
            .formatted(Math.max(1, Math.round(characters / 1e6))));
  }

  private static List<Share> generated(
      String domain, double characters, GeneratedCorpus.Text text) {
    long whole = (long) characters;
    return whole == 0
        ? List.of()
        : List.of(new Share(new GeneratedCorpus(domain, whole, text), whole));
  }
}
