package dev.triptych.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.cli.report.CellReport.Artefact;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a report shows of one portrait when somebody looks at it.
 *
 * @param id slug of the cell
 * @param sprites pictures by id
 * @param losses of the fine-tuning
 * @param scores by step of fine-tuning, those of the end included; empty if these are alone
 * @param artefacts what was made, with digests
 */
public record CellDetail(
    String id,
    SortedMap<String, Sprite> sprites,
    List<Curve> losses,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Curve> scores,
    List<Artefact> artefacts) {
  public CellDetail {
    Objects.requireNonNull(id, "id is null");
    sprites = new TreeMap<>(sprites);
    losses = List.copyOf(losses);
    scores = scores == null ? List.of() : List.copyOf(scores); // kept by earlier versions
    artefacts = List.copyOf(artefacts);
  }

  /** Of a portrait of which nothing can be shown. */
  static CellDetail empty(String id) {
    return new CellDetail(id, new TreeMap<>(), List.of(), List.of(), List.of());
  }
}
