/** Frees what no run refers to any more. */
@NullMarked
package dev.triptych.worker.gc;

import org.jspecify.annotations.NullMarked;
