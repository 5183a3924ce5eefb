package dev.triptych.cli.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.store.Digests;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.Style;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names runs after what they do, so that the same spec is the same run. */
public final class RunId {
  private static final int DIGITS = 8;

  private RunId() {}

  /** {@code <spec name>-<first digits of its digest>}: {@code quickstart-1c0ffee1}. */
  public static String of(String name, String specDigest) {
    String slug = Style.slug(name);
    return (slug.isEmpty() ? "run" : slug) + "-" + specDigest.substring(0, DIGITS);
  }

  /** SHA-256 over the resolved spec and the prior set that it uses. */
  public static String digest(JsonNode spec, PriorRef priors) {
    String canonical = CanonicalJson.of(List.of(spec, priors));
    return Digests.sha256(canonical.getBytes(StandardCharsets.UTF_8));
  }
}
