package dev.triptych.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the pages have in common. */
public final class PageParts {
  private PageParts() {}

  /** Colours, type and tables. */
  public static String css() {
    return resource(ReportPage.class, "report.css");
  }

  /** The script that draws pictures of heads; a page's own script follows it. */
  public static String pictures() {
    return resource(ReportPage.class, "views.js");
  }

  /** The same with the script that draws curves. */
  public static String views() {
    return pictures() + resource(ReportPage.class, "curves.js");
  }

  /** The URL of a picture inside the page. */
  public static String inline(String file, byte[] content) {
    String type = file.endsWith(".png") ? "png" : "jpeg";
    return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(content);
  }

  /**
   * Characters that so many bytes of pictures take inside the page, their URLs' beginnings aside.
   */
  static long inline(long bytes) {
    return (bytes + 2) / 3 * 4;
  }

  /** The text of a file beside {@code page}'s class. */
  public static String resource(Class<?> page, String name) {
    try (InputStream in = page.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
