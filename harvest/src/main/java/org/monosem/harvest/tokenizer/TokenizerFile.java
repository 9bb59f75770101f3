package org.monosem.harvest.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.monosem.core.Tokenizer;
import org.monosem.core.file.AtomicFile;

/**
 * A HuggingFace {@code tokenizer.json}, run by HuggingFace's own library through DJL.
 *
 * <p>Nothing is cut, padded or added, whatever the file says about truncation, padding and
 * templates: ids are those of {@code encode(text, add_special_tokens=False)}. Special tokens that
 * are written out in a text are recognised, as that library does.
 *
 * <p>The library runs in native code, where some files would end the whole process; so a file is
 * checked in Java first, and refused with a {@link TokenizerException} that names what is wrong.
 * The native memory is freed when this object is no longer reachable.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class TokenizerFile implements Tokenizer {
  private static final String FILE_NAME = "tokenizer.json";
  private static final Map<String, String> WHOLE_TEXT =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  private final byte[] json;
  private final TokenVocabulary vocabulary;
  private final int endOfTextId;
  private final HuggingFaceTokenizer tokenizer;

  private TokenizerFile(byte[] json, String name, TokenizerOptions options) {
    TokenizerJson checked = TokenizerJson.parse(json, name, options);
    this.json = json;
    this.vocabulary = checked.vocabulary();
    this.endOfTextId = vocabulary.id(options.endOfText());
    if (endOfTextId < 0) {
      throw new TokenizerException(
          "tokenizer %s: expected a token \"%s\" for the end of text, found none among %d tokens"
              .formatted(name, options.endOfText(), vocabulary.size()));
    }
    this.tokenizer = open(checked.nativeJson(), name);
  }

  /** Returns the tokenizer of a file, or of the {@code tokenizer.json} in a folder. */
  public static TokenizerFile load(Path path) {
    return load(path, TokenizerOptions.standard());
  }

  /**
   * Returns the tokenizer of a file, or of the {@code tokenizer.json} in a folder.
   *
   * @throws TokenizerException if it cannot be read, breaks a rule, or lacks the end-of-text token
   */
  public static TokenizerFile load(Path path, TokenizerOptions options) {
    Path file = Files.isDirectory(path) ? path.resolve(FILE_NAME) : path;
    try {
      TokenizerJson.checkSize(Files.size(file), file.toString());
      return new TokenizerFile(Files.readAllBytes(file), file.toString(), options);
    } catch (IOException e) {
      throw new TokenizerException("tokenizer " + file + ": cannot be read: " + e, e);
    }
  }

  /**
   * Returns the tokenizer of the content of a {@code tokenizer.json}, for example of a resource.
   *
   * @param json the content, copied
   * @param name what messages call it
   */
  public static TokenizerFile of(byte[] json, String name, TokenizerOptions options) {
    return new TokenizerFile(json.clone(), name, options);
  }

  @Override
  public int vocabularySize() {
    return vocabulary.size();
  }

  @Override
  public int endOfTextId() {
    return endOfTextId;
  }

  @Override
  public int[] encode(String text) {
    String wellFormed = WellFormedText.of(text);
    TokenizersLibrary library = TokenizersLibrary.LIB;
    try {
      // The long way, through DJL's Encoding, also fetches every token's text and takes 3 times as
      // long.
      long encoding = library.encode(tokenizer.getHandle(), wellFormed, false);
      try {
        return toInts(library.getTokenIds(encoding));
      } finally {
        library.deleteEncoding(encoding);
      }
    } finally {
      Reference.reachabilityFence(tokenizer);
    }
  }

  /** Returns the ids of each text, in the order of the texts, encoded by all processors. */
  public List<int[]> encodeAll(List<String> texts) {
    return texts.parallelStream().map(this::encode).toList();
  }

  @Override
  public String decode(int... ids) {
    long[] checked = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      checked[i] = vocabulary.checkId(ids[i]);
    }
    return ids.length == 0 ? "" : tokenizer.decode(checked, false);
  }

  @Override
  public String display(int id) {
    return vocabulary.display(id);
  }

  /**
   * Returns a token as the file spells it, for example {@code Ġthe} for a space and "the".
   *
   * @throws IllegalArgumentException if the id is not in the vocabulary
   */
  public String token(int id) {
    return vocabulary.token(id);
  }

  /**
   * Writes the {@code tokenizer.json}, byte for byte as it was read; the file appears whole or not
   * at all.
   *
   * @param path a file, or a folder that exists and gets a {@code tokenizer.json}
   */
  public void save(Path path) {
    AtomicFile.write(Files.isDirectory(path) ? path.resolve(FILE_NAME) : path, json);
  }

  private static HuggingFaceTokenizer open(String json, String name) {
    InputStream content = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    try (content) {
      return HuggingFaceTokenizer.newInstance(content, WHOLE_TEXT);
    } catch (IOException | RuntimeException e) {
      throw new TokenizerException(
          "tokenizer " + name + ": refused by HuggingFace's library: " + e.getMessage(), e);
    }
  }

  private static int[] toInts(long[] values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }
}
