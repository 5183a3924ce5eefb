/** Word to somebody elsewhere that a run has ended. */
@NullMarked
package dev.triptych.worker.notice;

import org.jspecify.annotations.NullMarked;
