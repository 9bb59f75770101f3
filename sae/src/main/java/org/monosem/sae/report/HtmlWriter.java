package org.monosem.sae.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Builds an HTML document of which every text and attribute is escaped: there is no way to put in
 * markup from outside.
 *
 * <p>Tag and attribute names are the program's own and checked; attributes that run script or fetch
 * are refused, links lead only within the page. Elements must be closed in order.
 */
final class HtmlWriter {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
  private static final Set<String> VOID =
      Set.of("meta", "input", "br", "rect", "line", "path", "col");
  private static final Set<String> REFUSED =
      Set.of("style", "src", "srcset", "action", "formaction", "xlink:href", "srcdoc", "ping");

  private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn; a value is escaped
   */
  HtmlWriter start(String tag, String... attributes) {
    require(NAME.matcher(tag).matches(), "tag name", tag);
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      attribute(attributes[i], attributes[i + 1]);
    }
    // Without the slash, an SVG shape would take what follows it as its children.
    out.append(VOID.contains(tag) ? "/>" : ">");
    if (!VOID.contains(tag)) {
      open.push(tag);
    }
    return this;
  }

  /** Closes the innermost open element, which must be this one. */
  HtmlWriter end(String tag) {
    String innermost = open.isEmpty() ? "nothing" : open.pop();
    require(innermost.equals(tag), "closing tag, " + innermost + " is open", tag);
    out.append("</").append(tag).append('>');
    return this;
  }

  /** Adds escaped text. */
  HtmlWriter text(String text) {
    HtmlText.escape(text, out);
    return this;
  }

  /** Adds an element that holds only text. */
  HtmlWriter element(String tag, String text, String... attributes) {
    return start(tag, attributes).text(text).end(tag);
  }

  /** Starts a new line of the source, for whoever reads it. */
  HtmlWriter line() {
    out.append('\n');
    return this;
  }

  /** Adds the program's own style sheet or script; never anything else. */
  HtmlWriter ownCode(String tag, String code) {
    require(tag.equals("style") || tag.equals("script"), "tag of code", tag);
    require(!code.contains("</") && !code.contains("<!--"), "code without markup in", tag);
    out.append('<').append(tag).append('>').append(code).append("</").append(tag).append('>');
    return this;
  }

  /** Returns the document; every element must be closed. */
  String finish() {
    require(open.isEmpty(), "end of the page, still open", String.valueOf(open.peek()));
    return out.append('\n').toString();
  }

  private void attribute(String name, String value) {
    require(NAME.matcher(name).matches(), "attribute name", name);
    require(!name.startsWith("on") && !REFUSED.contains(name), "harmless attribute", name);
    require(!name.equals("href") || value.startsWith("#"), "link within the page", value);
    out.append(' ').append(name).append("=\"");
    HtmlText.escape(value, out);
    out.append('"');
  }

  private static void require(boolean rule, String expected, String got) {
    if (!rule) {
      throw new IllegalStateException("page: expected " + expected + ", got " + got);
    }
  }
}
