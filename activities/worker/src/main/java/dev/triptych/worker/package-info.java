/** Runs activities: the embedded Temporal service and the worker on either task queue. */
@NullMarked
package dev.triptych.worker;

import org.jspecify.annotations.NullMarked;
