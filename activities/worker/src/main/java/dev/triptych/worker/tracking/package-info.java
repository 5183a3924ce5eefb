/** What is told about a run while it happens: parameters, metrics by step, artefacts. */
@NullMarked
package dev.triptych.worker.tracking;

import org.jspecify.annotations.NullMarked;
