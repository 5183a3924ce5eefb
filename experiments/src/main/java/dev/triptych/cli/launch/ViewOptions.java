package dev.triptych.cli.launch;

import dev.triptych.cli.console.WholeNumber;
import dev.triptych.cli.temporal.Places;
import dev.triptych.workflows.experiment.Parallelism;
import picocli.CommandLine.Option;

/** How a launch cuts its work into steps. */
final class ViewOptions {
  private static final int AUTO = 0;
  private static final int USUALLY = 8; // further ones hardly make a large GPU busier
  private static final int MOST = 64; // a step that is lost is lost as a whole

  /** A number of views, or {@link #AUTO}. */
  static final class Views extends WholeNumber {
    Views() {
      super(1, MOST, ", or auto");
    }

    @Override
    public Integer convert(String value) {
      return value.strip().equals("auto") ? AUTO : super.convert(value);
    }
  }

  @Option(
      names = "--views-per-step",
      paramLabel = "N|auto",
      converter = Views.class,
      description =
          "Views that one editing step gets; a worker with a GPU edits as many of them at once as"
              + " its memory holds (default: auto: 8 if this process computes on a GPU, else 1).")
  private int views = AUTO;

  /**
   * @param places of this process; on the processor if others do the work
   */
  Parallelism parallelism(Places places) {
    int usual = places.devices().get(0).isGpu() ? USUALLY : 1;
    return Parallelism.forSlots(places.size()).withViewsPerStep(views == AUTO ? usual : views);
  }
}
