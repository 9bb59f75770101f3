package org.monosem.core.checkpoint;

/**
 * What the files of some formats do not say of themselves.
 *
 * @param transcoder whether a Gemma Scope file is a transcoder: its arrays are those of an
 *     autoencoder, and only the repository's name tells; of no effect on formats that say it
 */
public record ImportOptions(boolean transcoder) {
  private static final ImportOptions NONE = new ImportOptions(false);

  /** Returns no options: what files and paths do not say is not assumed. */
  public static ImportOptions none() {
    return NONE;
  }
}
