package dev.triptych.workflows.portrait;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Names of the scores, as trackers and {@code status --json} show them. */
public final class Metrics {
  /** cos(image, caption) over the novel views. */
  public static final String CLIP_SCORE = "clip_score";

  /** The same caption over the plain views, before any editing. */
  public static final String CLIP_SCORE_BEFORE = "clip_score_before";

  /** The same caption over the edited views, from which the portrait was made. */
  public static final String CLIP_SCORE_EDITS = "clip_score_edits";

  /** cos(image − plain image, caption − neutral caption) over the novel views. */
  public static final String CLIP_DIRECTIONAL = "clip_directional";

  private Metrics() {}

  /** Unmodifiable and sorted, so that tables and JSON keep one order. */
  public static Map<String, MeanStd> copy(Map<String, MeanStd> metrics) {
    return Collections.unmodifiableMap(new TreeMap<>(metrics));
  }
}
