package org.monosem.sae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlWriterTest {
  private final HtmlWriter html = new HtmlWriter();

  @Test
  void escapesTextAndAttributes() {
    html.start("p", "title", "\"><b>").text("</p><script>").end("p");
    assertThat(html.finish())
        .isEqualTo(
            """
            <!DOCTYPE html>
            <p title="&quot;&gt;&lt;b&gt;">&lt;/p&gt;&lt;script&gt;</p>
            """);
  }

  @Test
  void emptyElementsAreClosed() {
    assertThat(html.start("svg").start("rect", "x", "1").end("svg").finish())
        .contains("<svg><rect x=\"1\"/></svg>");
  }

  @Test
  void refusesAttributesThatRunOrFetch() {
    assertThatThrownBy(() -> html.start("p", "onclick", "x"))
        .hasMessage("page: expected harmless attribute, got onclick");
    assertThatThrownBy(() -> html.start("p", "style", "x"))
        .hasMessage("page: expected harmless attribute, got style");
    assertThatThrownBy(() -> html.start("a", "href", "javascript:x"))
        .hasMessage("page: expected link within the page, got javascript:x");
    assertThatThrownBy(() -> html.start("p", "a=b c", "x"))
        .hasMessage("page: expected attribute name, got a=b c");
    assertThatThrownBy(() -> html.start("p>")).hasMessage("page: expected tag name, got p>");
  }

  @Test
  void refusesElementsThatAreClosedOutOfOrder() {
    html.start("div").start("p");
    assertThatThrownBy(() -> html.end("div"))
        .hasMessage("page: expected closing tag, p is open, got div");
    assertThatThrownBy(html::finish)
        .hasMessage("page: expected end of the page, still open, got div");
  }

  @Test
  void codeMayNotHoldMarkup() {
    assertThatThrownBy(() -> html.ownCode("script", "x = '</script>'"))
        .hasMessage("page: expected code without markup in, got script");
  }
}
