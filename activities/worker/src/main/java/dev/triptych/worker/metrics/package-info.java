/** Numbers about a running worker, for Prometheus. */
@NullMarked
package dev.triptych.worker.metrics;

import org.jspecify.annotations.NullMarked;
