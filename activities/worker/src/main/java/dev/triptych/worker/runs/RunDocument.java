package dev.triptych.worker.runs;

/** What lies in a run's folder, or in that of one of its cells. */
public enum RunDocument {
  /** {@link RunEntry}. */
  ENTRY("run.json"),
  /** The user's spec as it was. */
  SPEC("spec.yaml"),
  /** The spec with all settings. */
  RESOLVED("resolved.json"),
  /** What is odd about the spec. */
  WARNINGS("warnings.json"),
  /** How far the run is, in brief; a cell that has ended has its own. */
  STATUS("status.json"),
  /** Whether somebody elsewhere was told of the run's end. */
  NOTICE("notice.json"),
  /** Marks a run that is being deleted. */
  DELETED("deleted.json"),
  /** One page for people. */
  REPORT("report.html"),
  /** What happened; a cell has its own. */
  JOURNAL("journal.jsonl"),
  /** {@link RenewalOrders}: which stages are to be made anew; only until they are. */
  AGAIN("again.json"),
  /** {@link FirstTrace}; only of runs that were traced. */
  TRACE("trace.json"),
  /** How much of the journal MLflow has got; a cell has its own. */
  MLFLOW("mlflow.json"),
  /** Everything that was logged; on the launching machine, beside the store. */
  LOG("log.txt");

  private final String file;

  RunDocument(String file) {
    this.file = file;
  }

  /** Its name in the folder. */
  public String file() {
    return file;
  }
}
