package org.monosem.sae.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTextTest {
  @Test
  void marksBecomeReferences() {
    assertThat(escape("<a href=\"x\" id='y'>&amp;"))
        .isEqualTo("&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;");
  }

  @Test
  void charactersThatHtmlForbidsAreReplaced() {
    assertThat(escape("a\u0000b\u001b\u007f\u0085\uD800\uFFFF\uFDD0"))
        .isEqualTo("a\uFFFDb\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
    assertThat(escape("\t\n é 船 😀")).isEqualTo("\t\n é 船 😀");
  }

  @Test
  void whatReordersTextIsNamed() {
    assertThat(escape("\u202Eabc\u2066")).isEqualTo("⟨U+202E⟩abc⟨U+2066⟩");
    assertThat(escape("\u061C\u200F\uFEFF\u2028")).isEqualTo("⟨U+061C⟩⟨U+200F⟩⟨U+FEFF⟩⟨U+2028⟩");
  }

  @Test
  void joinersStayBecauseWordsNeedThem() {
    assertThat(escape("می\u200Cخواهم")).isEqualTo("می\u200Cخواهم");
  }

  @Test
  void invisibleCharactersOfTokensAreShown() {
    assertThat(HtmlText.visible("\n\t\r\u0000 x\u007f")).isEqualTo("↵→␍␀ x␡");
    assertThat(HtmlText.visible("\u202E\uD800\u200B")).isEqualTo("⟨U+202E⟩⟨U+D800⟩⟨U+200B⟩");
  }

  private static String escape(String text) {
    StringBuilder to = new StringBuilder();
    HtmlText.escape(text, to);
    return to.toString();
  }
}
