/** One stage made once more, to see whether the same comes out. */
@NullMarked
package dev.triptych.workflows.recompute;

import org.jspecify.annotations.NullMarked;
