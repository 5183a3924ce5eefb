/** How whatever waits for a service tries again. */
@NullMarked
package dev.triptych.worker.retry;

import org.jspecify.annotations.NullMarked;
