package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What an undisturbed run makes, in one process without services. */
final class Reference {
  /** Of the small spec, as {@link Lab#digests}. */
  static final Set<String> DIGESTS = of("small.yaml", "reference");

  private Reference() {}

  /**
   * As {@link Lab#digests}.
   *
   * @param name of the run
   */
  static Set<String> of(String spec, String name) {
    try (Lab lab = Lab.embedded(name, spec)) {
      JsonNode status = lab.status(lab.run());
      assertThat(status.path("state").asText()).isEqualTo("done");
      return Lab.digests(status);
    }
  }
}
