/** Stages made once more and compared with what is kept of them. */
@NullMarked
package dev.triptych.worker.verify;

import org.jspecify.annotations.NullMarked;
