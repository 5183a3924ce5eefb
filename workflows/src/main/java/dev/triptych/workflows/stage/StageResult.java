package dev.triptych.workflows.stage;

import java.util.List;

/**
 * What a stage returns: references to artefacts and small numbers, nothing that depends on time.
 */
public interface StageResult {
  /** Every artefact behind the result, named; a kept result is valid while these verify. */
  List<StageOutput> outputs();
}
