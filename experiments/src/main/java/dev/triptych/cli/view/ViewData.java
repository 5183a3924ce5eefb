package dev.triptych.cli.view;

import dev.triptych.worker.live.Exhibit;
import java.util.List;

/**
 * What a page knows from the beginning.
 *
 * @param experiment name of it
 * @param priors name of the prior set
 * @param exhibits at least one
 * @param unfinished names of portraits that there are none of yet
 * @param imageSize pixels of a picture's side
 * @param device that renders, in words
 */
public record ViewData(
    String run,
    String experiment,
    String priors,
    List<Exhibit> exhibits,
    List<String> unfinished,
    int imageSize,
    String device) {
  public ViewData {
    exhibits = List.copyOf(exhibits);
    unfinished = List.copyOf(unfinished);
  }
}
