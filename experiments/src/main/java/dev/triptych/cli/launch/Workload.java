package dev.triptych.cli.launch;

import dev.triptych.workflows.experiment.WorkflowIds;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import java.util.Locale;

/**
 * How much there is to do.
 *
 * @param cells portraits
 * @param datasets few-shot datasets, which cells of one style and seed share
 * @param views of each dataset
 * @param pretrainings shapes of the I2T network to be pre-trained
 */
public record Workload(int cells, int datasets, int views, int pretrainings) {
  // Sampling, rendering and assembling a dataset; fine-tuning, rendering and scoring a portrait.
  private static final int PER_DATASET = 3;
  private static final int PER_CELL = 3;

  public static Workload of(ExperimentSpec spec) {
    long datasets = spec.cells().stream().map(cell -> dataset(cell, spec)).distinct().count();
    long shapes =
        spec.variants().stream()
            .filter(variant -> variant.pretrained())
            .map(variant -> variant.shape(spec.i2t()).spatial())
            .distinct()
            .count();
    return new Workload(
        spec.cells().size(), (int) datasets, spec.views().list().size(), (int) shapes);
  }

  private static String dataset(Cell cell, ExperimentSpec spec) {
    return WorkflowIds.datasetId(cell, cell.variant().edit(spec.edit()).optimised());
  }

  /** Steps whose results are kept. */
  public int activities() {
    return datasets * (views + PER_DATASET) + pretrainings + cells * PER_CELL;
  }

  /** For people: what the activities are. */
  public String description() {
    return String.format(
        Locale.ROOT,
        "%d activities: %d × (%d edits, sampling, rendering, assembling), %d × pre-training I2T,"
            + " %d × (fine-tuning, rendering, scoring).",
        activities(),
        datasets,
        views,
        pretrainings,
        cells);
  }
}
