/** Failures that a user can mend, and how they cross Temporal's boundary. */
@NullMarked
package dev.triptych.worker.errors;

import org.jspecify.annotations.NullMarked;
