package dev.triptych.workflows.database;

import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.stage.StageRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a long database takes along when it goes on as a new execution. No dataset is under way
 * then.
 *
 * @param begun datasets that have begun, which are the first ones
 * @param pages finished ones, by the number of their style
 * @param made datasets of styles that are not finished, by their number
 * @param stages what the datasets of finished styles took
 */
record Carried(
    int begun,
    Map<Integer, Page> pages,
    Map<Integer, FewShotDataset> made,
    List<StageRecord> stages) {
  Carried {
    pages = new TreeMap<>(pages);
    made = new TreeMap<>(made);
    stages = List.copyOf(stages);
  }
}
