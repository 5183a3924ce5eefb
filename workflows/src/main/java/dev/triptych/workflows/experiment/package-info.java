/** One launch: all cells of an experiment, their tracking, comparison and report. */
@NullMarked
package dev.triptych.workflows.experiment;

import org.jspecify.annotations.NullMarked;
