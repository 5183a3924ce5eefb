/** How a launch's trace passes through its workflows to their steps. */
@NullMarked
package dev.triptych.workflows.tracing;

import org.jspecify.annotations.NullMarked;
