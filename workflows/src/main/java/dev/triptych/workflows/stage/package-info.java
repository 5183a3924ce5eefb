/**
 * What every step has in common: its name, its record, its task queue, its options and its
 * failures.
 */
@NullMarked
package dev.triptych.workflows.stage;

import org.jspecify.annotations.NullMarked;
