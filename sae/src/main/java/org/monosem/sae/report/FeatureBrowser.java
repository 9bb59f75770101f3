package org.monosem.sae.report;

import java.nio.file.Path;
import org.monosem.core.Tokenizer;
import org.monosem.core.file.AtomicFile;

/**
 * The feature browser: a page that shows how good a dictionary is and what its features mean.
 *
 * <p>{@code index.html} is complete in itself: styles, script and drawings are inside, nothing is
 * fetched, and its content security policy admits no other code; it works from a file, offline, in
 * light and dark. {@code features.json} beside it holds the same data for programs: the metrics,
 * every feature's figures, and the contexts of the features that have a card.
 *
 * <p>Each file appears complete or not at all. Stateless; safe for use by several threads.
 */
public final class FeatureBrowser {
  /** The page's file name. */
  public static final String PAGE = "index.html";

  /** The data's file name. */
  public static final String DATA = "features.json";

  private FeatureBrowser() {}

  /**
   * Writes the page and its data, replacing those that stand there.
   *
   * @param report what to show
   * @param tokenizer shows token ids as text
   * @param folder where to; made if missing
   * @return the path of the page
   * @throws IllegalArgumentException if a feature named as clear is not among the evidence
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public static Path write(Report report, Tokenizer tokenizer, Path folder) {
    String page = new BrowserPage(report, tokenizer).html();
    FeaturesJson data = new FeaturesJson(report, tokenizer);
    AtomicFile.write(folder.resolve(DATA), 0, data::writeTo);
    AtomicFile.writeString(folder.resolve(PAGE), page);
    return folder.resolve(PAGE);
  }
}
