/**
 * What a run leaves: where it lies, its documents, the records and kept results of its stages, and
 * its pictures by the angle they were looked at from.
 */
@NullMarked
package dev.triptych.worker.runs;

import org.jspecify.annotations.NullMarked;
