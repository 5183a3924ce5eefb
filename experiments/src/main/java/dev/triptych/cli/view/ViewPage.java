package dev.triptych.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.cli.report.PageParts;
import gg.jte.generated.triptych.JteviewGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The page as text.
 *
 * @param policy what a browser may run and load of it: its own script and style, and pictures from
 *     where it came
 */
record ViewPage(String html, String policy) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int NONCE_BYTES = 12;

  static ViewPage of(ViewData data) {
    byte[] random = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(random);
    String nonce = Base64.getUrlEncoder().encodeToString(random);
    StringOutput out = new StringOutput(1 << 16);
    JteviewGenerated.render(
        new OwaspHtmlTemplateOutput(out),
        null,
        data,
        PageParts.css() + own("view.css"),
        PageParts.pictures() + own("choices.js") + own("view.js"),
        json(data),
        nonce);
    String own = "'nonce-" + nonce + "'";
    return new ViewPage(
        out.toString(),
        "default-src 'none'; script-src "
            + own
            + "; style-src "
            + own
            + "; connect-src 'self'; img-src data: blob:; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
  }

  private static String own(String name) {
    return PageParts.resource(ViewPage.class, name);
  }

  /** What cannot end the script element. */
  private static String json(ViewData data) {
    try {
      return JSON.writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
