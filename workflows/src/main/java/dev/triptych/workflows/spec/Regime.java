package dev.triptych.workflows.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Locale;

/**
 * What one model is trained on (section 4.1). All that cells, datasets and training must know of a
 * regime is said here.
 */
public enum Regime {
  /** One style of one identity: a model for each style. */
  STYLE(false, false),
  /** Many styles of one identity (the paper's MSSI). */
  MSSI(true, false),
  /** Many styles of many identities, each from one random side and the front (MSMI). */
  MSMI(true, true);

  private final boolean manyStyles;
  private final boolean manyIdentities;

  Regime(boolean manyStyles, boolean manyIdentities) {
    this.manyStyles = manyStyles;
    this.manyIdentities = manyIdentities;
  }

  /** Whether one model learns all styles of a spec. */
  public boolean manyStyles() {
    return manyStyles;
  }

  /** Whether each style is put on several faces. */
  public boolean manyIdentities() {
    return manyIdentities;
  }

  /** What a run of so many cells makes: {@code portraits}, or {@code models}. */
  public String cells(int count) {
    return (manyStyles ? "model" : "portrait") + (count == 1 ? "" : "s");
  }

  /** The name in specs and in the names of cells. */
  @JsonIgnore
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
