/** Sends what a run's journal holds to an MLflow server. */
@NullMarked
package dev.triptych.worker.tracking.mlflow;

import org.jspecify.annotations.NullMarked;
