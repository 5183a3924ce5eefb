/** Where workflows run, and everything about a Temporal service of its own. */
@NullMarked
package dev.triptych.cli.temporal;

import org.jspecify.annotations.NullMarked;
