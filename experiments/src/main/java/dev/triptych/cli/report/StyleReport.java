package dev.triptych.cli.report;

import dev.triptych.workflows.portrait.MeanStd;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of one style of a model of many.
 *
 * @param metrics by name, over identities that were trained on
 * @param heldOut the same over those that never were
 * @param strip file of a strip of pictures in the report's folder: the face, its edit and the
 *     portrait from side to side; null if some are damaged
 * @param heldOutStrip the same of an identity that was never trained on; null if there is none
 * @param contact the scored views of that sample; null if they are not known
 * @param heldOutContact the same of the other
 */
public record StyleReport(
    String style,
    Map<String, MeanStd> metrics,
    Map<String, MeanStd> heldOut,
    @Nullable String strip,
    @Nullable String heldOutStrip,
    @Nullable ContactSheet contact,
    @Nullable ContactSheet heldOutContact) {
  public StyleReport {
    metrics = new TreeMap<>(metrics);
    heldOut = new TreeMap<>(heldOut);
  }
}
