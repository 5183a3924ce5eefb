package dev.triptych.cli.report;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.mixing.Mixed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A mix as one picture: a row for each side, a column for each step.
 *
 * @param file name with its ending
 */
public record MixSheet(String file, byte[] content) {
  /**
   * @param content the encoded picture of a view
   */
  public static MixSheet of(Mixed mixed, Function<ArtifactRef, byte[]> content) {
    List<List<View>> steps = mixed.steps().stream().map(MixSheet::fromSideToSide).toList();
    List<ArtifactRef> tiles = new ArrayList<>();
    for (int side = 0; side < steps.get(0).size(); side++) {
      for (List<View> step : steps) {
        tiles.add(step.get(side).image());
      }
    }
    SpriteSheet sheet = SpriteSheet.grid(tiles, steps.size(), content);
    return new MixSheet("sheet." + sheet.type(), sheet.content());
  }

  private static List<View> fromSideToSide(ViewSet step) {
    return step.views().stream().sorted(Comparator.comparingDouble(View::yaw)).toList();
  }
}
