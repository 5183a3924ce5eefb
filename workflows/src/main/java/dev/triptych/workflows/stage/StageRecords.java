package dev.triptych.workflows.stage;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps records of many executions below what Temporal takes as one payload, 2 MB: a record of one
 * style's scores alone may name dozens of pictures.
 */
final class StageRecords {
  private static final int AT_ONCE = 2_000; // records and artefacts, of some 250 bytes each

  private StageRecords() {}

  /** All, in their order, in parts that are small enough; one part of none if there are none. */
  static List<List<StageRecord>> parts(List<StageRecord> records) {
    List<List<StageRecord>> parts = new ArrayList<>();
    int begin = 0;
    int size = 0;
    for (int i = 0; i < records.size(); i++) {
      size += size(records.get(i));
      if (size > AT_ONCE && i > begin) {
        parts.add(records.subList(begin, i));
        begin = i;
        size = size(records.get(i));
      }
    }
    parts.add(records.subList(begin, records.size()));
    return parts;
  }

  /** All, in their order; older ones without their artefacts, where there are too many. */
  static List<StageRecord> brief(List<StageRecord> records) {
    int begin = records.size();
    int size = 0;
    while (begin > 0 && size + size(records.get(begin - 1)) <= AT_ONCE) {
      begin--;
      size += size(records.get(begin));
    }
    List<StageRecord> brief = new ArrayList<>(records.size());
    records.subList(0, begin).forEach(record -> brief.add(record.withoutOutputs()));
    brief.addAll(records.subList(begin, records.size()));
    return brief;
  }

  private static int size(StageRecord record) {
    return 1 + record.outputs().size();
  }
}
