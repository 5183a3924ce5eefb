package dev.triptych.worker.gc;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What may be freed, in the order in which it is: documents before what they name. */
public enum Kind {
  /** Results of stages, by which equal ones need not run. */
  STAGES("kept results"),
  /** Content, by its digest. */
  BLOBS("artefacts"),
  /** States of trainings that did not end. */
  CHECKPOINTS("checkpoints"),
  /** Of processes that are gone. */
  CLAIMS("claims"),
  /** Artefacts that were not what their digest says. */
  ASIDE("damaged artefacts");

  private final String title;

  Kind(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }

  @JsonValue
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
