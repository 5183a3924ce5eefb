/** What is written about a run while it goes on: metrics, states, stage records and the report. */
@NullMarked
package dev.triptych.workflows.tracking;

import org.jspecify.annotations.NullMarked;
