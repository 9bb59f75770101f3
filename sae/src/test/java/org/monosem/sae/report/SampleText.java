package org.monosem.sae.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;
import org.monosem.sae.feature.TokenContext;
import org.monosem.sae.feature.VocabularyTokenizer;

/** Made-up contexts in several scripts and kinds of text, and token strings that mean harm. */
final class SampleText {
  /** Each tries to leave its place in the page. */
  static final List<String> HOSTILE =
      List.of(
          "<script>document.title='owned'</script>",
          "</script><script>document.title='owned'</script>",
          "\"><img src=x onerror=\"document.title='owned'\">",
          "' onmouseover='document.title=1",
          "</bdi></li></ol></article><h1>owned</h1>",
          "</style><style>*{display:none}</style>",
          "<!--",
          "]]>",
          "&lt;b&gt;&#x3c;script>",
          "\u202Egnirts\u2066",
          "\u0000\u0007\u001b[31m",
          "\uD800",
          "\uFFFF\uFDD0",
          "\u2028\u2029",
          "{{constructor}}${7*7}",
          "javascript:alert(1)");

  private static final Map<String, String> SEEDS = new LinkedHashMap<>();

  static {
    SEEDS.put(
        "prose",
        "The sea was calm that morning, and the old captain walked along the harbour wall with his"
            + " hands in his pockets. Nobody had seen the ship for eleven days. She said that it"
            + " would come back, although the winter storms had begun early in 1893.\n");
    SEEDS.put(
        "java",
        "public final class Matrix {\n\tprivate final double[] data;\n\n\tpublic double get(int"
            + " row, int col) {\n\t\tif (row < 0) { throw new IllegalArgumentException(\"row\");"
            + " }\n\t\treturn data[row * cols + col]; // row-major\n\t}\n}\n");
    SEEDS.put(
        "arabic",
        "كان البحر هادئا في ذلك الصباح وسار القبطان العجوز على طول جدار الميناء ويداه في جيبيه."
            + " لم ير أحد السفينة منذ أحد عشر يوما.\n");
    SEEDS.put("hebrew", "הים היה שקט באותו בוקר והקברניט הזקן הלך לאורך חומת הנמל וידיו בכיסיו.\n");
    SEEDS.put("japanese", "その朝、海は静かだった。老船長は港の壁に沿って歩いていた。船は十一日間も見られていない。\n");
    SEEDS.put(
        "russian", "В то утро море было спокойно, и старый капитан шёл вдоль стены гавани.\n");
  }

  private SampleText() {}

  /** Returns contexts of 128 tokens, the domains in turn, hostile tokens among them. */
  static List<TokenContext> contexts(VocabularyTokenizer tokenizer, int count) {
    HOSTILE.forEach(tokenizer::id);
    SplittableRandom random = Seed.of(3).random();
    List<String> domains = new ArrayList<>(SEEDS.keySet());
    domains.addAll(List.of("dna", "base64", "hostile"));
    List<TokenContext> contexts = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      String domain = domains.get(c % domains.size());
      int[] tokens = tokens(tokenizer, domain, random);
      contexts.add(TokenContext.of(tokens, domain, domain + "/" + c + ".txt"));
    }
    return contexts;
  }

  private static int[] tokens(
      VocabularyTokenizer tokenizer, String domain, SplittableRandom random) {
    List<Integer> tokens = new ArrayList<>();
    while (tokens.size() < 128) {
      for (int token : tokenizer.encode(piece(domain, random))) {
        tokens.add(token);
      }
      if (domain.equals("hostile")) {
        tokens.add(tokenizer.id(HOSTILE.get(random.nextInt(HOSTILE.size()))));
      }
    }
    return tokens.stream().limit(128).mapToInt(Integer::intValue).toArray();
  }

  private static String piece(String domain, SplittableRandom random) {
    if (domain.equals("dna")) {
      return letters("ACGT", 3, random);
    }
    if (domain.equals("base64")) {
      return letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 5, random);
    }
    String[] words = SEEDS.getOrDefault(domain, "some harmless words around it ").split("(?= )");
    int from = random.nextInt(words.length);
    int to = Math.min(words.length, from + 3 + random.nextInt(9));
    return String.join("", List.of(words).subList(from, to));
  }

  private static String letters(String alphabet, int count, SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
