/** Prior sets, and the workflow that trains the bundled one from nothing. */
@NullMarked
package dev.triptych.workflows.priors;

import org.jspecify.annotations.NullMarked;
