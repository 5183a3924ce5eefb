package dev.triptych.workflows.stage;

/**
 * Types of the application failures that activities throw; they decide what is tried again. Any
 * other failure is tried again too, unless it is marked as one that cannot heal.
 */
public final class FailureTypes {
  /** The request itself is wrong: trying again gives the same answer. */
  public static final String INVALID_SPEC = "InvalidSpec";

  /** The prior set is not there or has another digest: somebody must put it there first. */
  public static final String MISSING_PRIOR = "MissingPrior";

  /** Content and digest disagree: the stage that made the artefact must run again first. */
  public static final String CORRUPT_ARTIFACT = "CorruptArtifact";

  /** Memory of the device ran out: a later attempt may find more of it free. */
  public static final String OUT_OF_MEMORY = "OutOfMemory";

  /** The worker leaves, on purpose: the step is done elsewhere, see {@link HandOver}. */
  public static final String HANDED_BACK = "HandedBack";

  private FailureTypes() {}
}
