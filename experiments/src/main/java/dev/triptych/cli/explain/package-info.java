/** {@code explain}: why steps ran, and where the others were taken from. */
@NullMarked
package dev.triptych.cli.explain;

import org.jspecify.annotations.NullMarked;
