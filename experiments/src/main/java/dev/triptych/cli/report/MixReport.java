package dev.triptych.cli.report;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a report shows of a mix of two styles.
 *
 * @param model slug of the cell
 * @param about which face it is; empty if there is but one
 * @param steps from the first style to the second
 * @param sprites pictures of the steps by id
 */
public record MixReport(
    String model,
    String from,
    String to,
    String about,
    List<Step> steps,
    SortedMap<String, Sprite> sprites) {
  public MixReport {
    steps = List.copyOf(steps);
    sprites = new TreeMap<>(sprites);
  }

  /**
   * @param share of the second style, from 0 to 1
   * @param sprite its views
   */
  public record Step(double share, String sprite) {}
}
