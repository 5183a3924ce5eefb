package dev.triptych.workflows.stage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a run, a cell or a stage is. */
public enum State {
  PENDING,
  RUNNING,
  DONE,
  FAILED,
  CANCELLED;

  @JsonValue
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Nothing more will happen. */
  public boolean closed() {
    return switch (this) {
      case PENDING, RUNNING -> false;
      case DONE, FAILED, CANCELLED -> true;
    };
  }
}
