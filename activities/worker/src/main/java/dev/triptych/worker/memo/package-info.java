/**
 * Stages that ran before are not run again: their results are kept by the digest of their inputs.
 */
@NullMarked
package dev.triptych.worker.memo;

import org.jspecify.annotations.NullMarked;
