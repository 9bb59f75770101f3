package org.monosem.sae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.sae.feature.EvidenceCollector;
import org.monosem.sae.feature.EvidenceOptions;
import org.monosem.sae.feature.FeatureScore;
import org.monosem.sae.feature.VocabularyTokenizer;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FeatureBrowserTest {
  private static final Pattern CODE = Pattern.compile("(?s)<(style|script)>(.*?)</\\1>");
  private static final int CARDS = 60;

  private static final VocabularyTokenizer TOKENIZER = new VocabularyTokenizer();
  private static final Report REPORT = SampleReport.report(TOKENIZER, 270, CARDS);

  @TempDir Path folder;

  private String page;

  @BeforeEach
  void write() throws IOException {
    Path written = FeatureBrowser.write(REPORT, TOKENIZER, folder.resolve("new"));
    assertThat(written).isEqualTo(folder.resolve("new/index.html"));
    page = Files.readString(written);
  }

  @Test
  void theSameReportGivesTheSameBytes() throws IOException {
    FeatureBrowser.write(REPORT, TOKENIZER, folder.resolve("again"));
    for (String name : List.of("index.html", "features.json")) {
      assertThat(folder.resolve("again").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("new").resolve(name));
    }
    try (var files = Files.list(folder.resolve("again"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void hostileTokensAddNoElementAndNoAttribute() throws Exception {
    Set<String> tags = new TreeSet<>();
    Set<String> attributes = new TreeSet<>();
    NodeList all = parse().getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      tags.add(all.item(i).getNodeName());
      for (int a = 0; a < all.item(i).getAttributes().getLength(); a++) {
        attributes.add(all.item(i).getAttributes().item(a).getNodeName());
      }
    }
    assertThat(tags).doesNotContain("img", "script", "style", "iframe", "b1").contains("mark");
    assertThat(attributes).noneMatch(name -> name.startsWith("on"));
    assertThat(attributes).doesNotContain("style", "src").contains("title");
    assertThat(CODE.matcher(page).results().count()).isEqualTo(2);
  }

  @Test
  void hostileTokensAreThereToBeRead() throws Exception {
    String text = parse().getDocumentElement().getTextContent();
    assertThat(text).contains("<script>document.title='owned'</script>");
    assertThat(text).contains("\"><img src=x onerror=\"document.title='owned'\">");
    assertThat(text).contains("⟨U+202E⟩").doesNotContain("\u202E", "\u0000");
    assertThat(text).contains("␀␇␛[31m").contains("كان").contains("↵").contains("→");
  }

  @Test
  void thePolicyAdmitsOnlyThePagesOwnCode() throws GeneralSecurityException {
    Matcher code = CODE.matcher(page);
    List<String> hashes = new ArrayList<>();
    while (code.find()) {
      byte[] text = code.group(2).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      hashes.add("&#39;sha256-" + Base64.getEncoder().encodeToString(digest) + "&#39;");
    }
    assertThat(page)
        .contains(
            "default-src &#39;none&#39;; style-src "
                + hashes.get(0)
                + "; script-src "
                + hashes.get(1)
                + "; base-uri &#39;none&#39;; form-action &#39;none&#39;");
    assertThat(page).doesNotContain("http://", "https://", "url(", "@import");
  }

  @Test
  void everyClearFeatureHasACardAndEveryFeatureARow() throws Exception {
    Document document = parse();
    NodeList cards = document.getElementsByTagName("article");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < cards.getLength(); i++) {
      ids.add(((Element) cards.item(i)).getAttribute("id"));
    }
    assertThat(ids).isEqualTo(REPORT.clearest().stream().map(s -> "f" + s.feature()).toList());
    assertThat(ids).hasSize(CARDS);
    assertThat(
            document.getElementsByTagName("tr").getLength()
                - 1
                - 2) // heads, and the comparison's row
        .isEqualTo(REPORT.evidence().features().size());
  }

  @Test
  void theDataHoldWhatThePageShows() throws IOException {
    String text = Files.readString(folder.resolve("new/features.json"));
    JsonObject data = JsonParser.parseString(text).getAsJsonObject();
    assertThat(data.get("format").getAsInt()).isEqualTo(1);
    assertThat(data.get("dSae").getAsInt()).isEqualTo(640);
    assertThat(data.get("metrics").getAsJsonArray()).hasSize(REPORT.metrics().size());
    JsonArray features = data.get("features").getAsJsonArray();
    assertThat(features).hasSize(REPORT.evidence().features().size());
    int withContexts = 0;
    for (int i = 0; i < features.size(); i++) {
      JsonObject feature = features.get(i).getAsJsonObject();
      var evidence = REPORT.evidence().features().get(i);
      assertThat(feature.get("id").getAsInt()).isEqualTo(evidence.feature());
      assertThat(feature.get("max").getAsDouble()).isEqualTo(evidence.maximum());
      if (feature.has("topContexts")) {
        withContexts++;
        JsonObject top = feature.get("topContexts").getAsJsonArray().get(0).getAsJsonObject();
        int center = top.get("center").getAsInt();
        assertThat(top.get("activations").getAsJsonArray().get(center).getAsFloat())
            .isEqualTo(evidence.topContexts().get(0).value());
      }
    }
    assertThat(withContexts).isEqualTo(CARDS);
  }

  @Test
  void aClearFeatureWithoutEvidenceIsRefused() {
    Report wrong =
        new Report(
            REPORT.title(),
            REPORT.summary(),
            REPORT.metrics(),
            REPORT.facts(),
            REPORT.density(),
            REPORT.curves(),
            REPORT.comparisons(),
            REPORT.evidence(),
            List.of(new FeatureScore(639, 1, 1, 1, 1, "", "")));
    assertThatThrownBy(() -> FeatureBrowser.write(wrong, TOKENIZER, folder.resolve("wrong")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("report: feature 639 is called clear but has no evidence");
    assertThat(folder.resolve("wrong")).doesNotExist();
  }

  @Test
  void whatIsComparedHasATableAndAPlotOfBoth() throws Exception {
    assertThat(parse().getDocumentElement().getTextContent())
        .contains("Neurons & features", "Which of them mean <one> thing.", "0.21", "0.87");
    assertThat(page)
        .contains("class=\"curve dashed\"")
        .contains("Capacity: neurons dashed, features solid")
        .contains("href=\"#comparison-0\"");
  }

  @Test
  void aReportWithoutFeaturesIsStillAPage() throws Exception {
    Report empty =
        new Report(
            "Empty",
            "",
            List.of(),
            List.of(),
            new DensityHistogram(-3, 0.25, List.of(), 0),
            List.of(new Curve("Loss", "steps", List.of(new Curve.Point(0, Double.NaN)))),
            List.of(),
            new EvidenceCollector(4, EvidenceOptions.standard()).evidence(),
            List.of());
    Path written = FeatureBrowser.write(empty, TOKENIZER, folder.resolve("empty"));
    page = Files.readString(written);
    assertThat(parse().getElementsByTagName("article").getLength()).isZero();
    assertThat(page).doesNotContain("NaN").contains("4 did not");
  }

  /** The page's markup is also XML, once its code is taken out; so the JDK can judge it. */
  private Document parse() throws Exception {
    String markup = CODE.matcher(page).replaceAll("");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(markup)));
  }
}
