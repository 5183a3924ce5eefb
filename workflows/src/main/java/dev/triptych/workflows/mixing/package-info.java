/** Styles of a finished model mixed in the space of its style codes, and rendered. */
@NullMarked
package dev.triptych.workflows.mixing;

import org.jspecify.annotations.NullMarked;
