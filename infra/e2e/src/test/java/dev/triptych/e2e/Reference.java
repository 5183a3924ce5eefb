package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What an undisturbed run of the small spec makes, in one process without services. */
final class Reference {
  /** As {@link Lab#digests}. */
  static final Set<String> DIGESTS = make();

  private Reference() {}

  private static Set<String> make() {
    try (Lab lab = Lab.embedded("reference")) {
      JsonNode status = lab.status(lab.run());
      assertThat(status.path("state").asText()).isEqualTo("done");
      return Lab.digests(status);
    }
  }
}
