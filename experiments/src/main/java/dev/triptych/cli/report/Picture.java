package dev.triptych.cli.report;

import java.util.Base64;

/** Pictures inside a page. */
final class Picture {
  private Picture() {}

  /** The address of a picture that is its own content. */
  static String inline(String file, byte[] content) {
    String type = file.endsWith(".png") ? "png" : "jpeg";
    return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(content);
  }
}
