package org.monosem.harvest.corpus;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names the domain of a file by its extension. */
final class Domains {
  static final String TEXT = "text";
  private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,12}");
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("txt", TEXT),
          Map.entry("text", TEXT),
          Map.entry("md", "markdown"),
          Map.entry("py", "python"),
          Map.entry("kt", "kotlin"),
          Map.entry("js", "javascript"),
          Map.entry("ts", "typescript"),
          Map.entry("rs", "rust"),
          Map.entry("h", "c"),
          Map.entry("cc", "cpp"),
          Map.entry("hpp", "cpp"),
          Map.entry("sh", "shell"),
          Map.entry("htm", "html"),
          Map.entry("yml", "yaml"),
          Map.entry("tex", "latex"),
          Map.entry("mf", "manifest"),
          Map.entry("fa", "dna"),
          Map.entry("fasta", "dna"));

  private Domains() {}

  static String of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    String extension = dot > name.lastIndexOf('/') ? name.substring(dot + 1) : "";
    if (!EXTENSION.matcher(extension).matches()) {
      return TEXT;
    }
    return NAMES.getOrDefault(extension, extension);
  }
}
