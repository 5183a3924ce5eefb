package dev.triptych.worker;

import dev.triptych.worker.memo.Versions;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.WorkerDeploymentOptions;

/**
 * Which build a worker is, and whether the service goes by it.
 *
 * @param deployment workers that do the same work, of all builds
 * @param build this one
 * @param pinned whether a launch stays with the build that it began on, for all its workflows and
 *     steps; else any worker takes any work
 */
public record WorkerVersion(String deployment, String build, boolean pinned) {
  /** What Triptych's workers are called where nobody says otherwise. */
  public static final String DEPLOYMENT = "triptych";

  public WorkerVersion {
    if (deployment.isBlank() || build.isBlank()) {
      throw new IllegalArgumentException("a worker's deployment and build have names");
    }
  }

  /** Told to the service beside the worker's identity, for people. */
  public static WorkerVersion told() {
    return new WorkerVersion(DEPLOYMENT, Versions.build(), false);
  }

  WorkerDeploymentOptions options() {
    WorkerDeploymentOptions.Builder options =
        WorkerDeploymentOptions.newBuilder()
            .setUseVersioning(pinned)
            .setVersion(new WorkerDeploymentVersion(deployment, build));
    return pinned
        ? options.setDefaultVersioningBehavior(VersioningBehavior.PINNED).build()
        : options.build();
  }
}
