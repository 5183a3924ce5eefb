/** The heads of a run, rendered by this process whenever a verb asks. */
@NullMarked
package dev.triptych.cli.heads;

import org.jspecify.annotations.NullMarked;
