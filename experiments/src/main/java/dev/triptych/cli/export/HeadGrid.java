package dev.triptych.cli.export;

import dev.triptych.cli.heads.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Heads side by side: a column for each style, a row for each variant and seed. */
final class HeadGrid {
  private final List<Head> heads;
  private final List<String> columns;
  private final List<String> rows;

  /**
   * @param heads one at least
   */
  HeadGrid(List<Head> heads) {
    this.heads = List.copyOf(heads);
    this.columns = heads.stream().map(Head::style).distinct().toList();
    this.rows = heads.stream().map(Head::row).distinct().toList();
  }

  Head first() {
    return heads.get(0);
  }

  /** Styles, from left to right. */
  List<String> columns() {
    return columns;
  }

  /** Variants with seeds, from top to bottom. */
  List<String> rows() {
    return rows;
  }

  /** Row by row; empty where a row has no head of the column's style. */
  List<Optional<Head>> tiles() {
    List<Optional<Head>> tiles = new ArrayList<>();
    for (String row : rows) {
      for (String column : columns) {
        tiles.add(
            heads.stream()
                .filter(head -> head.row().equals(row) && head.style().equals(column))
                .findFirst());
      }
    }
    return tiles;
  }
}
