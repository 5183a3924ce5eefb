/** Placeholder. */
@NullMarked
package dev.triptych.workflows;

import org.jspecify.annotations.NullMarked;
